// What modems of several families say, octet by octet, and how a driver should hear it. Made from the families' manuals and from
// what drivers had to be taught about them; the identities are invented. Shared by the tests and the fuzzer's first corpus.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wire/at/line_reader.hpp"

namespace hermod::wire::at::transcripts {

struct step {
    std::string_view sends;  // a command line; ">" in front: the PDU behind the prompt
    bool prompt = false;     // a prompt is waited for
    std::string_view hears;  // what the modem then writes
    // kind and text of each line, "kind text"; a PDU behind " | "
    std::vector<std::string_view> lines;
};

struct transcript {
    const char* name;
    std::vector<step> steps;
};

inline constexpr std::string_view deliver = "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37";
inline constexpr std::string_view report = "0006D60B911326880736F4111011719551401110117195714000";
inline constexpr std::string_view submit = "0011000B916407281553F80000AA0AE8329BFD4697D9EC37";

inline std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const std::string_view part : parts) out += part;
    return out;
}
// Texts that live as long as the program.
inline std::string_view keep(std::string text) {
    static std::vector<std::unique_ptr<std::string>> kept;
    return *kept.emplace_back(std::make_unique<std::string>(std::move(text)));
}

inline const std::vector<transcript>& all() {
    static const std::vector<transcript> made = {
        {"Huawei: echo, URCs between the lines, a message at once, COMMAND NOT SUPPORT",
         {{"ATE0", false, "ATE0\r\r\n^RSSI:9\r\nOK\r\n", {"echo ATE0", "unsolicited ^RSSI:9", "final OK"}},
          {"AT+CGMI",
           false,
           "\r\n^RSSI:17\r\n\r\nhuawei\r\n\r\nOK\r\n",
           {"unsolicited ^RSSI:17", "intermediate huawei", "final OK"}},
          {"AT^CURC=0", false, "\r\nCOMMAND NOT SUPPORT\r\n", {"final COMMAND NOT SUPPORT"}},
          {"AT+CPMS?",
           false,
           "^SRVST:0\r\nAT+CPMS?\r\r\n+CPMS: \"SM\",2,20,\"SM\",2,20,\"SM\",2,20\r\n\r\nOK\r\n",
           {"unsolicited ^SRVST:0", "echo AT+CPMS?", "intermediate +CPMS: \"SM\",2,20,\"SM\",2,20,\"SM\",2,20", "final OK"}},
          {"AT+CMGS=23", true, "\r\n> ", {"prompt >"}},
          {keep(joined({">", submit})),
           false,
           "\r\n^BOOT:10224,0,0,0,6\r\n\r\n+CMGS: 12\r\n\r\nOK\r\n",
           {"unsolicited ^BOOT:10224,0,0,0,6", "intermediate +CMGS: 12", "final OK"}},
          {"",
           false,
           keep(joined({"\r\n+CMT: ,28\r\n", deliver, "\r\n\r\n^SMMEMFULL:\"SM\"\r\n"})),
           {keep(joined({"unsolicited +CMT: ,28 | ", deliver})), "unsolicited ^SMMEMFULL:\"SM\""}}}},
        {"Quectel: start, news of a stored message, a status report announced with index 0",
         {{"",
           false,
           "\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\n+QUSIM: 1\r\n\r\n+QIND: SMS DONE\r\n\r\nSMS DONE\r\n",
           {"unsolicited RDY", "unsolicited +CFUN: 1", "unsolicited +CPIN: READY", "unsolicited +QUSIM: 1",
            "unsolicited +QIND: SMS DONE", "unsolicited SMS DONE"}},
          {"AT+CREG?",
           false,
           "\r\n+CREG: 5,\"1A2B\",\"01C3D4E5\",7\r\n\r\n+CREG: 2,1,\"1A2B\",\"01C3D4E5\",7\r\n\r\nOK\r\n",
           {"unsolicited +CREG: 5,\"1A2B\",\"01C3D4E5\",7", "intermediate +CREG: 2,1,\"1A2B\",\"01C3D4E5\",7", "final OK"}},
          {"AT+CMGL=4",
           false,
           keep(joined({"\r\n+CMGL: 0,1,,28\r\n", deliver, "\r\n+CMTI: \"ME\",3\r\n+CMGL: 2,0,\"Ann\",28\r\n", deliver,
                        "\r\n\r\nOK\r\n"})),
           {keep(joined({"intermediate +CMGL: 0,1,,28 | ", deliver})), "unsolicited +CMTI: \"ME\",3",
            keep(joined({"intermediate +CMGL: 2,0,\"Ann\",28 | ", deliver})), "final OK"}},
          {"", false, "\r\n+CDSI: \"SM\",0\r\n", {"unsolicited +CDSI: \"SM\",0"}}}},
        {"SIMCom: prompt without a blank and with a line end, news glued to an echo, errors in words",
         {{"AT+CMGS=23", true, "AT+CMGS=23\r\r\n>\r\n", {"echo AT+CMGS=23", "prompt >"}},
          {keep(joined({">", submit})),
           false,
           keep(joined({submit, "\x1A\r\n+CMS ERROR: network timeout\r\n"})),
           {keep(joined({"echo ", submit})), "final +CMS ERROR: network timeout"}},
          {"AT+CMGD=1",
           false,
           "*PSUTTZ: 2026,11,25,19,9,23,\"+4\",0AT+CMGD=1\r\r\nOK\r\n",
           {"unsolicited *PSUTTZ: 2026,11,25,19,9,23,\"+4\",0", "echo AT+CMGD=1", "final OK"}},
          {"AT+CPIN?", false, "\r\n+CME ERROR: SIM busy\r\n", {"final +CME ERROR: SIM busy"}},
          {"",
           false,
           "\r\nCall Ready\r\n\r\nSMS Ready\r\nDST: 0\r\n\r\nNORMAL POWER DOWN\r\n",
           {"unsolicited Call Ready", "unsolicited SMS Ready", "unsolicited DST: 0", "unsolicited NORMAL POWER DOWN"}}}},
        {"Telit: line feeds alone, a status report between a command and its answer, a call",
         {{"AT+CSQ",
           false,
           keep(joined({"AT+CSQ\r\n+CDS: 25\r\n", report, "\n+CSQ: 18,0\n\nOK\n"})),
           {"echo AT+CSQ", keep(joined({"unsolicited +CDS: 25 | ", report})), "intermediate +CSQ: 18,0", "final OK"}},
          {"AT#QSS?", false, "\r\n#QSS: 2,1\r\n\r\nOK\r\n", {"intermediate #QSS: 2,1", "final OK"}},
          {"",
           false,
           "\r\n#QSS: 0\r\n\r\nRING\r\n\r\nNO CARRIER\r\n",
           {"unsolicited #QSS: 0", "unsolicited RING", "unsolicited NO CARRIER"}},
          {"ATD*99#", false, "\r\nNO CARRIER\r\n", {"final NO CARRIER"}}}},
        {"Wavecom: doubled parentheses, +WIND, an empty slot, +CMGR without a PDU",
         {{"AT+CPMS=?",
           false,
           "\r\n+WIND: 4\r\n\r\n+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))\r\n\r\nOK\r\n",
           {"unsolicited +WIND: 4", "intermediate +CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))", "final OK"}},
          {"AT+CMGR=1", false, "\r\n+CMGR: 0,,0\r\n\r\nOK\r\n", {"intermediate +CMGR: 0,,0", "final OK"}},
          {"AT+CMGR=2", false, "\r\n+CMGR: 1,,28\r\n\r\nOK\r\n", {"intermediate +CMGR: 1,,28 | (none)", "final OK"}},
          {"AT+CMGR=9", false, "\r\n+CMS ERROR: 321\r\n", {"final +CMS ERROR: 321"}},
          {"AT+CPIN?", false, "\r\n+CPIN: READY\r\n", {"intermediate +CPIN: READY"}}}},
        {"USSD: over several lines, with quotes, before the OK and behind it",
         {{"AT+CUSD=1,\"*100#\",15",
           false,
           "\r\n+CUSD: 1,\"Balance: 3,50\nsay \"more\"\r\nor 0\",15\r\n\r\nOK\r\n",
           {"unsolicited +CUSD: 1,\"Balance: 3,50\nsay \"more\"\nor 0\",15", "final OK"}},
          {"AT+CUSD=2",
           false,
           "\r\nOK\r\n\r\n+CUSD: 0\r\n\r\n+CUSD: 0,\"never closed\r\n+CSQ: 3,0\r\n",
           {"final OK", "unsolicited +CUSD: 0", "unsolicited +CUSD: 0,\"never closed", "unsolicited +CSQ: 3,0"}}}},
        {"two commands in one line, and what the old ones print",
         {{"AT+CMEE=1;+CREG=2", false, "AT+CMEE=1;+CREG=2\r\r\nOK\r\n", {"echo AT+CMEE=1;+CREG=2", "final OK"}},
          {"ATI",
           false,
           "\r\nManufacturer: huawei\r\nModel: E173\r\n+GCAP: +CGSM,+DS,+ES\r\n\r\nOK\r\n",
           {"intermediate Manufacturer: huawei", "intermediate Model: E173", "intermediate +GCAP: +CGSM,+DS,+ES", "final OK"}},
          {"AT+CGSN", false, "\r\n353456789012345\r\n\r\nOK\r\n", {"intermediate 353456789012345", "final OK"}}}},
    };
    return made;
}

}  // namespace hermod::wire::at::transcripts
