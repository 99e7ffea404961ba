// Writes the golden PDUs with our encoder as a hex dump for text2pcap, one TCP segment each, and beside it a table of what
// tshark must read back: number, name, then one display filter a field. run.sh asks tshark.
//
//   golden_pdus DUMP EXPECTED
#include <cstdio>
#include <fstream>
#include <string>

#include "wire/smpp/encode.hpp"
#include "wire/smpp/golden_test_data.hpp"

namespace smpp = hermod::wire::smpp;

namespace {

std::string hex(smpp::octets raw) {
    std::string out;
    for (const std::uint8_t o : raw) {
        char text[4];
        std::snprintf(text, sizeof text, out.empty() ? "%02x" : ":%02x", o);
        out += text;
    }
    return out;
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
                return number("regdel.receipt", value & 3) && number("regdel.notif", value >> 4 & 1);
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
            if (t.tag == smpp::tlv_tag::message_payload) add("smpp.message_payload == " + hex(t.value));
            if (t.tag == smpp::tlv_tag::message_state) number("message_state", t.value[0]);
            if (t.tag == smpp::tlv_tag::user_message_reference) number("user_message_reference", smpp::load_u16(t.value.data()));
        }
        if (const auto id = value.c_string(smpp::tlv_tag::receipted_message_id)) {
            add("smpp.receipted_message_id == \"" + std::string(*id) + "\"");
        }
        return true;
    }
    bool refuse(const smpp::field_spec&) { return false; }
    bool number(std::string_view name, unsigned value) {
        return add("smpp." + std::string(name) + " == " + std::to_string(value));
    }

    std::string terms;  // one a tab

private:
    bool add(const std::string& term) {
        terms += "\t" + term;
        return true;
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: golden_pdus DUMP EXPECTED\n");
        return 2;
    }
    std::ofstream dump(argv[1]);
    std::ofstream expected(argv[2]);
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
        if (e.status == smpp::command_status::esme_rok) std::visit([&](const auto& pdu) { pdu.fields(expect, pdu); }, e.pdu);
        expected << ++number << '\t' << name(head.id) << expect.terms << '\n';
    }
    return dump.flush() && expected.flush() ? 0 : 1;
}
