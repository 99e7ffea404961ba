// The only name that a message has in UCP: the recipient and the second in which the centre took it.
//
// 51's positive result says both in SM, "012234:090996101010"; 53 says them in OAdC and SCTS. Two messages to one number in
// one second have the same name, and some centres write the number otherwise (00, +, or neither) than they got it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hermod::wire::ucp {

struct message_reference {
    std::string_view adc, scts;  // scts: twelve digits that are a time
    friend bool operator==(const message_reference&, const message_reference&) = default;
};

// Blanks around are let pass. nullopt: no colon, or no time behind the last one.
std::optional<message_reference> read_reference(std::string_view sm);
std::string reference_text(const message_reference& reference);

}  // namespace hermod::wire::ucp
