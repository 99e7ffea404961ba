// The answers and news that a driver of a modem needs, as structs: TS 27.005 (messages) and TS 27.007 (everything else).
//
// Each reader takes one line as line_reader gives it. The faults name the parameter as the standard does. In PDU mode.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/at/errc.hpp"

namespace hermod::wire::at {

// +CMGL: <index>,<stat>,[<alpha>],<length> (27.005 section 4.1). `status`: 0 unread, 1 read, 2 unsent, 3 sent.
struct stored_message {
    unsigned index = 0;
    unsigned status = 0;
    std::string alpha;
    unsigned length = 0;  // 0: an empty slot
};
codec_result<stored_message> read_cmgl(std::string_view line);
// +CMGR: <stat>,[<alpha>],<length> (section 4.3); index stays 0.
codec_result<stored_message> read_cmgr(std::string_view line);

// +CMT: [<alpha>],<length> and +CDS: <length> (section 3.4.1): a PDU follows.
struct delivered_pdu {
    std::string alpha;
    unsigned length = 0;
};
codec_result<delivered_pdu> read_cmt(std::string_view line);
codec_result<delivered_pdu> read_cds(std::string_view line);

// +CMTI: <mem>,<index> and +CDSI: <mem>,<index>. Select that memory before reading; index 0 is one.
struct stored_notice {
    std::string memory;
    unsigned index = 0;
};
codec_result<stored_notice> read_cmti(std::string_view line);
codec_result<stored_notice> read_cdsi(std::string_view line);

// +CPMS (section 3.2.2): of AT+CPMS? with the memories' names, of AT+CPMS=... without.
struct memory_state {
    std::string name;
    unsigned used = 0, total = 0;
};
codec_result<std::vector<memory_state>> read_cpms(std::string_view line);
// Of AT+CPMS=?: which memories each of the three may be.
codec_result<std::vector<std::vector<std::string>>> read_cpms_choices(std::string_view line);

// +CMGS: <mr>[,<ackpdu>] (section 4.2), +CMSS likewise.
struct sent_message {
    unsigned reference = 0;
    std::string ack_pdu;  // hex: an SMS-SUBMIT-REPORT
};
codec_result<sent_message> read_cmgs(std::string_view line);

// +CSCA: <sca>[,<tosca>] (section 3.3.1).
struct number_and_type {
    std::string number;
    std::optional<unsigned> type;  // 145 international, 129 unknown
};
codec_result<number_and_type> read_csca(std::string_view line);

// +CNMI: <mode>,<mt>,<bm>,<ds>,<bfr> (section 3.4.1).
struct news_settings {
    unsigned mode = 0, mt = 0, bm = 0;
    std::optional<unsigned> ds, bfr;  // old modems have neither
};
codec_result<news_settings> read_cnmi(std::string_view line);
// Of AT+CNMI=? and the like: what each parameter may be.
using value_ranges = std::vector<std::pair<unsigned, unsigned>>;
codec_result<std::vector<value_ranges>> read_ranges(std::string_view line, std::string_view name);
bool contains(const value_ranges& ranges, unsigned value);

// +CSQ: <rssi>,<ber> (27.007 section 8.5).
struct signal {
    unsigned rssi = 99, ber = 99;
    std::optional<int> dbm() const;  // -113 and below to -51 and above; TD-SCDMA's 100 to 191 as well; none: unknown
};
codec_result<signal> read_csq(std::string_view line);

// +COPS: <mode>[,<format>,<oper>[,<AcT>]] (section 7.3).
struct operator_state {
    unsigned mode = 0;
    std::optional<unsigned> format;  // 0 long name, 1 short name, 2 number
    std::string name;                // empty: not registered
    std::optional<unsigned> access;  // 0 GSM, 2 UTRAN, 7 E-UTRAN, ...
};
codec_result<operator_state> read_cops(std::string_view line);

// +CREG, +CGREG, +CEREG (sections 7.2, 10.1.20, 10.1.22): the answer with <n>, the news without.
struct registration {
    unsigned state = 4;  // 0 no, 1 home, 2 searching, 3 denied, 4 unknown, 5 roaming, 6 and 7 for SMS only
    std::string area, cell;
    std::optional<unsigned> access;
    bool registered() const { return state == 1 || (state >= 5 && state <= 7); }
};
codec_result<registration> read_registration(std::string_view line, std::string_view name = "+CREG");
std::string_view words_of_registration(unsigned state);

// +CPIN: <code> (section 8.3).
enum class pin_state : std::uint8_t { ready, sim_pin, sim_puk, sim_pin2, sim_puk2, device_lock, network_lock, other };
codec_result<pin_state> read_cpin(std::string_view line);

// AT+CGMI, AT+CGMM, AT+CGMR, AT+CGSN, AT+CIMI: with or without "+CGMI:" and quotes.
std::string read_identity(std::string_view line, std::string_view name);

// +CNUM: [<alpha>],<number>,<type>[,...] (section 7.1).
struct own_number {
    std::string alpha, number;
    std::optional<unsigned> type;
};
codec_result<own_number> read_cnum(std::string_view line);

// +CUSD: <m>[,<str>,<dcs>] (section 7.15). The string is text, UCS-2 in hex or packed septets in hex, as modem and AT+CSCS have
// it.
struct ussd {
    unsigned state = 0;  // 0 done, 1 wants an answer, 2 ended by the network, 3 another client, 4 not supported, 5 time-out
    std::string text;
    std::optional<unsigned> dcs;
};
codec_result<ussd> read_cusd(std::string_view line);

}  // namespace hermod::wire::at
