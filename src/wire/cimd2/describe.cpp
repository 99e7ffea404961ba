#include "wire/cimd2/describe.hpp"

#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/rules.hpp"

namespace hermod::wire::cimd2 {
namespace {

constexpr std::string_view escaped_mark = "\\x22";

std::string padded(unsigned value, std::size_t width) {
    const std::string digits = std::to_string(value);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

std::string_view words_of(parameter id, std::int32_t value) {
    if (id == parameter::status_code) return status_code_words(value);
    if (id == parameter::status_error_code) return status_error_words(value);
    if (id == parameter::error_code) return error_code_words(value);
    return {};
}

// Of escaped text; a quotation mark inside is escaped like the rest.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"')
            out += escaped_mark;
        else
            out += c;
    }
    return out + '"';
}

std::string shown(const given& each, const describe_options& options) {
    if (each.id == parameter::password && !options.show_password) return "***";
    if (each.id == parameter::user_data) return quoted(escaped_utf8(read_user_data(each.value, options.form).utf8));
    const parameter_row* row = find_parameter(each.id);
    std::string out = escaped(each.value);
    if (!row || row->type == kind::string) return quoted(out);
    const auto number = row->type == kind::integer ? integer_of(each.value) : std::nullopt;
    const std::string_view words = number ? words_of(each.id, *number) : std::string_view{};
    if (!words.empty()) out.append(" (").append(words).append(")");
    return out;
}

void append_parameters(std::string& out, const parameters& all, const describe_options& options) {
    for (const given& each : all) {
        const parameter_row* row = find_parameter(each.id);
        out += ' ';
        out += row ? std::string(row->name) : padded(static_cast<unsigned>(each.id), 3);
        out += '=' + shown(each, options);
    }
}

// What stands behind the last TAB: a checksum, or nothing.
void append_trailer(std::string& out, octet_view frame) {
    const octet_view trailer = frame.substr(frame.rfind(tab) + 1);
    if (trailer.size() == 3 && hex_digit(trailer[0]) >= 0 && hex_digit(trailer[1]) >= 0)
        out.append(" checksum=").append(trailer.substr(0, 2));
}

void append_oddities(std::string& out, const oddities& odd) {
    for (std::size_t i = 0; i < oddity_count; ++i) {
        const auto what = static_cast<oddity>(i);
        if (odd.has(what)) out.append("; odd: ").append(words(what));
    }
}

}  // namespace

std::string to_text(const codec_error& fault) {
    return std::string(fault.field) + " at octet " + std::to_string(fault.offset) + ": " + text(fault.code);
}

std::string describe(octet_view frame, describe_options options) {
    const auto head = read_header(frame);
    if (!head) return "unreadable, " + std::to_string(frame.size()) + " octets; fault: " + to_text(head.error());
    std::string out =
        std::string(name(head->code)) + ' ' + padded(static_cast<unsigned>(head->code), 2) + ':' + padded(head->number, 3);
    // Up to the last TAB; what is not well formed is not shown, it may be half a password.
    append_parameters(out, parameters(frame.substr(header_length, frame.rfind(tab) + 1 - header_length)), options);
    append_trailer(out, frame);
    const auto read = decode(frame);
    if (read)
        append_oddities(out, read->odd);
    else
        out.append("; fault: ").append(to_text(read.error()));
    return out;
}

}  // namespace hermod::wire::cimd2
