// Writes the golden packets with our encoder as a hex dump for text2pcap, one TCP segment each, and beside it a table of what
// tshark must read back: number, operation, then one display filter a parameter. run.sh asks tshark.
//
//   golden_cimd2 DUMP EXPECTED UNREAD
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "wire/cimd2/encode.hpp"
#include "wire/cimd2/golden_test_data.hpp"
#include "wire/cimd2/packet.hpp"
#include "wire/cimd2/user_data.hpp"

namespace cimd2 = hermod::wire::cimd2;

namespace {

using cimd2::parameter;

struct shown_as {
    parameter id;
    const char* field;
    bool as_number = false;  // the others are text
};
constexpr shown_as names[] = {
    {parameter::user_identity, "ui"},
    {parameter::password, "passwd"},
    {parameter::subaddress, "saddr"},
    {parameter::window_size, "ws"},
    {parameter::destination_address, "da"},
    {parameter::originating_address, "oa"},
    {parameter::originating_imsi, "oimsi"},
    {parameter::alphanumeric_originating_address, "aoi"},
    {parameter::originated_visited_msc, "ovma"},
    {parameter::data_coding_scheme, "dcs", true},
    {parameter::user_data_header, "udh"},
    {parameter::user_data, "ud"},
    {parameter::user_data_binary, "udb"},
    {parameter::more_messages_to_send, "mms"},
    {parameter::validity_period_relative, "vpr"},
    {parameter::validity_period_absolute, "vpa"},
    {parameter::protocol_identifier, "pi"},
    {parameter::first_delivery_time_relative, "fdtr"},
    {parameter::first_delivery_time_absolute, "fdta"},
    {parameter::reply_path, "rpath"},
    {parameter::status_report_request, "srr"},
    {parameter::cancel_enabled, "ce"},
    {parameter::cancel_mode, "cm"},
    {parameter::service_centre_timestamp, "scts"},
    {parameter::status_code, "stcode", true},
    {parameter::status_error_code, "sterrcode", true},
    {parameter::discharge_time, "dt"},
    {parameter::tariff_class, "tclass"},
    {parameter::service_description, "sdes"},
    {parameter::message_count, "mcount"},
    {parameter::priority, "priority"},
    {parameter::delivery_request_mode, "drmode"},
    {parameter::service_centre_address, "scaddr"},
    {parameter::get_parameter, "gpar"},
    {parameter::mc_time, "smsct"},
    {parameter::error_code, "errcode", true},
    {parameter::error_text, "errtext"},
};

// tshark turns the characters of 033 into others by a table of its own, which has no "@" and no extension, and shows Greek as
// control characters. Of texts with such characters only the presence is asked.
bool read_otherwise(std::string_view user_data) {
    const std::string utf8 = cimd2::read_user_data(user_data, cimd2::link_form::seven_bit).utf8;
    return utf8 != user_data;
}

void term(std::ofstream& out, const cimd2::given& each) {
    const auto* shown = std::find_if(std::begin(names), std::end(names), [&](auto& n) { return n.id == each.id; });
    const std::string field = std::string("cimd.") + shown->field;
    if (shown->as_number) {
        out << '\t' << field << " == " << *cimd2::integer_of(each.value);
    } else if (each.id == parameter::user_data && read_otherwise(each.value)) {
        out << '\t' << field;
    } else {
        out << '\t' << field << " == \"" << each.value << '"';
    }
}

void dump_octets(std::ofstream& dump, std::string_view octets) {
    for (std::size_t at = 0; at < octets.size(); ++at) {
        char text[32];
        if (at % 16 == 0) {
            std::snprintf(text, sizeof text, "%s%06zx", at == 0 ? "" : "\n", at);
            dump << text;
        }
        std::snprintf(text, sizeof text, " %02x", static_cast<unsigned>(static_cast<unsigned char>(octets[at])));
        dump << text;
    }
    dump << "\n\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: golden_cimd2 DUMP EXPECTED UNREAD\n");
        return 2;
    }
    std::ofstream dump(argv[1]), expected(argv[2]), unread(argv[3]);
    int number = 0;
    for (const auto& e : cimd2::golden::examples()) {
        std::string out;
        if (cimd2::encode(out, e.number, e.pdu).has_error()) {
            std::fprintf(stderr, "cannot encode %s\n", e.name);
            return 1;
        }
        dump_octets(dump, out);
        const auto packet = cimd2::read_packet(out, cimd2::checksum_rule::ignored).value();
        const auto sum = out.substr(out.size() - 3, 2);
        expected << ++number << '\t' << name(packet.head.code) << "\tcimd.opcode == " << static_cast<int>(packet.head.code)
                 << "\tcimd.pnumber == " << static_cast<int>(packet.head.number) << "\tcimd.chksum == 0x" << sum;
        for (const cimd2::given& each : packet.given) {
            term(expected, each);
            if (each.id == parameter::user_data && read_otherwise(each.value)) unread << number << '\t' << each.value << '\n';
        }
        expected << '\n';
    }
    return dump.flush() && expected.flush() && unread.flush() ? 0 : 1;
}
