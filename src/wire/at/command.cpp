#include "wire/at/command.hpp"

#include <algorithm>

#include "wire/at/line_kind.hpp"

namespace hermod::wire::at {
namespace {

bool is_plain(char c) {
    return c >= 0x20 && c < 0x7F;
}

codec_error unsafe_at(std::size_t at) {
    return {errc::unsafe_argument, "argument", static_cast<std::uint32_t>(at)};
}

}  // namespace

void command::separate() {
    line_ += has_parameters_ ? ',' : '=';
    has_parameters_ = true;
}

bool command::safe(std::string_view value, std::string_view forbidden) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (is_plain(value[i]) && forbidden.find(value[i]) == std::string_view::npos) continue;
        if (fault_.code == errc{}) fault_ = unsafe_at(line_.size() + i);
        return false;
    }
    return true;
}

command& command::number(unsigned value) {
    separate();
    line_ += std::to_string(value);
    return *this;
}

command& command::string(std::string_view value) {
    separate();
    line_ += '"';
    if (safe(value, "\"")) line_ += value;
    line_ += '"';
    return *this;
}

command& command::word(std::string_view value) {
    separate();
    if (safe(value, "\",;")) line_ += value;
    return *this;
}

command& command::nothing() {
    separate();
    return *this;
}

codec_result<std::string> command::line() const {
    if (fault_.code != errc{}) return fault_;
    if (line_.size() > max_command) return codec_error{errc::line_too_long, "command", static_cast<std::uint32_t>(max_command)};
    return line_ + '\r';
}

std::string question(std::string_view name) {
    return "AT" + std::string(name) + "?\r";
}
std::string choices(std::string_view name) {
    return "AT" + std::string(name) + "=?\r";
}

codec_result<std::string> whole_line(std::string_view line) {
    const bool begins = line.size() >= 2 && (line[0] | 0x20) == 'a' && (line[1] | 0x20) == 't';
    if (!begins) return codec_error{errc::wrong_answer, "command", 0};
    const auto bad = std::find_if_not(line.begin(), line.end(), is_plain);
    if (bad != line.end()) return unsafe_at(static_cast<std::size_t>(bad - line.begin()));
    if (line.size() > max_command) return codec_error{errc::line_too_long, "command", static_cast<std::uint32_t>(max_command)};
    return std::string(line) + '\r';
}

codec_result<std::string> pdu_text(std::string_view hex) {
    for (std::size_t i = 0; i < hex.size(); ++i) {
        if (!is_hex(hex.substr(i, 1))) return codec_error{errc::not_hex, "pdu", static_cast<std::uint32_t>(i)};
    }
    return std::string(hex) + '\x1A';
}

}  // namespace hermod::wire::at
