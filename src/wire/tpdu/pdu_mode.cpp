#include "wire/tpdu/pdu_mode.hpp"

#include "wire/tpdu/hex_text.hpp"

namespace hermod::wire::tpdu {
namespace {

// Whether a TPDU may begin here: an address where its message has one. TP-MTI 11 begins none.
bool looks_like_tpdu(octets from) {
    const std::size_t at = (from[0] & 3) == 0 ? 1 : 2;  // the address of an SMS-DELIVER comes first, elsewhere TP-MR does
    return (from[0] & 3) != 3 && from.size() > at + 1 && from[at] <= max_digits && (from[at + 1] & 0x80) != 0;
}

// The last `length` octets, when the SMSC part does not lead there.
pdu_mode believe(octets from, std::size_t length) {
    pdu_mode out;
    out.tpdu = from.last(length);
    out.odd.set(length == from.size() ? oddity::smsc_missing : oddity::smsc_short);
    return out;
}

}  // namespace

codec_result<pdu_mode> read_pdu_mode(octets from, std::optional<std::size_t> announced) {
    const auto smsc = read_smsc(from);
    const bool fits = smsc && announced && from.size() - smsc->size == *announced;
    // Some count the SMSC part in the length: then it is there all the same.
    const bool counted = smsc && announced == from.size() && !looks_like_tpdu(from);
    if (!fits && !counted && announced && *announced > 0 && *announced <= from.size()) return believe(from, *announced);
    if (!smsc) return smsc.error();
    pdu_mode out{smsc->value, from.subspan(smsc->size), smsc->odd};
    if (announced && !fits) out.odd.set(oddity::announced_length);
    return out;
}

codec_result<pdu_mode_text> write_pdu_mode(octets tpdu, const address& smsc) {
    const auto written = write_smsc(smsc);
    if (!written) return written.error();
    return pdu_mode_text{to_hex(written->view()) + to_hex(tpdu), tpdu.size()};
}

}  // namespace hermod::wire::tpdu
