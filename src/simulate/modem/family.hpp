// The habits of families of modems, a row each: what a driver must put up with. What is meant by each is in
// docs/protocols/modem.md.
#pragma once

#include <string_view>

#include "simulate/modem/options.hpp"

namespace hermod::simulate::modem {

enum class empty_slot : std::uint8_t { invalid_index, ok, zeros };  // of AT+CMGR: 321, OK alone, +CMGR: 0,,0

struct habits {
    std::string_view name, manufacturer, model, revision;
    unsigned first_index = 1;
    std::string_view character_sets;  // as AT+CSCS=? lists them
    std::string_view news_ranges;     // as AT+CNMI=? does
    empty_slot empty = empty_slot::invalid_index;
    std::string_view unknown_command = "ERROR";
    std::string_view at_start = {};   // unasked lines behind power-on, "|" between them
    std::string_view noise = {};      // an unasked line that may stand between any two, also inside an answer
    bool report_memory = true;        // status reports go to "SR"; else to the messages
    bool reports_called_sm = false;   // ... and are announced as "SM",0 all the same (Quectel EC25)
    bool double_parentheses = false;  // AT+CPMS=?
    bool no_ok_after_pin = false;     // AT+CPIN=... and AT+CPIN? end with their line (Wavecom)
    bool packed_ussd = false;         // hex of packed septets until AT^USSDMODE=0 (Huawei)
    bool named_identity = false;      // +CGMI: in front of what AT+CGMI answers
    bool forgets_news = false;        // ATZ turns AT+CNMI off
};

const habits& habits_of(family of);

}  // namespace hermod::simulate::modem
