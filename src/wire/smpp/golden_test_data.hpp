// Golden PDUs: the octets of every PDU, written field by field from the specification's tables, not by our encoder, beside
// the struct that they mean. Shared by the tests, the e2e check against tshark and the fuzzers' first corpora.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "wire/smpp/pdu.hpp"

namespace hermod::wire::smpp::golden {

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

// Octets that live as long as the program, for PDUs to borrow.
inline octets raw(std::string_view hex) {
    static std::deque<std::vector<std::uint8_t>> kept;
    return kept.emplace_back(from_hex(hex));
}

inline tlv_view tlvs(std::string_view hex) {
    return tlv_view(raw(hex));
}

struct example {
    const char* name;
    std::uint32_t sequence_number;
    command_status status;
    pdu_variant pdu;
    std::string_view hex;  // header, then one word a field
};

inline const std::vector<example>& examples() {
    static const std::vector<example> all = {
        {"bind_receiver", 1, command_status::esme_rok,
         bind_receiver{.system_id = "esme1",
                       .password = "secret08",
                       .system_type = "VMA",
                       .interface_version = 0x34,
                       .addr_ton = ton::international,
                       .addr_npi = npi::isdn,
                       .address_range = "^123"},
         "0000002B 00000001 00000000 00000001"
         " 65736D653100 736563726574303800 564D4100 34 01 01 5E31323300"},
        {"bind_transmitter", 2, command_status::esme_rok,
         bind_transmitter{.system_id = "esme1",
                          .password = "secret08",
                          .system_type = "VMA",
                          .interface_version = 0x34,
                          .addr_ton = ton::international,
                          .addr_npi = npi::isdn,
                          .address_range = "^123"},
         "0000002B 00000002 00000000 00000002"
         " 65736D653100 736563726574303800 564D4100 34 01 01 5E31323300"},
        {"bind_transceiver", 3, command_status::esme_rok,
         bind_transceiver{.system_id = "esme1",
                          .password = "secret08",
                          .system_type = "VMA",
                          .interface_version = 0x34,
                          .addr_ton = ton::international,
                          .addr_npi = npi::isdn,
                          .address_range = "^123"},
         "0000002B 00000009 00000000 00000003"
         " 65736D653100 736563726574303800 564D4100 34 01 01 5E31323300"},
        {"bind_receiver_resp", 1, command_status::esme_rok,
         bind_receiver_resp{.system_id = "Hermod", .tlvs = tlvs("0210 0001 34")},
         "0000001C 80000001 00000000 00000001"
         " 4865726D6F6400 0210000134"},
        {"bind_transmitter_resp", 2, command_status::esme_rok,
         bind_transmitter_resp{.system_id = "Hermod", .tlvs = tlvs("0210 0001 34")},
         "0000001C 80000002 00000000 00000002"
         " 4865726D6F6400 0210000134"},
        {"bind_transceiver_resp", 3, command_status::esme_rok,
         bind_transceiver_resp{.system_id = "Hermod", .tlvs = tlvs("0210 0001 34")},
         "0000001C 80000009 00000000 00000003"
         " 4865726D6F6400 0210000134"},
        {"outbind", 4, command_status::esme_rok, outbind{.system_id = "smsc", .password = "pw"},
         "00000018 0000000B 00000000 00000004"
         " 736D736300 707700"},
        {"unbind", 5, command_status::esme_rok, unbind{}, "00000010 00000006 00000000 00000005"},
        {"unbind_resp", 5, command_status::esme_rok, unbind_resp{}, "00000010 80000006 00000000 00000005"},
        {"enquire_link", 6, command_status::esme_rok, enquire_link{}, "00000010 00000015 00000000 00000006"},
        {"enquire_link_resp", 6, command_status::esme_rok, enquire_link_resp{}, "00000010 80000015 00000000 00000006"},
        {"submit_sm", 7, command_status::esme_rok,
         submit_sm{.source_addr_ton = ton::alphanumeric,
                   .source_addr = "Hermod",
                   .dest_addr_ton = ton::international,
                   .dest_addr_npi = npi::isdn,
                   .destination_addr = "46701234567",
                   .validity_period = "000001000000000R",
                   .registered_delivery = 1,
                   .short_message = raw("48656C6C6F2C20776F726C64")},
         "0000004E 00000004 00000000 00000007"
         " 00 05 00 4865726D6F6400 01 01 343637303132333435363700 00 00 00 00 3030303030313030303030303030305200 01 00"
         " 00 00 0C 48656C6C6F2C20776F726C64"},
        {"submit_sm with UDH, UCS2, TLVs", 8, command_status::esme_rok,
         submit_sm{.service_type = "WAP",
                   .source_addr_ton = ton::international,
                   .source_addr_npi = npi::isdn,
                   .source_addr = "46700000001",
                   .dest_addr_ton = ton::international,
                   .dest_addr_npi = npi::isdn,
                   .destination_addr = "4670123"
                                       "4567",
                   .esm_class = 0x43,
                   .priority_flag = 3,
                   .schedule_delivery_time = "261124080000000+",
                   .validity_period = "261125080000004+",
                   .registered_delivery = 0x11,
                   .replace_if_present_flag = 1,
                   .data_coding = data_coding::ucs2,
                   .short_message = raw("0500037F02010047007200FC00DF0065"),
                   .tlvs = tlvs("0204 0002 1234 0381 0008 01010131323"
                                "33435 1401 0002 CAFE")},
         "00000082 00000004 00000000 00000008"
         " 57415000 01 01 343637303030303030303100 01 01 343637303132333435363700 43 00 03"
         " 3236313132343038303030303030302B00 3236313132353038303030303030342B00 11 01 08 00 10"
         " 0500037F02010047007200FC00DF0065 020400021234 038100080101013132333435 14010002CAFE"},
        {"submit_sm_resp", 7, command_status::esme_rok, submit_sm_resp{.message_id = "m06HZ3V0CG0001"},
         "0000001F 80000004 00000000 00000007"
         " 6D3036485A33563043473030303100"},
        {"submit_sm_resp throttled", 8, command_status{0x58}, submit_sm_resp{},
         "00000011 80000004 00000058 00000008"
         " 00"},
        {"deliver_sm receipt", 9, command_status::esme_rok,
         deliver_sm{
             .source_addr_ton = ton::international,
             .source_addr_npi = npi::isdn,
             .source_addr = "46701234567",
             .dest_addr_ton = ton::alphanumeric,
             .destination_addr = "Hermod",
             .esm_class = 0x04,
             .short_message =
                 raw("69643A37423346207375623A30303120646C7672643A303031207375626D697420646174653A3236313132333135303020646F6"
                     "E6520646174653A3236313132333135303120737461743A44454C49565244206572723A30303020746578743A48656C6C6F2C20776F"
                     "726C64"),
             .tlvs = tlvs("001E 0005 3742334600 0427 0001 02 0423 0003 030000")},
         "000000B3 00000005 00000000 00000009"
         " 00 01 01 343637303132333435363700 05 00 4865726D6F6400 04 00 00 00 00 00 00 00 00 6C 69643A37423346207375623"
         " A30303120646C7672643A303031207375626D697420646174653A3236313132333135303020646F6E6520646174653A3236313132333"
         " 135303120737461743A44454C49565244206572723A30303020746578743A48656C6C6F2C20776F726C64 001E00053742334600"
         " 0427000102 04230003030000"},
        {"deliver_sm with message_payload", 10, command_status::esme_rok,
         deliver_sm{.source_addr_ton = ton::international,
                    .source_addr_npi = npi::isdn,
                    .source_addr = "46701234567",
                    .dest_addr_ton = ton::network_specific,
                    .destination_addr = "72456",
                    .data_coding = data_coding::latin1,
                    .tlvs = tlvs("0424 0004 436166E9")},
         "00000039 00000005 00000000 0000000A"
         " 00 01 01 343637303132333435363700 03 00 373234353600 00 00 00 00 00 00 00 03 00 00 04240004436166E9"},
        {"deliver_sm_resp", 9, command_status::esme_rok, deliver_sm_resp{},
         "00000011 80000005 00000000 00000009"
         " 00"},
        {"data_sm", 11, command_status::esme_rok,
         data_sm{.service_type = "USSD",
                 .source_addr_ton = ton::international,
                 .source_addr_npi = npi::isdn,
                 .source_addr = "46701234567",
                 .dest_addr_npi = npi::isdn,
                 .destination_addr = "*100#",
                 .data_coding = smpp::data_coding{0x0F},
                 .tlvs = tlvs("0501 0001 02 0424 0005 2A31303023")},
         "0000003C 00000103 00000000 0000000B"
         " 5553534400 01 01 343637303132333435363700 00 01 2A3130302300 00 00 0F 0501000102 042400052A31303023"},
        {"data_sm_resp", 11, command_status{0xFE}, data_sm_resp{.message_id = "2A", .tlvs = tlvs("0425 0001 01")},
         "00000018 80000103 000000FE 0000000B"
         " 324100 0425000101"},
        {"submit_multi", 12, command_status::esme_rok,
         submit_multi{.service_type = "CMT",
                      .source_addr_ton = ton::alphanumeric,
                      .source_addr = "News",
                      .destinations = {2, raw("01 01 01 343637303132333435363700 02 7375627363726962657273 00")},
                      .short_message = raw("546F20616C6C"),
                      .tlvs = tlvs("0204 0002 0001")},
         "0000004E 00000021 00000000 0000000C"
         " 434D5400 05 00 4E65777300 02 010101343637303132333435363700 02737562736372696265727300 00 00 00 00 00 00 00"
         " 00 00 06 546F20616C6C 020400020001"},
        {"submit_multi_resp", 12, command_status::esme_rok,
         submit_multi_resp{.message_id = "99", .unsuccess = {1, raw("01 01 343637303132333435363700 0000000B")}},
         "00000026 80000021 00000000 0000000C"
         " 393900 01 01013436373031323334353637000000000B"},
        {"query_sm", 13, command_status::esme_rok,
         query_sm{.message_id = "7B3F", .source_addr_ton = ton::alphanumeric, .source_addr = "Hermod"},
         "0000001E 00000003 00000000 0000000D"
         " 3742334600 05 00 4865726D6F6400"},
        {"query_sm_resp", 13, command_status::esme_rok,
         query_sm_resp{.message_id = "7B3F", .final_date = "261123150100000+", .message_state = message_state::delivered},
         "00000028 80000003 00000000 0000000D"
         " 3742334600 3236313132333135303130303030302B00 02 00"},
        {"cancel_sm", 14, command_status::esme_rok,
         cancel_sm{.message_id = "7B3F",
                   .source_addr_ton = ton::alphanumeric,
                   .source_addr = "Hermod",
                   .dest_addr_ton = ton::international,
                   .dest_addr_npi = npi::isdn,
                   .destination_addr = "46701234567"},
         "0000002D 00000008 00000000 0000000E"
         " 00 3742334600 05 00 4865726D6F6400 01 01 343637303132333435363700"},
        {"cancel_sm_resp", 14, command_status{0x11}, cancel_sm_resp{}, "00000010 80000008 00000011 0000000E"},
        {"replace_sm", 15, command_status::esme_rok,
         replace_sm{.message_id = "7B3F",
                    .source_addr_ton = ton::alphanumeric,
                    .source_addr = "Hermod",
                    .validity_period = "000002000000000R",
                    .registered_delivery = 1,
                    .short_message = raw("427965")},
         "00000036 00000007 00000000 0000000F"
         " 3742334600 05 00 4865726D6F6400 00 3030303030323030303030303030305200 01 00 03 427965"},
        {"replace_sm_resp", 15, command_status::esme_rok, replace_sm_resp{}, "00000010 80000007 00000000 0000000F"},
        {"alert_notification", 16, command_status::esme_rok,
         alert_notification{.source_addr_ton = ton::international,
                            .source_addr_npi = npi::isdn,
                            .source_addr = "46701234567",
                            .esme_addr = "esme1",
                            .tlvs = tlvs("0422 0001 00")},
         "0000002B 00000102 00000000 00000010"
         " 01 01 343637303132333435363700 00 00 65736D653100 0422000100"},
        {"generic_nack", 0, command_status{0x3}, generic_nack{}, "00000010 80000000 00000003 00000000"},
        {"broadcast_sm", 17, command_status::esme_rok,
         broadcast_sm{
             .service_type = "CBS",
             .source_addr_ton = ton::international,
             .source_addr_npi = npi::isdn,
             .source_addr = "46700000001",
             .priority_flag = 2,
             .validity_period = "000001000000000R",
             .data_coding = data_coding::latin1,
             .tlvs =
                 tlvs("0606 000A 00 53746F636B686F6C6D 0606 0005 01 01020304 "
                      "0601 0003 000033 0605 0003 09001F "
                      "0600 0001 01 0602 0002 4142 0603 0001 03 060A 0001 07 020D 0001 01 0424 0005 53746F726D 0604 0002 0003")},
         "00000087 00000111 00000000 00000011"
         " 43425300 01 01 343637303030303030303100 00 02 00 3030303030313030303030303030305200 00 03 00"
         " 0606000A0053746F636B686F6C6D 060600050101020304 06010003000033 0605000309001F 0600000101"
         " 060200024142 0603000103 060A000107 020D000101 0424000553746F726D 060400020003"},
        {"broadcast_sm that replaces", 18, command_status::esme_rok,
         broadcast_sm{.source_addr_ton = ton::alphanumeric,
                      .source_addr = "Alarm",
                      .message_id = "B1",
                      .priority_flag = 1,
                      .replace_if_present_flag = 1,
                      .tlvs = tlvs("0606 0003 00 5331 0601 0003 010032 0605 0003 000000")},
         "00000037 00000111 00000000 00000012"
         " 00 05 00 416C61726D00 423100 01 00 00 01 00 00 06060003005331 06010003010032 06050003000000"},
        {"broadcast_sm_resp", 17, command_status::esme_rok, broadcast_sm_resp{.message_id = "B1", .tlvs = tlvs("0428 0001 50")},
         "00000018 80000111 00000000 00000011"
         " 423100 0428000150"},
        {"broadcast_sm_resp with a failed area", 18, command_status::esme_rok,
         broadcast_sm_resp{.message_id = "B2", .tlvs = tlvs("0607 0004 00000109 0606 0003 00 5331")},
         "00000022 80000111 00000000 00000012"
         " 423200 0607000400000109 06060003005331"},
        {"query_broadcast_sm", 19, command_status::esme_rok,
         query_broadcast_sm{.message_id = "B1",
                            .source_addr_ton = ton::international,
                            .source_addr_npi = npi::isdn,
                            .source_addr = "46700000001",
                            .tlvs = tlvs("0204 0002 0101")},
         "00000027 00000112 00000000 00000013"
         " 423100 01 01 343637303030303030303100 020400020101"},
        {"query_broadcast_sm_resp", 19, command_status::esme_rok,
         query_broadcast_sm_resp{.message_id = "B1",
                                 .tlvs = tlvs("0427 0001 01 0606 0003 00 5331 0608 0001 64 0606 0003 00 5332 0608 0001 FF "
                                              "0609 0011 3236313132343038303030303030302B00 0204 0002 0101")},
         "0000004B 80000112 00000000 00000013"
         " 423100 0427000101 06060003005331 0608000164 06060003005332 06080001FF"
         " 060900113236313132343038303030303030302B00 020400020101"},
        {"cancel_broadcast_sm", 20, command_status::esme_rok,
         cancel_broadcast_sm{.service_type = "CBS",
                             .message_id = "B1",
                             .source_addr_ton = ton::international,
                             .source_addr_npi = npi::isdn,
                             .source_addr = "46700000001",
                             .tlvs = tlvs("0601 0003 000033")},
         "0000002C 00000113 00000000 00000014"
         " 43425300 423100 01 01 343637303030303030303100 06010003000033"},
        {"cancel_broadcast_sm_resp", 20, command_status::esme_rok, cancel_broadcast_sm_resp{.tlvs = tlvs("0428 0001 5F")},
         "00000015 80000113 00000000 00000014"
         " 042800015F"},
        {"cancel_sm_resp", 21, command_status::esme_rok, cancel_sm_resp{}, "00000010 80000008 00000000 00000015"},
        {"data_sm_resp", 22, command_status::esme_rok,
         data_sm_resp{.message_id = "2A", .tlvs = tlvs("0420 0001 01 0428 0001 00")},
         "0000001D 80000103 00000000 00000016"
         " 324100 0420000101 0428000100"},
        {"submit_sm with the other TLVs", 23, command_status::esme_rok,
         submit_sm{.dest_addr_ton = ton::international,
                   .dest_addr_npi = npi::isdn,
                   .destination_addr = "46701234567",
                   .short_message = raw("4869"),
                   .tlvs = tlvs("0005 0001 03 0006 0001 01 0007 0001 01 0008 0002 4100 000D 0001 02 000E 0001 01 000F 0001 01 "
                                "0010 0001 41 0017 0004 00000E10 0019 0001 00 0030 0001 80 0201 0001 01 0202 0004 A0313233 "
                                "0203 0004 A0343536 0204 0002 0042 0205 0001 07 020A 0002 0B84 020B 0002 0B85 020C 0002 0007 "
                                "020D 0001 02 020E 0001 02 020F 0001 01 0302 0001 01 0303 0005 0041 6E6E61 0304 0001 03 "
                                "0381 0005 010101 3436 0381 0005 010101 3437 0421 0001 01 0426 0001 01 0501 0001 02 "
                                "060B 0003 80 0102 060D 0008 3132343030303100 060E 0008 3132343030303200 060F 0006 303030303031 "
                                "0610 0006 303030303032 0611 0001 02 0612 000A 31323334353637383930 0613 0002 3436 1201 0001 01 "
                                "1203 0002 0001 130C 0001 01 1380 0001 05 1383 0002 0703 1400 0004 31313031 1401 0004 31313037 "
                                "1204 0004 04 02 0018")},
         "0000015D 00000004 00000000 00000017"
         " 00 00 00 00 01 01 343637303132333435363700 00 00 00 00 00 00 00 00 00 02 4869 0005000103 0006000101"
         " 0007000101 000800024100 000D000102 000E000101 000F000101 0010000141 0017000400000E10 0019000100"
         " 0030000180 0201000101 02020004A0313233 02030004A0343536 020400020042 0205000107 020A00020B84"
         " 020B00020B85 020C00020007 020D000102 020E000102 020F000101 0302000101 0303000500416E6E61 0304000103"
         " 038100050101013436 038100050101013437 0421000101 0426000101 0501000102 060B0003800102"
         " 060D00083132343030303100 060E00083132343030303200 060F0006303030303031 06100006303030303032"
         " 0611000102 0612000A31323334353637383930 061300023436 1201000101 120300020001 130C000101 1380000105"
         " 138300020703 1400000431313031 1401000431313037 1204000404020018"},
        {"submit_sm_resp with congestion", 24, command_status::esme_rok,
         submit_sm_resp{.message_id = "7", .tlvs = tlvs("001D 0003 4F4B00 0428 0001 55")},
         "0000001E 80000004 00000000 00000018"
         " 3700 001D00034F4B00 0428000155"},
    };
    return all;
}

}  // namespace hermod::wire::smpp::golden
