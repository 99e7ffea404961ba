#include "wire/cimd2/packet.hpp"

#include "wire/cimd2/digits.hpp"
#include "wire/cimd2/octet_text.hpp"

namespace hermod::wire::cimd2 {
namespace {

codec_error fault(errc code, const char* field, std::size_t offset) {
    return {code, field, static_cast<std::uint32_t>(offset)};
}

// What stands between the last TAB and ETX, held against the octets before it.
codec_result<bool> check_trailer(octet_view frame, std::size_t last_tab, checksum_rule rule) {
    const octet_view trailer = frame.substr(last_tab + 1, frame.size() - last_tab - 2);
    if (trailer.empty()) {
        if (rule == checksum_rule::required) return fault(errc::missing_checksum, "checksum", last_tab + 1);
        return false;
    }
    const int high = trailer.size() == 2 ? hex_digit(trailer[0]) : -1, low = trailer.size() == 2 ? hex_digit(trailer[1]) : -1;
    if (high < 0 || low < 0) return fault(errc::bad_trailer, "checksum", last_tab + 1);
    if (rule != checksum_rule::ignored && checksum_of(frame.substr(0, last_tab + 1)) != high * 16 + low)
        return fault(errc::wrong_checksum, "checksum", last_tab + 1);
    return true;
}

}  // namespace

std::uint8_t checksum_of(octet_view octets) {
    unsigned sum = 0;
    for (std::size_t at = 0; at < octets.size(); ++at) sum += octet_at(octets, at);
    return static_cast<std::uint8_t>(sum);
}

codec_result<header> read_header(octet_view frame) {
    if (frame.size() < 2 || frame.front() != stx || frame.back() != etx) return fault(errc::no_delimiters, "header", 0);
    if (frame.size() < 4 || !is_digit(frame[1]) || !is_digit(frame[2])) return fault(errc::bad_operation, "header", 1);
    int number = -1;
    if (frame.size() > 7 && frame[3] == ':' && is_digit(frame[4]) && is_digit(frame[5]) && is_digit(frame[6]))
        number = (frame[4] - '0') * 100 + (frame[5] - '0') * 10 + (frame[6] - '0');
    if (number < 0 || number > 255) return fault(errc::bad_packet_number, "header", 3);
    if (frame[7] != tab) return fault(errc::no_tab, "header", 7);
    const int code = (frame[1] - '0') * 10 + (frame[2] - '0');
    return header{static_cast<operation>(code), static_cast<std::uint8_t>(number)};
}

codec_result<packet> read_packet(octet_view frame, checksum_rule rule) {
    const auto head = read_header(frame);
    if (!head) return head.error();
    const std::size_t last_tab = frame.rfind(tab);  // at the latest the header's
    const auto has_checksum = check_trailer(frame, last_tab, rule);
    if (!has_checksum) return has_checksum.error();
    const parameters given(frame.substr(header_length, last_tab + 1 - header_length));
    if (const auto at = given.first_fault()) return fault(errc::bad_parameter, "parameter", header_length + *at);
    return packet{*head, given, *has_checksum};
}

void renumber(std::string& frame, std::uint8_t number) {
    for (std::size_t at = 6; at >= 4; --at, number = static_cast<std::uint8_t>(number / 10))
        frame[at] = static_cast<char>('0' + number % 10);
    const std::size_t trailer = frame.rfind(tab) + 1;
    if (trailer + 1 == frame.size()) return;
    const auto sum = static_cast<char>(checksum_of(octet_view(frame).substr(0, trailer)));
    frame.replace(trailer, 2, to_hex({&sum, 1}));
}

}  // namespace hermod::wire::cimd2
