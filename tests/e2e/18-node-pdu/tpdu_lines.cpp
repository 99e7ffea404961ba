// Our codec as a filter for compare.js: a request a line, an answer a line, words apart by tabs, texts as UTF-8 in hex.
//
//   read    network|mobile PDU               -> message, address, text, then name=value of what it has; or fault FIELD OFFSET
//   submit  ADDRESS SMSC SRR VP TEXT         -> PDU mode hex of each part; VP is the octet of a relative period, - for none
//   deliver ADDRESS SMSC SECONDS ZONE TEXT   -> the same; the time of the service centre in Unix seconds, the zone in quarter
//   hours report  ADDRESS SMSC MR SECONDS ZONE ST  -> the same
#include <iostream>
#include <sstream>
#include <string>

#include "text/dcs.hpp"
#include "text/split.hpp"
#include "text/udh.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/hex_text.hpp"
#include "wire/tpdu/pdu_mode.hpp"

namespace tpdu = hermod::wire::tpdu;
namespace text = hermod::text;

namespace {

using bytes = std::vector<std::uint8_t>;
using words = std::vector<std::string>;

bytes from_hex(const std::string& hex) {
    bytes out;
    tpdu::from_hex(hex, out).value();
    return out;
}

std::string text_in(const std::string& hex) {
    const bytes raw = from_hex(hex);
    return {raw.begin(), raw.end()};
}

std::string hex_of(std::string_view utf8) {
    return tpdu::to_hex({reinterpret_cast<const std::uint8_t*>(utf8.data()), utf8.size()});
}

std::string time_of(const tpdu::timestamp& t) {
    const auto at = tpdu::instant_of(t);
    return (at ? std::to_string(hermod::to_micros(*at) / 1'000'000) : "unknown") + "/" + std::to_string(int{t.zone.value_or(99)});
}

void tell_text(std::ostream& out, const tpdu::user_data& ud, std::uint8_t dcs, bool udhi) {
    const auto of = tpdu::take_apart(ud, dcs, udhi);
    if (!of) {
        out << "\tbad header";
        return;
    }
    out << "\ttext=" << hex_of(tpdu::text_of(*of)) << "\tdcs=" << unsigned{dcs} << "\tudl=" << unsigned{ud.length};
    const auto header = text::parse_udh(of->header);
    if (const auto part = header ? header->concat() : std::nullopt) {
        out << "\tpart=" << part->reference << "/" << unsigned{part->total} << "/" << unsigned{part->sequence};
    }
}

void tell(std::ostream& out, const tpdu::sms_submit& p) {
    out << "submit\taddress=" << tpdu::text_of(p.tp_da) << "\tsrr=" << p.tp_srr << "\tpid=" << unsigned{p.tp_pid};
    out << "\tvp=" << (p.tp_vp.format == tpdu::validity_format::relative ? std::to_string(p.tp_vp.relative) : "-");
    tell_text(out, p.tp_ud, p.tp_dcs, p.tp_udhi);
}
void tell(std::ostream& out, const tpdu::sms_deliver& p) {
    out << "deliver\taddress=" << tpdu::text_of(p.tp_oa) << "\tpid=" << unsigned{p.tp_pid} << "\tscts=" << time_of(p.tp_scts);
    tell_text(out, p.tp_ud, p.tp_dcs, p.tp_udhi);
}
void tell(std::ostream& out, const tpdu::sms_status_report& p) {
    out << "report\taddress=" << tpdu::text_of(p.tp_ra) << "\tmr=" << unsigned{p.tp_mr} << "\tscts=" << time_of(p.tp_scts)
        << "\tdt=" << time_of(p.tp_dt) << "\tst=" << unsigned{p.tp_st};
}
template <class Other>
void tell(std::ostream& out, const Other&) {
    out << "other";
}

std::string read(const words& request) {
    bytes raw;
    if (const auto hex = tpdu::from_hex(request.at(2), raw); !hex) return std::string("fault\t") + tpdu::text(hex.error().code);
    std::ostringstream out;
    const auto mode = tpdu::read_pdu_mode(raw);
    if (!mode) return std::string("fault\t") + mode.error().field;
    const auto got = tpdu::decode(mode->tpdu, request.at(1) == "mobile" ? tpdu::origin::mobile : tpdu::origin::network);
    if (!got) return std::string("fault\t") + got.error().field + "\t" + std::to_string(got.error().offset);
    std::visit([&](const auto& p) { tell(out, p); }, got->pdu);
    out << "\tsmsc=" << tpdu::text_of(mode->smsc) << "\todd=" << got->odd.bits();
    return out.str();
}

std::string written(const tpdu::pdu_variant& pdu, const std::string& smsc) {
    bytes out;
    tpdu::encode(out, pdu).value();
    return tpdu::write_pdu_mode(out, tpdu::parse_address(smsc).value())->hex;
}

// `make` gets each part's TP-UD, TP-DCS and TP-UDHI.
template <class Make>
std::string parts_of(const std::string& utf8, const std::string& smsc, Make make) {
    text::framing as;
    as.coding = text::choose(utf8);
    as.reference = 0x5A;
    std::string out;
    const auto parts = text::split(utf8, as).value();
    for (const text::part part : parts) {
        bytes buffer;
        const auto ud = tpdu::put_together(buffer, as.coding, part.header, part.payload).value();
        out += (out.empty() ? "" : "\t") +
               written(make(ud, *text::encode_dcs(text::dcs_for(as.coding)), !part.header.empty()), smsc);
    }
    return out;
}

tpdu::timestamp stamp(const std::string& seconds, const std::string& zone) {
    return tpdu::timestamp_of(hermod::from_micros(std::stoll(seconds) * 1'000'000), std::stoi(zone)).value();
}

std::string answer(const words& w) {
    if (w.at(0) == "read") return read(w);
    const tpdu::address who = tpdu::parse_address(w.at(1)).value();
    if (w.at(0) == "submit") {
        return parts_of(text_in(w.at(5)), w.at(2), [&](const auto& ud, std::uint8_t dcs, bool udhi) {
            tpdu::sms_submit p{.tp_srr = w.at(3) == "1", .tp_udhi = udhi, .tp_da = who, .tp_dcs = dcs, .tp_ud = ud};
            if (w.at(4) != "-") p.tp_vp = {tpdu::validity_format::relative, static_cast<std::uint8_t>(std::stoi(w.at(4)))};
            return p;
        });
    }
    if (w.at(0) == "deliver") {
        return parts_of(text_in(w.at(5)), w.at(2), [&](const auto& ud, std::uint8_t dcs, bool udhi) {
            return tpdu::sms_deliver{
                .tp_udhi = udhi, .tp_oa = who, .tp_dcs = dcs, .tp_scts = stamp(w.at(3), w.at(4)), .tp_ud = ud};
        });
    }
    const tpdu::timestamp at = stamp(w.at(4), w.at(5));
    return written(tpdu::sms_status_report{.tp_mr = static_cast<std::uint8_t>(std::stoi(w.at(3))),
                                           .tp_ra = who,
                                           .tp_scts = at,
                                           .tp_dt = at,
                                           .tp_st = static_cast<std::uint8_t>(std::stoi(w.at(6)))},
                   w.at(2));
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        words request;
        std::istringstream in(line + "\t");
        for (std::string word; std::getline(in, word, '\t');) request.push_back(word);
        std::cout << answer(request) << '\n';
    }
    return 0;
}
