#include "wire/smpp/field_reader.hpp"

namespace hermod::wire::smpp {

bool field_reader::fail(errc code, const char* name, command_status status) {
    error_ = {code, name, static_cast<std::uint32_t>(offset()), status};
    return false;
}

bool field_reader::fail_string(const field_spec& f, std::size_t left) {
    if (left == 0) return fail(errc::truncated, f.name, command_status::esme_rinvcmdlen);
    return fail(left < string_limit ? errc::no_terminator : errc::string_too_long, f.name, f.fault);
}

// Takes whole TLVs; up to 3 octets behind them are padding. Some peers leave one octet of short_message out of sm_length
// (cloudhopper-smpp issue 64), so when the stream does not fit, it is tried once more behind a NUL.
bool field_reader::read_tlvs(tlv_view& value) {
    const octets rest(at_, end_);
    const std::size_t whole = whole_tlvs(rest);
    const std::size_t trailing = rest.size() - whole;
    if (trailing != 0 && counted_ && rest.size() > 4 && rest[0] == 0 && whole_tlvs(rest.subspan(1)) == rest.size() - 1) {
        odd_.set(oddity::uncounted_octet);
        value = tlv_view(rest.subspan(1));
        at_ = end_;
        return true;
    }
    if (trailing >= 4) {
        at_ += whole;
        return fail(errc::bad_tlv_stream, name(tlv_tag{load_u16(at_)}).data(), command_status::esme_rinvtlvstream);
    }
    if (trailing != 0) odd_.set(oddity::trailing_octets);
    value = tlv_view(rest.first(whole));
    at_ = end_;
    return true;
}

}  // namespace hermod::wire::smpp
