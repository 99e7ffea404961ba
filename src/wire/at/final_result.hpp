// The line that ends an answer: V.250 section 5.7.1 with the errors of TS 27.005 and 27.007, and what vendors say besides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hermod::wire::at {

enum class result_code : std::uint8_t {
    ok,
    error,                // ERROR, without a number
    cme_error,            // +CME ERROR
    cms_error,            // +CMS ERROR
    no_carrier,           // NO CARRIER; without a command: a call has ended
    busy,                 // BUSY
    no_answer,            // NO ANSWER
    no_dialtone,          // NO DIALTONE, NO DIAL TONE
    connect,              // CONNECT: data follow
    not_supported,        // COMMAND NOT SUPPORT (Huawei)
    too_many_parameters,  // TOO MANY PARAMETERS (Huawei)
    aborted,              // ABORTED (Telit, u-blox)
};

struct final_result {
    result_code code = result_code::ok;
    std::optional<unsigned> number;  // of +CME and +CMS; found by its words where the modem writes words
    std::string words;               // as the modem wrote them
    friend bool operator==(const final_result&, const final_result&) = default;
};

// nullopt when the line is no final result.
std::optional<final_result> read_final(std::string_view line);
// Those that may also come by themselves, when a call ends.
bool may_be_unsolicited(result_code code);

}  // namespace hermod::wire::at
