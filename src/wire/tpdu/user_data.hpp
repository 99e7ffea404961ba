// TP-UD as a TPDU has it, and as text/ has it: packed with fill bits here, a header and septets (one an octet) there.
//
// TP-UDL counts septets when TP-DCS says GSM 7-bit and the text is not compressed, otherwise octets; the header counts in it,
// with its fill bits (TS 23.040 sections 9.2.3.16 and 9.2.3.24).
#pragma once

#include <algorithm>
#include <vector>

#include "text/split.hpp"
#include "wire/tpdu/errc.hpp"
#include "wire/tpdu/oddity.hpp"

namespace hermod::wire::tpdu {

inline constexpr std::size_t max_user_data = 140;  // octets
inline constexpr std::uint8_t max_septets = 160;

struct user_data {
    std::uint8_t length = 0;  // TP-UDL: septets or octets, as TP-DCS says
    octets raw{};             // borrowed
    friend bool operator==(const user_data& a, const user_data& b) {
        return a.length == b.length && std::equal(a.raw.begin(), a.raw.end(), b.raw.begin(), b.raw.end());
    }
};

// Whether TP-UDL counts septets.
bool counts_septets(std::uint8_t dcs);
constexpr std::size_t octets_of(std::size_t length, bool septets) {
    return septets ? (length * 7 + 7) / 8 : length;
}

// User data taken apart. The header is borrowed from the TPDU; septets are unpacked, so the payload is owned.
struct content {
    text::encoding coding = text::encoding::gsm7;
    text::octet_view header;  // with its length octet; empty when there is none
    text::octets payload;     // septets one an octet, UTF-16BE, or octets
};
// Faults: bad_header when TP-UDHI is set and there is no header; the offset counts in TP-UD. The specification then wants the
// header ignored: take it apart once more without `udhi`.
codec_result<content> take_apart(const user_data& value, std::uint8_t dcs, bool udhi);

// Puts together what text::split() makes. `buffer` is replaced and then borrowed by the user data.
// Faults: header_too_long; user_data_too_long without a header.
codec_result<user_data> put_together(std::vector<std::uint8_t>& buffer, text::encoding coding, text::octet_view header,
                                     text::octet_view payload);

// The payload in UTF-8 with the national tables that the header names; empty for octets.
std::string text_of(const content& value);

}  // namespace hermod::wire::tpdu
