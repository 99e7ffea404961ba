#include "connectors/http/escape.hpp"

#include "base/log.hpp"
#include "net/http_characters.hpp"
#include "xml/writer.hpp"

namespace hermod::connectors::http {

namespace {

constexpr std::string_view upper_digits = "0123456789ABCDEF", lower_digits = "0123456789abcdef";

bool unreserved(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_percent(std::string& out, std::string_view value, bool plus) {
    for (const char c : value) {
        const auto octet = static_cast<unsigned char>(c);
        if (unreserved(c))
            out += c;
        else if (plus && c == ' ')
            out += '+';
        else
            out.append(1, '%').append(1, upper_digits[octet >> 4]).append(1, upper_digits[octet & 15]);
    }
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

bool append_value(std::string& out, standing where, std::string_view value) {
    switch (where) {
        case standing::url:
            append_percent(out, value, false);
            return true;
        case standing::form:
            append_percent(out, value, true);
            return true;
        case standing::json:
            append_escaped(out, value);
            return true;
        case standing::xml:
            xml::append_attribute_value(out, value);
            return true;
        case standing::header:
            if (!net::is_field_value(value)) return false;
            out += value;
            return true;
        case standing::raw:
            out += value;
            return true;
    }
    return false;
}

void append_hex(std::string& out, std::string_view octets) {
    for (const char c : octets) {
        const auto octet = static_cast<unsigned char>(c);
        out.append(1, lower_digits[octet >> 4]).append(1, lower_digits[octet & 15]);
    }
}

bool read_hex(std::string_view digits, std::string& out) {
    if (digits.size() % 2 != 0) return false;
    std::string read;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = digit_of(digits[i]), low = digit_of(digits[i + 1]);
        if (high < 0 || low < 0) return false;
        read += static_cast<char>(high * 16 + low);
    }
    out = std::move(read);
    return true;
}

}  // namespace hermod::connectors::http
