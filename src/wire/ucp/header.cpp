#include "wire/ucp/header.hpp"

#include <algorithm>

namespace hermod::wire::ucp {
namespace {

// Where each part of the header stands.
constexpr std::size_t trn_at = 1, len_at = 4, type_at = 10, ot_at = 12;

bool are_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

std::uint32_t number(std::string_view digits) {
    std::uint32_t value = 0;
    for (const char c : digits) value = value * 10 + static_cast<std::uint32_t>(c - '0');
    return value;
}

codec_error bad(const char* field, std::size_t at) {
    return {errc::bad_header, field, static_cast<std::uint32_t>(at), error_code::syntax_error};
}

// Each part and the "/" behind it; errc{} when all are as they must be.
codec_error check_parts(std::string_view f) {
    struct part {
        const char* name;
        std::size_t at, size;
    };
    static constexpr part parts[] = {{"TRN", trn_at, 2}, {"LEN", len_at, 5}, {"O/R", type_at, 1}, {"OT", ot_at, 2}};
    for (const part& p : parts) {
        if (f.size() < p.at + p.size + 1 || f[p.at + p.size] != '/') return bad(p.name, p.at);
        if (p.at == type_at ? f[type_at] != 'O' && f[type_at] != 'R' : !are_digits(f.substr(p.at, p.size)))
            return bad(p.name, p.at);
    }
    return {};
}

codec_error check_checksum(std::string_view f) {
    const std::size_t at = f.size() - trailer_length;
    const codec_error wrong{errc::wrong_checksum, "CS", static_cast<std::uint32_t>(at), error_code::checksum_error};
    if (f[at - 1] != '/') return wrong;
    const int high = hex_digit(f[at]), low = hex_digit(f[at + 1]);
    if (high < 0 || low < 0 || high * 16 + low != checksum(f.substr(1, at - 1))) return wrong;
    return {};
}

header parts_of(std::string_view f) {
    return {static_cast<std::uint8_t>(number(f.substr(trn_at, 2))), f[type_at] == 'R',
            static_cast<operation_type>(number(f.substr(ot_at, 2)))};
}

}  // namespace

std::uint8_t checksum(std::string_view behind_stx) {
    unsigned sum = 0;
    for (const char c : behind_stx) sum += static_cast<unsigned char>(c);
    return static_cast<std::uint8_t>(sum & 0xFF);
}

codec_result<header> read_header(std::string_view frame) {
    if (frame.size() < 2 || frame.front() != stx || frame.back() != etx) return codec_error{errc::no_frame, "STX"};
    if (const codec_error e = check_parts(frame.substr(0, frame.size() - 1)); e.code != errc{}) return e;
    if (frame.size() < header_length + trailer_length) {
        return codec_error{errc::wrong_checksum, "CS", header_length, error_code::checksum_error};
    }
    // The checksum first: it covers LEN, so a damaged LEN is damage and not a peer that miscounts.
    if (const codec_error e = check_checksum(frame); e.code != errc{}) return e;
    if (number(frame.substr(len_at, 5)) != frame.size() - 2) {
        return codec_error{errc::wrong_length, "LEN", len_at, error_code::syntax_error};
    }
    return parts_of(frame);
}

std::optional<header> readable_header(std::string_view frame) {
    if (frame.empty() || frame.front() != stx) return std::nullopt;
    const codec_error e = check_parts(frame);
    const bool only_len = e.code != errc{} && e.offset == len_at && frame.size() >= header_length && frame[len_at + 5] == '/' &&
                          (frame[type_at] == 'O' || frame[type_at] == 'R') && frame[type_at + 1] == '/' &&
                          are_digits(frame.substr(ot_at, 2));
    if (e.code != errc{} && !only_len) return std::nullopt;
    return parts_of(frame);
}

bool has_lower_case_checksum(std::string_view frame) {
    const std::string_view digits = frame.substr(frame.size() - trailer_length, 2);
    return std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'a'; });
}

}  // namespace hermod::wire::ucp
