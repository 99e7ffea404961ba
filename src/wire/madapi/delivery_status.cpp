#include "wire/madapi/delivery_status.hpp"

#include "wire/madapi/letters.hpp"

namespace hermod::wire::madapi {
namespace {

constexpr status_word words[] = {
    {"PENDING", delivery_status::pending, version::v1},
    {"SENT", delivery_status::sent, version::v1},
    {"DELIVERED", delivery_status::delivered, version::v1},
    {"EXPIRED", delivery_status::expired, version::v1},
    {"DELETED", delivery_status::deleted, version::v1},
    {"UNDELIVERABLE", delivery_status::undelivered, version::v1},
    {"REJECTED", delivery_status::rejected, version::v1},
    {"READ", delivery_status::read, version::v1},
    {"DeliveredToTerminal", delivery_status::delivered, version::v2},
    {"DeliveryUncertain", delivery_status::uncertain, version::v2},
    {"DeliveryImpossible", delivery_status::undelivered, version::v2},
    {"MessageWaiting", delivery_status::waiting, version::v2},
    {"DeliveredToNetwork", delivery_status::delivered_to_network, version::v2},
    {"DeliveryNotificationNotSupported", delivery_status::not_supported, version::v2},
    {"ACCEPTD", delivery_status::accepted, version::v3},
    {"DELETED", delivery_status::deleted, version::v3},
    {"DELIVERED", delivery_status::delivered, version::v3},
    {"ENROUTE", delivery_status::en_route, version::v3},
    {"UNKNOWN", delivery_status::unknown, version::v3},
    {"EXPIRED", delivery_status::expired, version::v3},
    {"REJECTED", delivery_status::rejected, version::v3},
    {"UNDELIVERED", delivery_status::undelivered, version::v3},
    {"ACCEPTED", delivery_status::accepted, {}},
    {"DELIVRD", delivery_status::delivered, {}},
    {"UNDELIV", delivery_status::undelivered, {}},
    {"REJECTD", delivery_status::rejected, {}},
};

}  // namespace

std::span<const status_word> status_words() {
    return words;
}

delivery_status status_of(std::string_view word) {
    for (const status_word& one : words)
        if (same_letters(word, one.word)) return one.status;
    return delivery_status::unrecognised;
}

}  // namespace hermod::wire::madapi
