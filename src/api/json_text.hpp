// JSON written by hand into one growing string: what the hot answers need, nothing more. Text may be any octets:
// base/json_text.hpp.
#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/json_text.hpp"

namespace hermod::api {

void append_base64(std::string& out, std::string_view octets);  // with its quotes

template <std::integral Number>
void append_number(std::string& out, Number number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

// The members of one object, commas and all. Names are ours: plain ASCII that needs no escape.
class object_writer {
public:
    explicit object_writer(std::string& out) : out_(out) { out_ += '{'; }
    object_writer(const object_writer&) = delete;
    object_writer& operator=(const object_writer&) = delete;

    // The value is then for the caller to append.
    std::string& name(std::string_view member) {
        out_ += first_ ? '"' : ',';
        if (!first_) out_ += '"';
        first_ = false;
        out_.append(member).append("\":");
        return out_;
    }
    void text(std::string_view member, std::string_view value) { append_json_text(name(member), value); }
    // A text that needs no escape: words and figures of our own.
    void word(std::string_view member, std::string_view value) { name(member).append(1, '"').append(value).append(1, '"'); }
    void text_unless_empty(std::string_view member, std::string_view value) {
        if (!value.empty()) text(member, value);
    }
    void number(std::string_view member, std::integral auto value) { append_number(name(member), value); }
    void flag(std::string_view member, bool value) { name(member) += value ? "true" : "false"; }
    void time(std::string_view member, wall_time value) { name(member).append(1, '"').append(to_rfc3339(value)).append(1, '"'); }
    void end() { out_ += '}'; }

private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace hermod::api
