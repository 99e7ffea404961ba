// Writes the golden TPDUs with our encoder as a hex dump for text2pcap, each as an exported PDU for Wireshark's GSM SMS dissector
// with the direction that it went, and beside it a table of what tshark must read back: number, name, then one display filter a
// field.
//
//   golden_tpdus DUMP EXPECTED
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "text/udh.hpp"
#include "text/udh_elements.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/golden_test_data.hpp"

namespace tpdu = hermod::wire::tpdu;
namespace text = hermod::text;

namespace {

// The frame of link type 252: tags of two octets, their lengths, their values; tag 0 ends them.
std::vector<std::uint8_t> exported(tpdu::origin from) {
    std::vector<std::uint8_t> out = {0, 12, 0, 8};  // 12: the dissector's name
    for (const char c : std::string("gsm_sms\0", 8)) out.push_back(static_cast<std::uint8_t>(c));
    const std::uint8_t up = from == tpdu::origin::mobile ? 1 : 0;  // 35: the direction, 1 from the mobile
    const std::uint8_t direction[] = {0, 35, 0, 4, 0, 0, 0, up, 0, 0, 0, 0};
    out.insert(out.end(), std::begin(direction), std::end(direction));
    return out;
}

// A visitor over the field lists that collects, as a Wireshark display filter, what must be read back.
class expectation {
public:
    bool bit(const tpdu::field_spec& f, bool value) { return number(lower(f.name), value ? 1 : 0); }
    bool format(const tpdu::field_spec& f, const tpdu::validity_period& value) {
        return number(lower(f.name), static_cast<unsigned>(value.format));
    }
    bool octet(const tpdu::field_spec& f, std::uint8_t value) {
        switch (f.means) {
            case tpdu::meaning::status:  // shown as its bits
                return number("dis_field.st_error", value >> 5 & 3) && number("dis.field_st_reason", value & 31);
            case tpdu::meaning::command_type:
                return number("tp.command_type", value);
            default:
                return number(f.name == std::string("TP-MN") ? "tp.message_number" : lower(f.name), value);
        }
    }
    bool addressed(const tpdu::field_spec& f, const tpdu::address& value) {
        number("dis_field_addr.num_type", static_cast<unsigned>(value.type()));
        number("dis_field_addr.num_plan", static_cast<unsigned>(value.plan()));
        return is(lower(f.name), "\"" + std::string(value.value()) + "\"");
    }
    bool time(const tpdu::field_spec&, const tpdu::timestamp& t) {
        number("scts.year", t.year);
        number("scts.month", t.month);
        number("scts.day", t.day);
        number("scts.hour", t.hour);
        number("scts.minutes", t.minute);
        number("scts.seconds", t.second);
        return number("scts.timezone", static_cast<unsigned>(*t.zone < 0 ? -*t.zone : *t.zone));
    }
    bool validity(const tpdu::field_spec& f, const tpdu::validity_period& value) {
        switch (value.format) {
            case tpdu::validity_format::none:
                return true;
            case tpdu::validity_format::relative:
                return number("vp.validity_period", value.relative);
            case tpdu::validity_format::absolute:
                return time(f, value.absolute);
            case tpdu::validity_format::enhanced:
                break;
        }
        number("vp.single_shot_sm", value.enhanced[0] >> 6 & 1);
        return number("vp.validity_period_format", value.enhanced[0] & 7);
    }
    bool text(const tpdu::field_spec&, std::uint8_t dcs, bool udhi, const tpdu::user_data& value) {
        number("tp.user_data_length", value.length);
        const auto of = tpdu::take_apart(value, dcs, udhi);
        if (const auto header = text::parse_udh(of->header)) in_header(*header);
        const bool shifted = of->header.size() > 0 && !text::shift_of(*text::parse_udh(of->header)).empty();
        // tshark reads national tables in its own way; what it reads is not compared.
        if (of->coding == text::encoding::binary || of->payload.empty() || shifted) return true;
        return is("sms_text", "\"" + tpdu::text_of(*of) + "\"");
    }
    bool data(const tpdu::field_spec&, const tpdu::field_spec&, tpdu::octets value) {
        return number("tp.command_data_length", static_cast<unsigned>(value.size()));
    }
    bool cause(const tpdu::field_spec& f, const std::optional<std::uint8_t>& value) {
        return !value || number(lower(f.name), *value);
    }
    bool indicated(const tpdu::field_spec&, const tpdu::optional_parts& value) {
        return number("tp.pid.present", value.pid.has_value()) && number("tp.dcs.present", value.dcs.has_value()) &&
               number("tp.udl.present", value.ud.has_value());
    }
    bool if_indicated(const tpdu::field_spec& f, const tpdu::optional_parts& value) {
        return value.empty() || indicated(f, value);
    }
    bool announced(bool udhi, const tpdu::optional_parts& value) {
        return cause(tpdu::field::tp_pid, value.pid) && cause(tpdu::field::tp_dcs, value.dcs) &&
               (!value.ud || text(tpdu::field::tp_ud, value.dcs.value_or(0), udhi, *value.ud));
    }

    bool number(const std::string& field, unsigned value) { return is(field, std::to_string(value)); }
    std::string terms;  // one a tab

private:
    void in_header(const text::udh& header) {
        number("dis_field_udh.user_data_header_length", static_cast<unsigned>(header.size() - 1));
        if (const auto part = header.concat()) {
            number("udh.mm.msg_id", part->reference);
            number("udh.mm.msg_parts", part->total);
            number("udh.mm.msg_part", part->sequence);
        }
        if (const auto ports = text::ports_of(header)) {
            number("destination_port", ports->destination);
            number("originator_port", ports->source);
        }
        if (header.find(text::iei_single_shift))
            number("dis_iei_lang.single_shift", static_cast<unsigned>(text::shift_of(header).single));
    }
    static std::string lower(std::string name) {
        for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        return name;
    }
    bool is(const std::string& field, const std::string& value) {
        terms += "\tgsm_sms." + field + " == " + value;
        return true;
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: golden_tpdus DUMP EXPECTED\n");
        return 2;
    }
    std::ofstream dump(argv[1]);
    std::ofstream expected(argv[2]);
    int count = 0;
    for (const auto& e : tpdu::golden::examples()) {
        const auto type = std::visit([](const auto& p) { return p.type; }, e.pdu);
        std::vector<std::uint8_t> out = exported(tpdu::origin_of(type));
        if (tpdu::encode(out, e.pdu).has_error()) {
            std::fprintf(stderr, "cannot encode %s\n", e.name);
            return 1;
        }
        for (std::size_t at = 0; at < out.size(); ++at) {
            char text[32];
            if (at % 16 == 0) {
                std::snprintf(text, sizeof text, "%s%06zx", at == 0 ? "" : "\n", at);
                dump << text;
            }
            std::snprintf(text, sizeof text, " %02x", unsigned{out[at]});
            dump << text;
        }
        dump << "\n";
        expectation e_of;
        e_of.number("tp-mti", tpdu::mti_of(type));
        std::visit([&](const auto& p) { p.fields(e_of, p); }, e.pdu);
        expected << ++count << "\t" << tpdu::name(type) << e_of.terms << "\n";
    }
    return dump.good() && expected.good() ? 0 : 1;
}
