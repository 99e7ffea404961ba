#include "wire/at/line_kind.hpp"

#include <algorithm>
#include <charconv>

namespace hermod::wire::at {
namespace {

// Lines without a name that modems write unasked: V.250, and SIMCom, Quectel, Telit, Huawei, Wavecom at start and stop.
constexpr std::string_view words[] = {"RING",          "RDY",        "Call Ready", "SMS Ready",         "SMS DONE",
                                      "PB DONE",       "NO CARRIER", "BUSY",       "NORMAL POWER DOWN", "POWERED DOWN",
                                      "MODEM:STARTUP", "APP RDY",    "SMS READY",  "CALL READY",        "START",
                                      "STK READY"};
constexpr std::string_view beginnings[] = {"UNDER-VOLTAGE", "OVER-VOLTAGE", "DST:", "+CRING"};

// Names that are said unasked only, even while their own command is being answered.
constexpr std::string_view never_asked[] = {"+CMTI", "+CMT", "+CDSI", "+CDS", "+CBMI", "+CBM", "+CRING", "+CIEV"};

constexpr std::string_view with_pdu[] = {"+CMT", "+CDS", "+CBM", "+CMGL", "+CMGR"};

template <std::size_t Size>
bool among(std::string_view what, const std::string_view (&list)[Size]) {
    return std::find(std::begin(list), std::end(list), what) != std::end(list);
}

constexpr bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

constexpr bool begins_name(char c) {
    return std::string_view("+^*#$%!").find(c) != std::string_view::npos;
}

// +CREG: <stat>[,"lac","ci"] comes unasked, +CREG: <n>,<stat>[,...] is the answer.
bool is_registration_news(std::string_view line, std::string_view name) {
    if (name != "+CREG" && name != "+CGREG" && name != "+CEREG" && name != "+C5GREG") return false;
    const std::size_t comma = line.find(',');
    if (comma == std::string_view::npos) return true;
    const std::size_t second = line.find_first_not_of(' ', comma + 1);
    return second != std::string_view::npos && line[second] == '"';
}

}  // namespace

std::string_view name_of(std::string_view line) {
    if (line.size() < 2 || !begins_name(line[0]) || (line[1] | 0x20) < 'a' || (line[1] | 0x20) > 'z') return {};
    std::size_t end = 2;
    while (end < line.size() && is_name_character(line[end])) ++end;
    return end < line.size() && line[end] == ':' ? line.substr(0, end) : std::string_view{};
}

bool asks_for(std::string_view command, std::string_view name) {
    for (std::size_t at = command.find(name); !name.empty() && at != std::string_view::npos; at = command.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if (end == command.size() || !is_name_character(command[end])) return true;
    }
    return false;
}

bool is_unsolicited(std::string_view line, std::string_view command) {
    const std::string_view name = name_of(line);
    if (among(line, words)) return true;
    if (std::any_of(std::begin(beginnings), std::end(beginnings), [&](std::string_view b) { return line.starts_with(b); }))
        return true;
    if (command.empty()) return true;
    if (name.empty()) return false;
    if (among(name, never_asked)) return true;
    // The answer to AT+CUSD=1,... is no answer but the network's word, before or behind the OK.
    if (name == "+CUSD")
        return command.find("+CUSD?") == std::string_view::npos && command.find("+CUSD=?") == std::string_view::npos;
    if (asks_for(command, name)) return is_registration_news(line, name);
    // An answer bears its command's name; ATI and AT&V print names of the standard's that nobody asked for.
    return name[0] != '+' || !(command.starts_with("ATI") || command.starts_with("AT&"));
}

std::optional<std::size_t> announced_pdu(std::string_view line) {
    if (!among(name_of(line), with_pdu)) return std::nullopt;
    const std::size_t from = line.find_last_of(",: ") + 1;
    std::size_t length = 0;
    const auto [end, fault] = std::from_chars(line.data() + from, line.data() + line.size(), length);
    if (fault != std::errc{} || end != line.data() + line.size() || length == 0) return std::nullopt;
    return length;
}

bool is_hex(std::string_view line) {
    return !line.empty() && std::all_of(line.begin(), line.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    });
}

bool is_open_ussd(std::string_view line) {
    if (name_of(line) != "+CUSD") return false;
    const auto quotes = std::count(line.begin(), line.end(), '"');
    if (quotes == 0) return false;
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    if (line.back() == '"') return quotes % 2 != 0;
    const std::size_t last = line.rfind('"');
    std::string_view rest = line.substr(last + 1);  // ,15
    if (quotes < 2 || rest[0] != ',') return true;
    rest.remove_prefix(1);
    return !std::all_of(rest.begin(), rest.end(), [](char c) { return (c >= '0' && c <= '9') || c == ' '; });
}

}  // namespace hermod::wire::at
