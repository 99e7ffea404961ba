// Arbitrary PDUs into the door's translation: it never crashes, and a submission that it makes has a recipient of digits, a
// body that is UTF-8 unless it is binary, a header that its parser takes, and TLVs that can be read and are bounded.
#include <algorithm>
#include <array>

#include "smpp_door.hpp"
#include "text/udh.hpp"
#include "text/utf.hpp"
#include "wire/smpp/decode.hpp"
#include "wire/smpp/encode.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::smpp;

const wall_time now = from_micros(1'795'446'000'000'000);

const std::array<door_account, 3>& accounts() {
    static const std::array<door_account, 3> all = [] {
        std::array<door_account, 3> out;
        out[1].quirks.packed_gsm7 = out[1].quirks.ucs2_little_endian = out[1].quirks.unknown_ton_is_international = true;
        out[1].senders = {"Shop", "+4477*"};
        out[2].quirks.dcs0_is_utf8 = out[2].quirks.dcs1_is_gsm7 = true;
        return out;
    }();
    return all;
}

void look_at(const read_submission_result& made) {
    require(made.good.has_value() == (made.wrong == wire::smpp::command_status::esme_rok));
    if (!made.good) return;
    const door_submission& s = *made.good;
    require(s.to.size() > 1 && s.to[0] == '+');
    require(std::all_of(s.to.begin() + 1, s.to.end(), [](char c) { return c >= '0' && c <= '9'; }));
    if (s.coding != encoding::binary) require(text::is_utf8(s.body));
    if (!s.udh.empty()) {
        const auto header = text::parse_udh(s.udh);
        require(header.has_value() && header->octets() == s.udh);
    }
    if (s.validity) require(s.validity->count() > 0);
    require(s.not_before == wall_time{} || s.not_before > now);
    if (s.extras) {
        require(s.extras->tlvs.size() <= 4096);
        const wire::smpp::tlv_view own({reinterpret_cast<const std::uint8_t*>(s.extras->tlvs.data()), s.extras->tlvs.size()});
        std::size_t octets = 0;
        for (const wire::smpp::tlv one : own) octets += 4 + one.value.size();
        require(octets == s.extras->tlvs.size());
    }
    const submission seen = s.view(account_id{7});
    require(seen.body == s.body && seen.udh == s.udh);
}

void try_any(const auto& pdu) {
    for (const door_account& who : accounts()) look_at(read_submission(pdu, who, now));
}

}  // namespace

void try_submission(const wire::smpp::submit_sm& pdu) {
    try_any(pdu);
}
void try_submission(const wire::smpp::data_sm& pdu) {
    try_any(pdu);
}
void try_submission(const wire::smpp::submit_multi& pdu) {
    int left = 8;
    for (const wire::smpp::destination to : pdu.destinations) {
        if (--left < 0) break;
        try_any(one_of(pdu, to));
    }
}

// In the place of a plain text, of octets with a header, and of one whose label is odd.
void try_replacement(const wire::smpp::replace_sm& pdu) {
    static const std::array<message, 3> old = [] {
        std::array<message, 3> out;
        for (message& m : out) m.to = "+447700900123", m.from = "Shop";
        out[1].coding = encoding::binary;
        out[1].udh = std::string("\x05\x00\x03\x01\x02\x01", 6);
        out[2].coding = encoding::ucs2;
        out[2].data_coding = 0x18;
        return out;
    }();
    const replacement with(pdu);
    for (const message& m : old) {
        const auto made = read_replacement(with, m, accounts()[0], now);
        look_at(made);
        if (made.good) require(made.good->to == m.to && made.good->from == m.from);
    }
}

void try_as_frames(wire::smpp::octets input) {
    using namespace wire::smpp;
    std::vector<std::uint8_t> frame(header_length);
    frame.insert(frame.end(), input.begin(),
                 input.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(input.size(), 4096)));
    const auto with = [&](command_id id) {
        std::vector<std::uint8_t> head;
        encode_header(head, id, command_status::esme_rok, 1);
        std::copy(head.begin(), head.end(), frame.begin());
        for (std::size_t i = 0; i < 4; ++i) frame[i] = static_cast<std::uint8_t>(frame.size() >> (24 - 8 * i));
    };
    with(submit_sm::id);
    if (const auto read = decode_as<submit_sm>(frame)) try_submission(read->pdu);
    with(data_sm::id);
    if (const auto read = decode_as<data_sm>(frame)) try_submission(read->pdu);
    with(submit_multi::id);
    if (const auto read = decode_as<submit_multi>(frame)) try_submission(read->pdu);
    with(replace_sm::id);
    if (const auto read = decode_as<replace_sm>(frame)) try_replacement(read->pdu);
}
