// Writes the golden frames with our encoder as a hex dump for text2pcap, one TCP segment each, and beside it a table of what
// tshark must read back: number, type and operation, then one display filter a field. run.sh asks tshark.
//
//   golden_frames DUMP EXPECTED
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "text/gsm7.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/golden_test_data.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/time.hpp"

namespace ucp = hermod::wire::ucp;

namespace {

// How tshark's dissector holds a field; those not named here are strings.
enum class shown { string, character, number, code, time, text, presence };
struct shown_as {
    const char* name;
    shown how;
};
constexpr shown_as table[] = {
    {"NRq", shown::character},
    {"NT", shown::character},
    {"LRq", shown::character},
    {"DD", shown::character},
    {"Dst", shown::character},
    {"MT", shown::character},
    {"DCs", shown::character},
    {"MCLs", shown::character},
    {"RPI", shown::character},
    {"RP", shown::character},
    {"UM", shown::character},
    {"RC", shown::character},
    {"OTON", shown::character},
    {"ONPI", shown::character},
    {"NPID", shown::number},
    {"LPID", shown::number},
    {"PID", shown::number},
    {"Rsn", shown::number},
    {"NPL", shown::number},
    {"OPID", shown::number},
    {"EC", shown::number},
    // A digit read as the number of its character: PR=1 is 49 there.
    {"MMS", shown::code},
    {"PR", shown::code},
    {"LTON", shown::code},
    {"LNPI", shown::code},
    {"DDT", shown::time},
    {"VP", shown::time},
    {"SCTS", shown::time},
    {"DSCTS", shown::time},
    {"MVP", shown::time},
    {"AMsg", shown::text},
    {"PWD", shown::text},
    {"NPWD", shown::text},
    // Without a value of their own in the dissector.
    {"CPg", shown::presence},
    {"RPLy", shown::presence},
};

shown how_shown(std::string_view name) {
    const auto* at = std::find_if(std::begin(table), std::end(table), [&](const shown_as& s) { return s.name == name; });
    return at == std::end(table) ? shown::string : at->how;
}

std::string date(std::string_view value) {
    using namespace std::chrono;
    const auto t = value.size() == 10 ? *ucp::parse_minutes(value) : *ucp::parse_seconds(value);
    const auto midnight = floor<days>(t);
    const year_month_day day{midnight};
    const hh_mm_ss<seconds> time{t - midnight};
    char out[64];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return out;
}

// A visitor over the field lists that collects, as Wireshark display filters, what must be read back.
class expectation {
public:
    bool text(const ucp::field_spec& f, std::string_view value) {
        if (value.empty()) return true;
        const std::string_view name = f.name;
        if (name == "XSer") return services(value);
        if (name == "NMsg" || name == "TMsg") return add("ucp.message");  // without a value of its own in the dissector
        const std::string field =
            "ucp.parm." + std::string(name == "STYP" ? f.means == ucp::meaning::styp ? "STYP0" : "STYP1" : name);
        if (name == "STYP") return add(field + " == '" + std::string(value) + "'");
        switch (how_shown(name)) {
            case shown::string:
                return add(field + " == \"" + std::string(value) + "\"");
            case shown::character:
                return add(field + " == '" + std::string(value) + "'");
            case shown::number:
                return add(field + " == " + std::to_string(std::stoi(std::string(value))));
            case shown::code:
                return add(field + " == " + std::to_string(static_cast<int>(value.front())));
            case shown::time:
                return add(field + " == \"" + date(value) + "\"");
            case shown::text:
                return ira(field, *ucp::from_hex(value));
            case shown::presence:
                return add(field);
        }
        return false;
    }
    bool list(const ucp::field_spec& npl, const ucp::field_spec& item, const ucp::address_list& value) {
        text(npl, std::to_string(value.size()));
        for (const std::string_view one : value) text(item, one);
        return true;
    }
    bool refuse(const ucp::field_spec&, ucp::errc) { return false; }
    bool add(const std::string& term) {
        terms += '\t' + term;
        return true;
    }

    std::string terms;  // one a tab

private:
    // tshark 4.0 leaves an escape and its code as they are: there only what stands before them is compared.
    bool ira(const std::string& field, std::string_view septets) {
        const std::size_t escape = septets.find(static_cast<char>(hermod::text::gsm7_escape));
        const std::string before = hermod::text::decode_gsm7(septets.substr(0, escape)).utf8;
        return add(field + (escape == std::string_view::npos ? " == \"" : " contains \"") + before + "\"");
    }
    bool services(std::string_view xser) {
        for (const ucp::extra_service s : ucp::extra_services(xser)) {
            add("ucp.xser.service == " + std::to_string(static_cast<int>(s.type)));
            add("ucp.xser.length == " + std::to_string(s.data.size() / 2));
            add("ucp.xser.data == \"" + std::string(s.data) + "\"");
        }
        return true;
    }
};

void write_hex(std::ostream& dump, std::string_view octets) {
    for (std::size_t at = 0; at < octets.size(); ++at) {
        char text[32];
        if (at % 16 == 0) {
            std::snprintf(text, sizeof text, "%s%06zx", at == 0 ? "" : "\n", at);
            dump << text;
        }
        std::snprintf(text, sizeof text, " %02x", static_cast<unsigned char>(octets[at]));
        dump << text;
    }
    dump << "\n\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: golden_frames DUMP EXPECTED\n", stderr);
        return 2;
    }
    std::ofstream dump(argv[1]), expected(argv[2]);
    int number = 0;
    for (const auto& e : ucp::golden::examples()) {
        std::string out;
        if (ucp::encode(out, e.trn, e.pdu).has_error()) {
            std::fprintf(stderr, "cannot encode %s\n", e.name);
            return 1;
        }
        write_hex(dump, out);
        expectation expect;
        const bool positive = std::holds_alternative<ucp::ack>(e.pdu),
                   is_result = positive || std::holds_alternative<ucp::nak>(e.pdu);
        expect.add("ucp.hdr.TRN == " + std::to_string(e.trn));
        expect.add("ucp.hdr.LEN == " + std::to_string(out.size() - 2));
        if (is_result) expect.add(positive ? "ucp.parm.ACK == 'A'" : "ucp.parm.ACK == 'N'");
        std::visit([&](const auto& pdu) { pdu.fields(expect, pdu); }, e.pdu);
        const auto ot = static_cast<int>(ucp::operation_of(e.pdu));
        expected << ++number << '\t' << (is_result ? "R " : "O ") << ot << expect.terms << '\n';
    }
    return dump.flush() && expected.flush() ? 0 : 1;
}
