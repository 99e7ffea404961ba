// A simulated modem, its network and a clock that only moves when told: dialogues read like the standard's examples.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "simulate/modem/device.hpp"

namespace hermod::simulate::modem {

inline constexpr std::string_view hello_pdu = "0021000B916407281553F800000AE8329BFD4697D9EC37";  // asks for a report
inline constexpr std::string_view hello_length = "22";

class desk {
public:
    explicit desk(options how = {}) : how(std::move(how)), behind(this->how), one(0, this->how, behind) {
        one.restart(now);
        one.attach(now);
        type("ATE0");
    }

    // A command line and all that the modem says then, without empty lines; "|" between lines.
    std::string type(std::string_view line) { return heard(std::string(line) + '\r'); }
    std::string heard(std::string_view octets) {
        one.feed(octets, now);
        return said();
    }
    std::string said() {
        one.tick(now);
        bring();
        std::string out;
        for (const char c : one.take_output()) {
            if (c == '\r') continue;
            if (c != '\n')
                out += c;
            else if (!out.empty() && !out.ends_with('|'))
                out += '|';
        }
        while (out.ends_with('|')) out.pop_back();
        return out;
    }
    std::string wait(std::chrono::milliseconds time) {
        now += time;
        behind.tick(now);
        one.tick(now);
        return said();
    }
    void bring() {
        auto& waiting = behind.waiting(0);
        while (!waiting.empty() && one.receive(waiting.front(), now) == reception::taken) waiting.pop_front();
    }
    std::string send_hello() {
        EXPECT_EQ(type("AT+CMGS=" + std::string(hello_length)), "> ");
        return heard(std::string(hello_pdu) + '\x1A');
    }

    options how;
    network behind;
    device one;
    mono_time now = mono_time{} + std::chrono::hours(1);
};

}  // namespace hermod::simulate::modem
