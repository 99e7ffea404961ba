#include "simulate/modem/text_mode.hpp"

#include "wire/tpdu/user_data.hpp"

namespace hermod::simulate::modem {

using namespace wire::tpdu;

namespace {

void append_two(std::string& out, unsigned value) {
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

std::string numbers(std::initializer_list<unsigned> values) {
    std::string out;
    for (const unsigned value : values) out += ',' + std::to_string(value);
    return out;
}

unsigned first_octet_of(const sms_submit& pdu) {
    return 1u | (pdu.tp_rd ? 4u : 0) | static_cast<unsigned>(pdu.tp_vp.format) << 3 | (pdu.tp_srr ? 0x20u : 0) |
           (pdu.tp_udhi ? 0x40u : 0) | (pdu.tp_rp ? 0x80u : 0);
}
unsigned first_octet_of(const sms_deliver& pdu) {
    return (pdu.tp_mms ? 4u : 0) | (pdu.tp_sri ? 0x20u : 0) | (pdu.tp_udhi ? 0x40u : 0) | (pdu.tp_rp ? 0x80u : 0);
}

}  // namespace

std::optional<sms_submit> submit_of(std::string_view number, std::string_view body, const text_settings& how, character_set set,
                                    std::vector<std::uint8_t>& buffer) {
    const auto to = parse_address(number);
    if (!to || to->empty()) return std::nullopt;
    sms_submit out;
    out.tp_da = *to;
    out.tp_rd = (how.first_octet & 4) != 0;
    out.tp_srr = (how.first_octet & 0x20) != 0;
    out.tp_udhi = (how.first_octet & 0x40) != 0;
    out.tp_rp = (how.first_octet & 0x80) != 0;
    if ((how.first_octet >> 3 & 3) == static_cast<unsigned>(validity_format::relative)) {
        out.tp_vp.format = validity_format::relative;
        out.tp_vp.relative = static_cast<std::uint8_t>(how.validity);
    }
    out.tp_pid = static_cast<std::uint8_t>(how.protocol);
    out.tp_dcs = static_cast<std::uint8_t>(how.coding);
    const bool septets = counts_septets(out.tp_dcs);
    if (septets && !out.tp_udhi) {
        const auto text = septets_in(set, body);
        if (!text) return std::nullopt;
        const auto ud = put_together(buffer, text::encoding::gsm7, {}, *text);
        if (!ud) return std::nullopt;
        out.tp_ud = *ud;
        return out;
    }
    const auto octets = from_hex(body);
    if (!octets || octets->size() > max_user_data) return std::nullopt;
    buffer.assign(octets->begin(), octets->end());
    out.tp_ud = {static_cast<std::uint8_t>(septets ? buffer.size() * 8 / 7 : buffer.size()), buffer};
    return out;
}

std::string time_text(const timestamp& time) {
    std::string out = "\"";
    append_two(out, time.year);
    append_two(out += '/', time.month);
    append_two(out += '/', time.day);
    append_two(out += ',', time.hour);
    append_two(out += ':', time.minute);
    append_two(out += ':', time.second);
    const int zone = time.zone.value_or(0);
    out += zone < 0 ? '-' : '+';
    append_two(out, static_cast<unsigned>(zone < 0 ? -zone : zone));
    return out += '"';
}

std::string quoted(std::string_view utf8, character_set set) {
    return '"' + write_in(set, utf8) + '"';
}

unsigned type_of(const address& of) {
    return 0x80u | static_cast<unsigned>(of.type()) << 4 | static_cast<unsigned>(of.plan());
}

std::string body_text(const user_data& ud, std::uint8_t dcs, bool udhi, character_set set) {
    const auto apart = take_apart(ud, dcs, udhi);
    if (!udhi && counts_septets(dcs) && apart) {
        if (set == character_set::gsm) return apart->payload;
        if (set == character_set::hex) return to_hex(apart->payload);
        return write_in(set, text_of(*apart));
    }
    return to_hex(std::string(ud.raw.begin(), ud.raw.end()));
}

shown show_deliver(const sms_deliver& pdu, std::string_view status, character_set set, bool headers) {
    shown out;
    out.header = quoted(status, character_set::ira) + ',' + quoted(text_of(pdu.tp_oa), set) + ",," + time_text(pdu.tp_scts);
    if (headers)
        out.header += numbers({type_of(pdu.tp_oa), first_octet_of(pdu), pdu.tp_pid, pdu.tp_dcs}) + ",," + "145," +
                      std::to_string(pdu.tp_ud.length);
    out.body = body_text(pdu.tp_ud, pdu.tp_dcs, pdu.tp_udhi, set);
    return out;
}

shown show_submit(const sms_submit& pdu, std::string_view status, character_set set, bool headers) {
    shown out;
    out.header = quoted(status, character_set::ira) + ',' + quoted(text_of(pdu.tp_da), set) + ',';
    if (headers)
        out.header += numbers({type_of(pdu.tp_da), first_octet_of(pdu), pdu.tp_pid, pdu.tp_dcs, pdu.tp_vp.relative}) + ",,145," +
                      std::to_string(pdu.tp_ud.length);
    out.body = body_text(pdu.tp_ud, pdu.tp_dcs, pdu.tp_udhi, set);
    return out;
}

shown show_report(const sms_status_report& pdu, std::string_view status, character_set set) {
    shown out;
    if (!status.empty()) out.header = quoted(status, character_set::ira) + ',';
    out.header += "6," + std::to_string(pdu.tp_mr) + ',' + quoted(text_of(pdu.tp_ra), set) + ',' +
                  std::to_string(type_of(pdu.tp_ra)) + ',' + time_text(pdu.tp_scts) + ',' + time_text(pdu.tp_dt) + ',' +
                  std::to_string(pdu.tp_st);
    return out;
}

}  // namespace hermod::simulate::modem
