#include "wire/madapi/request_writer.hpp"

#include <utility>

#include "base/json_text.hpp"
#include "text/utf.hpp"

namespace hermod::wire::madapi {
namespace {

bool is_unreserved(char c) {  // RFC 3986 section 2.3
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

void append_segment(std::string& out, std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : value) {
        if (is_unreserved(c))
            out += c;
        else
            out.append(1, '%').append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[c & 15]);
    }
}

std::size_t characters(std::string_view utf8) {
    std::size_t count = 0;
    for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

}  // namespace

void request_writer::fail(const codec_error& what) {
    if (!wrong_) wrong_ = what;
}

void request_writer::check(const char* name, std::string_view value, bool required) {
    if (required && value.empty()) return fail({errc::missing_member, name});
    if (const auto at = text::first_utf8_fault(value)) fail({errc::not_utf8, name, *at});
}

request_writer& request_writer::segment(const char* field, std::string_view value) {
    check(field, value, true);
    // They would name other folders, and encoding does not change that.
    if (value == "." || value == "..") fail({errc::bad_value, field});
    request_.path += '/';
    append_segment(request_.path, value);
    return *this;
}

request_writer& request_writer::literal(std::string_view path) {
    request_.path += path;
    return *this;
}

request_writer& request_writer::query(std::string_view name, std::uint32_t value) {
    if (value != 0) request_.path.append("?").append(name).append("=").append(std::to_string(value));
    return *this;
}

void request_writer::member(const char* name) {
    request_.body += request_.body.empty() ? "{\"" : ",\"";
    request_.body += name;
    request_.body += "\":";
}

request_writer& request_writer::text(const char* name, std::string_view value) {
    check(name, value, false);
    member(name);
    append_json_text(request_.body, value);
    return *this;
}

request_writer& request_writer::required(const char* name, std::string_view value) {
    check(name, value, true);
    return text(name, value);
}

request_writer& request_writer::optional(const char* name, std::string_view value) {
    return value.empty() ? *this : text(name, value);
}

request_writer& request_writer::limited(const char* name, std::string_view value, std::size_t most_characters) {
    if (characters(value) > most_characters) fail({errc::too_long, name, most_characters});
    return required(name, value);
}

request_writer& request_writer::list(const char* name, const std::vector<std::string>& values) {
    if (values.empty()) fail({errc::missing_member, name});
    member(name);
    request_.body += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        check(name, values[i], true);
        if (i > 0) request_.body += ',';
        append_json_text(request_.body, values[i]);
    }
    request_.body += ']';
    return *this;
}

request_writer& request_writer::flag(const char* name, bool value) {
    member(name);
    request_.body += value ? "true" : "false";
    return *this;
}

request_writer& request_writer::at_most(const char* name, std::size_t count, std::size_t most) {
    if (count > most) fail({errc::too_many, name});
    return *this;
}

checked<http_request> request_writer::done() {
    if (wrong_) return *wrong_;
    if (!request_.body.empty()) request_.body += '}';
    return std::move(request_);
}

}  // namespace hermod::wire::madapi
