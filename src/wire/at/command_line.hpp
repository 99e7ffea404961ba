// A command line as a modem reads it: V.250 section 5.2. The other side of command.hpp.
//
// ATE0V1, AT&F, ATS0=0, AT+CMEE=1;+CREG=2: several commands may stand in one line, extended ones (+ and the vendors' * # $ % ^)
// end at a semicolon that is in no string. Names come in capitals; arguments stay as they were written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/at/errc.hpp"

namespace hermod::wire::at {

enum class command_form : std::uint8_t {
    execute,  // AT+CMGL, ATZ
    set,      // AT+CMGF=0, ATE1
    read,     // AT+CMGF?
    test,     // AT+CMGF=?
};

struct given_command {
    std::string name;  // "+CMGF", "E", "&F", "S0"
    command_form form = command_form::execute;
    std::string arguments;  // behind "=", or the digits of a basic command
    // As an answer would have them, for parameter_reader: "+CMGF: 0".
    std::string as_answer() const { return name + ": " + arguments; }
    friend bool operator==(const given_command&, const given_command&) = default;
};

// `line` without its end. Faults: wrong_answer when it does not begin with AT, unsafe_argument at a character that begins no
// command. "AT" alone is no command and no fault.
codec_result<std::vector<given_command>> read_command_line(std::string_view line);

}  // namespace hermod::wire::at
