// DeliveryStatus of ParlayX SMS, and whether it is the last word.
#pragma once

#include <cstdint>
#include <string_view>

namespace hermod::wire::parlayx {

enum class delivery_status : std::uint8_t {
    unrecognised,  // a word outside of the standard, such as Insufficient_Balance: keep and show it
    delivered_to_network,
    delivery_uncertain,
    delivery_impossible,
    message_waiting,
    delivered_to_terminal,
    delivery_notification_not_supported,
};

// In any case, with or without _ and - between its words.
delivery_status status_of(std::string_view word);

// Nothing more will come. Of a word outside of the standard nobody can know.
constexpr bool is_final(delivery_status status) {
    return status == delivery_status::delivered_to_terminal || status == delivery_status::delivery_impossible ||
           status == delivery_status::delivery_notification_not_supported;
}

}  // namespace hermod::wire::parlayx
