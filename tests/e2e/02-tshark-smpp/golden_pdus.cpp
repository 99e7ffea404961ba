// Writes the golden PDUs with our encoder as a hex dump for text2pcap, one TCP segment each, and beside it a table of what
// tshark must read back: number, name, then one display filter a field. run.sh asks tshark.
//
//   golden_pdus DUMP EXPECTED EXCUSED
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "wire/smpp/encode.hpp"
#include "wire/smpp/golden_test_data.hpp"

namespace smpp = hermod::wire::smpp;

namespace {

using smpp::tlv_tag;

// TLVs that tshark shows as octets or text, and integers that it calls otherwise than the specification. The other
// integers have the specification's name.
struct shown_as {
    tlv_tag tag;
    const char* field;
};
constexpr shown_as names[] = {
    {tlv_tag::sc_interface_version, "SC_interface_version"},
    {tlv_tag::dest_port, "destination_port"},
    {tlv_tag::source_subaddress, "source_subaddress"},
    {tlv_tag::dest_subaddress, "dest_subaddress"},
    {tlv_tag::message_payload, "message_payload"},
    {tlv_tag::broadcast_content_type_info, "broadcast_content_type.info"},
    {tlv_tag::broadcast_area_identifier, "broadcast_area_identifier"},
    {tlv_tag::broadcast_service_group, "broadcast_service_group"},
    {tlv_tag::billing_identification, "billing_id"},
    {tlv_tag::source_node_id, "source_node_id"},
    {tlv_tag::dest_node_id, "dest_node_id"},
    {tlv_tag::dest_addr_np_information, "dest_addr_np_info"},
    {tlv_tag::dest_addr_np_country, "dest_addr_np_country"},
};

// What tshark's dissector does not do as SMPP 5.0 says: such a value is not compared, its tag and length are. Where it reads
// too little it takes the rest for another TLV and calls the packet malformed: in the golden PDUs such a TLV stands last, and
// run.sh excuses the frame.
struct exception {
    tlv_tag tag;
    std::size_t octets_read;  // 0: all of them
    const char* why;
};
constexpr exception exceptions[] = {
    {tlv_tag::broadcast_rep_num, 1, "read as one octet of the two"},
    {tlv_tag::ms_validity, 1, "read as one octet of the four that 5.0 allows"},
    {tlv_tag::alert_on_message_delivery, 0, "a value of its own, shown as alert_on_message_delivery_type"},
    {tlv_tag::callback_num_pres_ind, 0, "shown as its bits"},
    {tlv_tag::ms_msg_wait_facilities, 0, "shown as its bits"},
};

std::string hex(smpp::octets raw) {
    std::string out;
    for (const std::uint8_t o : raw) {
        char text[4];
        std::snprintf(text, sizeof text, out.empty() ? "%02x" : ":%02x", o);
        out += text;
    }
    return out;
}

// Why tshark calls a good PDU malformed; nullptr when it must not.
const exception* excuse_of(const smpp::pdu_variant& pdu) {
    for (const smpp::tlv t : std::visit([](const auto& p) { return p.tlvs; }, pdu)) {
        for (const exception& e : exceptions) {
            if (e.tag == t.tag && e.octets_read != 0 && e.octets_read < t.value.size()) return &e;
        }
    }
    return nullptr;
}

// A visitor over the field lists that collects, as a Wireshark display filter, what must be read back.
class expectation {
public:
    bool c_string(const smpp::field_spec& f, std::string_view value) {
        if (value.empty()) return true;
        // tshark shows times as dates: here it is enough that it took them for the kind of time they are.
        if (f.means == smpp::meaning::time) {
            return add("smpp." + std::string(f.name) + (value.back() == 'R' ? "_r" : ""));
        }
        return add("smpp." + std::string(f.name) + " == \"" + std::string(value) + "\"");
    }
    template <class Octet>
    bool octet(const smpp::field_spec& f, Octet octet) {
        const auto value = static_cast<unsigned>(octet);
        switch (f.means) {
            case smpp::meaning::dest_flag:
                return true;  // not shown as a field of its own
            case smpp::meaning::esm_class:
                return number("esm.submit.msg_mode", value & 3) && number("esm.submit.msg_type", value >> 2 & 15) &&
                       number("esm.submit.features", value >> 6);
            case smpp::meaning::registered_delivery:
                return number("regdel.receipt", value & 3) && number("regdel.acks", value >> 2 & 3) &&
                       number("regdel.notif", value >> 4 & 1);
            default:
                return number(f.name, value);
        }
    }
    template <class Number>
    bool u32(const smpp::field_spec& f, Number value) {
        return number(f.name, static_cast<unsigned>(value));
    }
    bool counted(const smpp::field_spec& length, const smpp::field_spec&, smpp::octets value) {
        return number(length.name, static_cast<unsigned>(value.size())) &&
               (value.empty() || add("smpp.message == " + hex(value)));
    }
    template <class Item>
    bool list(const smpp::field_spec&, const smpp::packed_list<Item>& items) {
        for (const Item& item : items) Item::fields(*this, item);
        return true;
    }
    bool tlvs(const smpp::tlv_view& value) {
        for (const smpp::tlv t : value) {
            number("opt_param_tag", static_cast<unsigned>(t.tag));
            number("opt_param_len", static_cast<unsigned>(t.value.size()));
            tlv_value(t);
        }
        return true;
    }
    bool refuse(const smpp::field_spec&) { return false; }
    bool number(std::string_view name, unsigned value) {
        return add("smpp." + std::string(name) + " == " + std::to_string(value));
    }

    std::string terms;  // one a tab

private:
    void tlv_value(const smpp::tlv& t) {
        if (std::any_of(std::begin(exceptions), std::end(exceptions), [&](auto& e) { return e.tag == t.tag; })) return;
        const smpp::tlv_row* row = smpp::find_tlv(t.tag);
        if (!row) {
            if (!t.value.empty()) add("smpp.vendor_op == " + hex(t.value));
            return;
        }
        const auto* other = std::find_if(std::begin(names), std::end(names), [&](auto& n) { return n.tag == t.tag; });
        const std::string field(other != std::end(names) ? std::string_view(other->field) : row->name);
        if (t.tag == tlv_tag::broadcast_end_time) {
            add("smpp." + field);  // a date, as in c_string()
        } else if (row->kind == smpp::tlv_kind::c_string) {
            add("smpp." + field + " == \"" + std::string(*smpp::tlv_view(whole(t)).c_string(t.tag)) + "\"");
        } else if (row->kind == smpp::tlv_kind::integer) {
            number(field, t.value.size() == 1   ? t.value[0]
                          : t.value.size() == 2 ? smpp::load_u16(t.value.data())
                                                : smpp::load_u32(t.value.data()));
        } else if (other != std::end(names)) {
            add("smpp." + field + " == " + hex(t.value));
        } else {
            parts(t);
        }
    }
    // The octets that tshark takes apart.
    void parts(const smpp::tlv& t) {
        const auto pair = [&](const char* first, const char* second) {
            number(first, t.value[0]);
            number(second, smpp::load_u16(t.value.data() + 1));
        };
        if (t.tag == tlv_tag::network_error_code) pair("network_error.type", "network_error.code");
        if (t.tag == tlv_tag::broadcast_content_type) pair("broadcast_content_type.nw", "broadcast_content_type.type");
        if (t.tag == tlv_tag::broadcast_frequency_interval)
            pair("broadcast_frequency_interval.unit", "broadcast_frequency_interval.value");
        if (t.tag == tlv_tag::its_session_info) {
            number("its_session.number", t.value[0]);
            number("its_session.ind", t.value[1] & 1u);
        }
        if (t.tag == tlv_tag::callback_num || t.tag == tlv_tag::callback_num_atag) add("smpp." + std::string(name(t.tag)));
    }
    // With its tag and length before the value, where it stands.
    static smpp::octets whole(const smpp::tlv& t) { return {t.value.data() - 4, t.value.size() + 4}; }
    bool add(const std::string& term) {
        terms += "\t" + term;
        return true;
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: golden_pdus DUMP EXPECTED EXCUSED\n");
        return 2;
    }
    std::ofstream dump(argv[1]);
    std::ofstream expected(argv[2]);
    std::ofstream excused(argv[3]);
    int number = 0;
    for (const auto& e : smpp::golden::examples()) {
        std::vector<std::uint8_t> out;
        if (smpp::encode(out, e.sequence_number, e.pdu, e.status).has_error()) {
            std::fprintf(stderr, "cannot encode %s\n", e.name);
            return 1;
        }
        for (std::size_t at = 0; at < out.size(); ++at) {
            char text[32];
            if (at % 16 == 0) {
                std::snprintf(text, sizeof text, "%s%06zx", at == 0 ? "" : "\n", at);
                dump << text;
            }
            std::snprintf(text, sizeof text, " %02x", out[at]);
            dump << text;
        }
        dump << "\n\n";
        const smpp::header head = smpp::read_header(out);
        expectation expect;
        expect.number("command_length", head.command_length);
        if (is_response(head.id)) expect.number("command_status", static_cast<unsigned>(head.status));
        expect.number("sequence_number", head.sequence_number);
        // tshark does not look into the body of an error response.
        // Nor for TLVs behind a response that is a header only; 5.0 lets congestion_state ride there.
        const bool header_only = head.id == smpp::command_id::cancel_broadcast_sm_resp;
        if (e.status == smpp::command_status::esme_rok && !header_only)
            std::visit([&](const auto& pdu) { pdu.fields(expect, pdu); }, e.pdu);
        ++number;
        if (const exception* excuse = excuse_of(e.pdu))
            excused << number << '\t' << name(excuse->tag) << ": " << excuse->why << '\n';
        expected << number << '\t' << name(head.id) << expect.terms << '\n';
    }
    return dump.flush() && expected.flush() && excused.flush() ? 0 : 1;
}
