// Any octets as a TPDU from either side: decoding never reads outside; what decodes is written, and what was written decodes to
// the same. A TPDU without oddities is written as it stood. The same octets as PDU mode and as hex text: a TPDU that is found
// lies inside.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "wire/tpdu/describe.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/hex_text.hpp"
#include "wire/tpdu/pdu_mode.hpp"

using namespace hermod::wire::tpdu;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void take_texts_apart(const pdu_variant& pdu) {
    const auto apart = [](const user_data& value, std::uint8_t dcs, bool udhi) {
        const auto got = take_apart(value, dcs, udhi);
        require(got.has_value() || got.error().offset <= value.raw.size());
        if (got) (void)text_of(*got);
    };
    if (const auto* deliver = std::get_if<sms_deliver>(&pdu)) apart(deliver->tp_ud, deliver->tp_dcs, deliver->tp_udhi);
    if (const auto* submit = std::get_if<sms_submit>(&pdu)) apart(submit->tp_ud, submit->tp_dcs, submit->tp_udhi);
}

void check(octets tpdu, origin from, carrier by) {
    const description shown = describe(tpdu, from, by);
    require(!to_text(shown).empty());
    const auto read = decode(tpdu, from, by);
    require(read.has_error() == shown.fault.has_value());
    if (!read) {
        require(read.error().offset <= tpdu.size());
        return;
    }
    take_texts_apart(read->pdu);
    std::vector<std::uint8_t> first;
    if (encode(first, read->pdu).has_error()) {
        require(read->odd.has(oddity::long_user_data) || tpdu.size() > max_tpdu);
        return;
    }
    require(!read->odd.none() || std::equal(first.begin(), first.end(), tpdu.begin(), tpdu.end()));
    const auto again = decode(first, from, by);
    require(again.has_value() && again->pdu == read->pdu);
}

void check_pdu_mode(octets all) {
    for (const std::size_t announced : {std::size_t{0}, all.size(), all.size() / 2, all.size() + 1}) {
        const auto got = read_pdu_mode(all, announced);
        require(got.has_error() ||
                (got->tpdu.data() >= all.data() && got->tpdu.data() + got->tpdu.size() == all.data() + all.size()));
    }
    const auto alone = read_pdu_mode(all);
    if (!alone || alone->odd.has(oddity::smsc_without_number)) return;
    const auto written = write_pdu_mode(alone->tpdu, alone->smsc);
    require(written.has_value() && written->length == alone->tpdu.size());
    std::vector<std::uint8_t> again;
    require(from_hex(written->hex, again)->none());
    const auto back = read_pdu_mode(again);
    // An address without digits has no type either.
    require(back.has_value() && (back->smsc == alone->smsc || alone->smsc.empty()) && back->tpdu.size() == alone->tpdu.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[size]);  // an allocation of exactly this size
    std::copy(data, data + size, copy.get());
    const octets all(copy.get(), size);
    for (const origin from : {origin::network, origin::mobile}) {
        for (const carrier by : {carrier::ack, carrier::error}) check(all, from, by);
    }
    check_pdu_mode(all);
    std::vector<std::uint8_t> out;
    const auto hex = from_hex({reinterpret_cast<const char*>(data), size}, out);
    require(hex.has_value() ? out.size() <= size / 2 : out.empty() && hex.error().offset <= size);
    return 0;
}
