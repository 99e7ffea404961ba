// Golden TPDUs: the octets of every message, written field by field from TS 23.040's tables, not by our encoder, beside the
// struct that they mean. Shared by the tests, the e2e check against tshark and the fuzzer's first corpus.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "wire/tpdu/pdu.hpp"

namespace hermod::wire::tpdu::golden {

// "00 1E" -> octets; blanks are for the eye.
inline std::vector<std::uint8_t> from_hex(std::string_view hex) {
    std::vector<std::uint8_t> out;
    int high = -1;
    for (const char c : hex) {
        if (c == ' ') continue;
        const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (high < 0) {
            high = digit;
        } else {
            out.push_back(static_cast<std::uint8_t>(high * 16 + digit));
            high = -1;
        }
    }
    return out;
}

// Octets that live as long as the program, for TPDUs to borrow.
inline octets raw(std::string_view hex) {
    static std::deque<std::vector<std::uint8_t>> kept;
    return kept.emplace_back(from_hex(hex));
}

inline address number(ton type, std::string_view digits, npi plan = npi::isdn) {
    return {type, plan, digits};
}
inline address sender(std::string_view septets) {
    return {ton::alphanumeric, npi::unknown, septets};
}
inline user_data ud(std::uint8_t length, std::string_view hex) {
    return {length, raw(hex)};
}
inline validity_period relative(std::uint8_t value) {
    return {validity_format::relative, value};
}
inline validity_period absolute(const timestamp& value) {
    return {validity_format::absolute, 0, value};
}
inline validity_period enhanced(const enhanced_octets& value) {
    return {validity_format::enhanced, 0, {}, value};
}

struct example {
    const char* name;
    carrier by;
    pdu_variant pdu;
    std::string_view hex;  // one word a field
};

inline const std::vector<example>& examples() {
    const timestamp evening{26, 11, 25, 19, 9, 23, std::int8_t{4}};
    const timestamp west{26, 11, 25, 13, 9, 30, std::int8_t{-20}};
    static const std::vector<example> all = {
        {"deliver", carrier::ack,
         sms_deliver{.tp_oa = number(ton::subscriber, "27838890001", npi::national),
                     .tp_scts = {99, 3, 29, 15, 16, 59, std::int8_t{8}},
                     .tp_ud = ud(10, "E8329BFD4697D9EC37")},
         "04 0BC87238880900F1 00 00 99309251619580 0A E8329BFD4697D9EC37"},
        {"deliver with alphanumeric sender, more to come, reply path, report", carrier::ack,
         sms_deliver{.tp_mms = false,
                     .tp_lp = true,
                     .tp_sri = true,
                     .tp_rp = true,
                     .tp_oa = sender("MyBank24"),
                     .tp_pid = 0x41,
                     .tp_dcs = 0x10,
                     .tp_scts = west,
                     .tp_ud = ud(2, "CF25")},
         "A8 0ED0CDBC30EC5ECB68 41 10 6211523190030A 02 CF25"},
        {"deliver, second part of a long text in GSM 7-bit", carrier::ack,
         sms_deliver{.tp_udhi = true,
                     .tp_oa = number(ton::international, "46701234567"),
                     .tp_scts = evening,
                     .tp_ud = ud(21, "050003A70201 906536FB0D8287E574D0DB5D06")},
         "44 0B916407214365F7 00 00 62115291903240 15 050003A70201906536FB0D8287E574D0DB5D06"},
        {"deliver, UCS-2 with 16-bit reference", carrier::ack,
         sms_deliver{.tp_udhi = true,
                     .tp_oa = number(ton::national, "070123456"),
                     .tp_dcs = 0x08,
                     .tp_scts = evening,
                     .tp_ud = ud(11, "06080412340201 04160416")},
         "44 09A170103254F6 00 08 62115291903240 0B 0608041234020104160416"},
        {"deliver, waiting voice mail", carrier::ack,
         sms_deliver{.tp_oa = number(ton::abbreviated, "123"), .tp_dcs = 0xC8, .tp_scts = evening, .tp_ud = ud(0, "")},
         "04 03E121F3 00 C8 62115291903240 00"},
        {"deliver, compressed: octets", carrier::ack,
         sms_deliver{.tp_oa = number(ton::unknown, "1234"), .tp_dcs = 0x20, .tp_scts = evening, .tp_ud = ud(3, "A1B2C3")},
         "04 04812143 00 20 62115291903240 03 A1B2C3"},
        {"submit", carrier::ack,
         sms_submit{
             .tp_da = number(ton::international, "46708251358"), .tp_vp = relative(0xAA), .tp_ud = ud(10, "E8329BFD4697D9EC37")},
         "11 00 0B916407281553F8 00 00 AA 0A E8329BFD4697D9EC37"},
        {"submit without validity period, reject duplicates, report, reply path", carrier::ack,
         sms_submit{.tp_rd = true,
                    .tp_srr = true,
                    .tp_rp = true,
                    .tp_mr = 0xFE,
                    .tp_da = number(ton::unknown, "*100#"),
                    .tp_pid = 0x40,
                    .tp_dcs = 0xF5,
                    .tp_ud = ud(4, "DEADBEEF")},
         "A5 FE 05811A00FB 40 F5 04 DEADBEEF"},
        {"submit, absolute validity, binary with ports", carrier::ack,
         sms_submit{.tp_udhi = true,
                    .tp_mr = 7,
                    .tp_da = number(ton::international, "4670123456"),
                    .tp_dcs = 0x04,
                    .tp_vp = absolute(west),
                    .tp_ud = ud(10, "0605043E803E81 010203")},
         "59 07 0A916407214365 00 04 6211523190030A 0A 0605043E803E81010203"},
        {"submit, enhanced validity in seconds, single shot, Turkish", carrier::ack,
         sms_submit{.tp_udhi = true,
                    .tp_da = number(ton::international, "905321234567"),
                    .tp_vp = enhanced({0x42, 90, 0, 0, 0, 0, 0}),
                    .tp_ud = ud(7, "03240101 D89C01")},
         "49 00 0C91093512325476 00 00 425A0000000000 07 03240101D89C01"},
        {"submit, enhanced validity in hours, minutes and seconds", carrier::ack,
         sms_submit{.tp_da = number(ton::network_specific, "12"),
                    .tp_vp = enhanced({0x03, 0x21, 0x43, 0x65, 0, 0, 0}),
                    .tp_ud = ud(2, "CF25")},
         "09 00 02B121 00 00 03214365000000 02 CF25"},
        {"submit, the longest", carrier::ack,
         sms_submit{
             .tp_mr = 1,
             .tp_da = number(ton::international, "12345678901234567890"),
             .tp_vp = absolute(evening),
             .tp_ud = ud(160,
                         "E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3"
                         "E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3"
                         "E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3")},
         "19 01 149121436587092143658709 00 00 62115291903240 A0"
         "E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3"
         "E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3"
         "E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3"},
        {"status report", carrier::ack,
         sms_status_report{
             .tp_mr = 0x2A, .tp_ra = number(ton::international, "46701234567"), .tp_scts = evening, .tp_dt = west, .tp_st = 0},
         "06 2A 0B916407214365F7 62115291903240 6211523190030A 00"},
        {"status report of a command, with everything", carrier::ack,
         sms_status_report{.tp_mms = false,
                           .tp_lp = true,
                           .tp_srq = true,
                           .tp_mr = 1,
                           .tp_ra = number(ton::unknown, "555"),
                           .tp_scts = evening,
                           .tp_dt = evening,
                           .tp_st = 0x46,
                           .parts = {.pid = 0, .dcs = 0x04, .ud = ud(2, "ABCD")}},
         "2A 01 038155F5 62115291903240 62115291903240 46 07 00 04 02 ABCD"},
        {"deliver report", carrier::ack, sms_deliver_report{}, "00 00"},
        {"deliver report, (U)SIM's answer", carrier::ack,
         sms_deliver_report{.parts = {.pid = 0x7F, .dcs = 0xF6, .ud = ud(3, "027100")}}, "00 07 7F F6 03 027100"},
        {"deliver report, memory full", carrier::error, sms_deliver_report{.tp_fcs = 0xD3}, "00 D3 00"},
        {"deliver report, refused with a text", carrier::error,
         sms_deliver_report{.tp_fcs = 0xFF, .parts = {.dcs = 0x00, .ud = ud(4, "E63A9B0D")}}, "00 FF 06 00 04 E63A9B0D"},
        {"submit report", carrier::ack, sms_submit_report{.tp_scts = evening}, "01 00 62115291903240"},
        {"submit report with a text", carrier::ack,
         sms_submit_report{.parts = {.pid = 0, .dcs = 0, .ud = ud(3, "E1F11A")}, .tp_scts = west},
         "01 07 6211523190030A 00 00 03 E1F11A"},
        {"submit report, invalid address", carrier::error, sms_submit_report{.tp_fcs = 0xC3, .tp_scts = evening},
         "01 C3 00 62115291903240"},
        {"command, delete", carrier::ack,
         sms_command{
             .tp_srr = true, .tp_mr = 5, .tp_ct = 0x02, .tp_mn = 0x2A, .tp_da = number(ton::international, "46701234567")},
         "22 05 00 02 2A 0B916407214365F7 00"},
        {"command with data", carrier::ack,
         sms_command{.tp_mr = 6, .tp_ct = 0xE0, .tp_mn = 0, .tp_da = number(ton::unknown, "9"), .tp_cd = raw("0102")},
         "02 06 00 E0 00 0181F9 02 0102"},
    };
    return all;
}

}  // namespace hermod::wire::tpdu::golden
