// A message as the input says becomes submits: each is refused in words or can be encoded, and what a centre would make of it
// reads back as the same text. Three octets of choices, then the sender up to a zero octet, then the body.
#include <cstdlib>

#include "connectors/cimd2/incoming.hpp"
#include "connectors/cimd2/outgoing.hpp"
#include "text/split.hpp"
#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/encode.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::cimd2;
namespace wire_cimd2 = wire::cimd2;

void check(bool holds) {
    if (!holds) std::abort();
}

// The handset's view of one part, through the octets of a packet.
handset_message read_back(const wire_cimd2::submit_message& pdu, const dialect& quirks) {
    std::string packet;
    check(wire_cimd2::encode(packet, 1, pdu).has_value());
    const auto read = wire_cimd2::decode_as<wire_cimd2::submit_message>(packet, wire_cimd2::checksum_rule::required);
    check(read.has_value() && read->odd.none());
    wire_cimd2::deliver_message there;
    there.destination_address = read->pdu.destinations.front();
    there.originating_address = "1";
    there.service_centre_timestamp = "261125190923";
    there.data_coding_scheme = read->pdu.data_coding_scheme;
    there.user_data_header = read->pdu.user_data_header;
    there.user_data = read->pdu.user_data;
    there.user_data_binary = read->pdu.user_data_binary;
    return read_incoming(there, quirks);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    translation_options options;
    options.quirks.latin1_link = data[0] & 4;
    options.quirks.no_plus = data[0] & 8;
    options.quirks.converted_sender = data[0] & 16;
    if (data[0] & 32) options.reference = text::reference_width::two_octets;
    if (data[0] & 64) options.validity = validity_form::absolute;
    const auto what = std::make_shared<message>();
    what->coding = static_cast<encoding>(data[0] % 3);
    what->data_coding = data[1];
    what->receipt = data[2] & 1;
    what->concat_ref = static_cast<std::uint16_t>(data[2] * 257);
    what->to = "+46701234567";
    what->expires_at = wall_time{std::chrono::hours(data[2])};
    const auto end = std::min(input.find('\0', 3), input.size());
    what->from = input.substr(3, end - 3);
    what->body = input.substr(std::min(end + 1, input.size()));
    const auto parts = text::count_parts(what->body, {.coding = static_cast<text::encoding>(what->coding)});
    what->parts = parts ? static_cast<std::uint8_t>(*parts) : std::uint8_t{1};

    outgoing translator(options);
    std::string whole;
    for (unsigned part = 1; part <= what->parts; ++part) {
        const auto made = translator.submit(what, static_cast<std::uint8_t>(part), wall_time{std::chrono::hours(100)});
        check((made.pdu != nullptr) == made.refused.empty());
        if (!made.pdu) return 0;
        const handset_message read = read_back(*made.pdu, options.quirks);
        check(read.udh.empty() == (what->parts == 1));
        whole += read.body;
    }
    // A pair that a cut went through stands as two replacements, and octets with the coding of UCS-2 are read as that.
    if (what->coding == encoding::gsm7 || (what->coding == encoding::ucs2 && what->parts == 1 && !what->body.starts_with("\xEF\xBB\xBF")))
        check(whole == what->body);
    return 0;
}
