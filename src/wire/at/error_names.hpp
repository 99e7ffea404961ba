// +CMS ERROR (TS 27.005 section 3.2.5) and +CME ERROR (TS 27.007 section 9.2): numbers, their words, and what to do about them.
//
// With AT+CMEE=2 a modem writes words instead of numbers, each vendor in its own case: number_of_*() finds the number again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hermod::wire::at {

struct error_row {
    std::uint16_t number;
    std::string_view words;
};
std::span<const error_row> cms_errors();  // ascending
std::span<const error_row> cme_errors();

// "SIM busy"; "vendor specific" from 512 on (+CMS), otherwise "reserved".
std::string_view words_of_cms(unsigned number);
std::string_view words_of_cme(unsigned number);
std::optional<unsigned> number_of_cms(std::string_view words);
std::optional<unsigned> number_of_cme(std::string_view words);

// Whether a message that was answered so is worth another try.
enum class retry : std::uint8_t {
    later,    // congestion, busy, no network: the same message may pass
    never,    // the message itself is refused
    unclear,  // the standard does not say: the driver's own rule
};
retry retry_of_cms(unsigned number);
retry retry_of_cme(unsigned number);

// The SIM is missing, locked or broken: nothing passes until somebody sees to it.
bool is_sim_trouble_cms(unsigned number);
bool is_sim_trouble_cme(unsigned number);

}  // namespace hermod::wire::at
