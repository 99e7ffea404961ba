// Command lines for a modem. What comes from outside (numbers, PINs, USSD strings, initialisation lines of a configuration)
// cannot end the command, begin another one, or open the prompt: CR, LF, Ctrl-Z, ESC and every other control character are
// refused, and so is a quote inside a string and a semicolon or comma outside one.
#pragma once

#include <string>
#include <string_view>

#include "wire/at/errc.hpp"

namespace hermod::wire::at {

// V.250 wants 40 characters at least; modems take some hundreds.
inline constexpr std::size_t max_command = 512;

// command("+CMGS").number(23).line() is AT+CMGS=23 and CR.
class command {
public:
    // `name` is the program's own: "+CPIN", "E0".
    explicit command(std::string_view name) : line_("AT" + std::string(name)) {}

    command& number(unsigned value);
    command& string(std::string_view value);  // in quotes
    command& word(std::string_view value);    // as it stands
    command& nothing();                       // an empty parameter: ,,

    // With its CR. Faults: unsafe_argument at the character in the line, line_too_long.
    codec_result<std::string> line() const;

private:
    void separate();
    bool safe(std::string_view value, std::string_view forbidden);

    std::string line_;
    bool has_parameters_ = false;
    codec_error fault_{};
};

// "AT+CMGF?" and "AT+CNMI=?".
std::string question(std::string_view name);
std::string choices(std::string_view name);

// A whole line from a configuration, with its AT; several commands with ";" are its author's wish. Faults: wrong_answer when it
// does not begin with AT, unsafe_argument, line_too_long.
codec_result<std::string> whole_line(std::string_view line);

// What follows a prompt: the PDU in hex and Ctrl-Z. Fault: not_hex.
codec_result<std::string> pdu_text(std::string_view hex);
// ESC: leave the prompt without sending.
inline constexpr std::string_view leave_prompt = "\x1B";

}  // namespace hermod::wire::at
