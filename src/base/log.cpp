#include "base/log.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace hermod {
namespace {

constexpr std::size_t longest_value = 4096;  // octets of one field; the rest is cut

constexpr std::string_view level_names[] = {"trace", "debug", "info", "warning", "error", "off"};

class stderr_sink final : public log_sink {
public:
    void write(log_level, std::string_view fields) noexcept override {
        std::fprintf(stderr, "{%.*s}\n", static_cast<int>(fields.size()), fields.data());
    }
};

std::atomic<log_sink*> installed{nullptr};

std::string& thread_buffer() {
    thread_local std::string buffer;
    return buffer;
}

log_sink& sink() {
    static stderr_sink fallback;
    log_sink* mine = installed.load(std::memory_order_acquire);
    return mine ? *mine : fallback;
}

// Length of the UTF-8 sequence at text[at]; 0 when it is none (overlong, surrogate, cut, above U+10FFFF).
std::size_t sequence_length(std::string_view text, std::size_t at, char32_t& code) {
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned first = octet(0);
    const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > text.size()) return 0;
    code = first & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(i) & 0xc0) != 0x80) return 0;
        code = (code << 6) | (octet(i) & 0x3fu);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    return overlong || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? 0 : length;
}

// C1 controls, line and paragraph separators, everything that turns the reading direction or is invisible.
bool must_hide(char32_t c) {
    return (c >= 0x80 && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb);
}

void append_u(std::string& out, char32_t code) {
    constexpr char hex[] = "0123456789abcdef";
    const char escape[] = {'\\', 'u', hex[(code >> 12) & 15], hex[(code >> 8) & 15], hex[(code >> 4) & 15], hex[code & 15]};
    out.append(escape, sizeof escape);
}

void append_ascii(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
                append_u(out, static_cast<unsigned char>(c));
            else
                out += c;
    }
}

bool stands_as_it_is(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f && c != '"' && c != '\\';
}

}  // namespace

namespace detail {
std::atomic<std::uint32_t> log_state{static_cast<std::uint32_t>(log_level::info)};
}

void set_log_switches(log_switches s) {
    detail::log_state.store(static_cast<std::uint32_t>(s.level) | (s.access ? 1u << 8 : 0u) | (s.pdus ? 1u << 9 : 0u) |
                                (s.mask_numbers ? 1u << 10 : 0u),
                            std::memory_order_relaxed);
}

void set_log_sink(log_sink* sink) {
    installed.store(sink, std::memory_order_release);
}

std::string masked(std::string_view number) {
    const std::size_t plus = number.starts_with('+') ? 1 : 0;
    if (number.size() - plus < 7 || number.find_first_not_of("0123456789", plus) != std::string_view::npos)
        return std::string(number);
    std::string out(number);
    for (std::size_t i = plus + 4; i + 2 < out.size(); ++i) out[i] = '*';
    return out;
}

void append_percent(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t plain = at;
        while (plain < text.size() && stands_as_it_is(text[plain])) ++plain;
        out.append(text, at, plain - at);
        if ((at = plain) == text.size()) return;
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            append_ascii(out, text[at++]);
            continue;
        }
        char32_t code = 0;
        const auto length = sequence_length(text, at, code);
        if (length == 0)
            append_u(out, 0xfffd);
        else if (must_hide(code))
            append_u(out, code);
        else
            out.append(text, at, length);
        at += length == 0 ? 1 : length;
    }
}

void log_line::open(std::string_view event, std::string_view category) {
    std::string& out = thread_buffer();
    start_ = out.size();
    out += "\"level\":\"";
    out += level_names[static_cast<std::size_t>(level_)];
    if (!category.empty()) (out += "\",\"log\":\"") += category;
    ((out += "\",\"event\":\"") += event) += '"';
}

void log_line::append_key(std::string_view key) {
    ((thread_buffer() += ",\"") += key) += "\":";
}

void log_line::append_text(std::string_view key, std::string_view value) {
    append_key(key);
    std::string& out = thread_buffer();
    out += '"';
    if (value.size() <= longest_value) {
        append_percent(out, value);
    } else {
        std::size_t end = longest_value;
        while (end > longest_value - 4 && (static_cast<unsigned char>(value[end]) & 0xc0) == 0x80)
            --end;  // not within a character
        append_percent(out, value.substr(0, end));
        out += "...";
    }
    out += '"';
}

void log_line::append_bare(std::string_view key, std::string_view value) {
    append_key(key);
    thread_buffer() += value;
}

void log_line::append_integer(std::string_view key, std::int64_t value) {
    char digits[24];
    append_bare(key, {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
}

void log_line::append_natural(std::string_view key, std::uint64_t value) {
    char digits[24];
    append_bare(key, {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
}

void log_line::append_fraction(std::string_view key, double value) {
    if (!std::isfinite(value)) return append_bare(key, "null");  // JSON has no word for it
    char digits[40];
    append_bare(key, {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
}

void log_line::append_number(std::string_view key, std::string_view value) {
    const bool mask = (detail::log_state.load(std::memory_order_relaxed) >> 10) & 1;
    if (mask)
        append_text(key, masked(value));
    else
        append_text(key, value);
}

void log_line::emit() noexcept {
    std::string& out = thread_buffer();
    sink().write(level_, std::string_view(out).substr(start_));
    out.resize(start_);
}

}  // namespace hermod
