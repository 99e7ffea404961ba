// The name under which a message is known to a centre: recipient and second, in one spelling for 51's result and for 53.
//
// "447700900123:231126152730": the digits of AdC without leading zeros, so that "+44...", "0044..." and "44..." are one name.
// With dialect::national_receipts only the last 7 digits, by which the store compares numbers too. Two messages to one number
// in one second have one name: see docs/protocols/ucp.md. Pure.
#pragma once

#include <string>
#include <string_view>

namespace hermod::connectors::ucp {

std::string remote_id(std::string_view adc, std::string_view scts, bool last_digits_only);

// Of the SM of 51's positive result, written by the centre: AdC:SCTS, or SCTS alone, which goes with the AdC that we wrote.
// Any other text is the name as it stands, and no 53 will find it.
std::string remote_id_of(std::string_view sm, std::string_view written_adc, bool last_digits_only);

}  // namespace hermod::connectors::ucp
