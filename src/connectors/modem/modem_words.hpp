// What modems say by themselves about their own state, as far as a session heeds it. Pure.
#pragma once

#include <algorithm>
#include <string_view>

namespace hermod::connectors::modem {

// It has just started: all settings are its own again. (^BOOT is none of these: Huawei says it every 20 s.)
inline bool says_restarted(std::string_view line) {
    return line == "RDY" || line == "MODEM:STARTUP" || line == "START" || line.starts_with("^SYSSTART");
}

inline bool says_sim_ready(std::string_view line) {
    constexpr std::string_view words[] = {"SMS Ready",  "SMS READY", "SMS DONE", "Call Ready",
                                          "CALL READY", "PB DONE",   "STK READY"};
    return std::find(std::begin(words), std::end(words), line) != std::end(words);
}

}  // namespace hermod::connectors::modem
