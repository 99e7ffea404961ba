// The words that MADAPI's versions have for what became of a message, as one enum: no two versions mean different things by a
// word.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "wire/madapi/version.hpp"

namespace hermod::wire::madapi {

enum class delivery_status : std::uint8_t {
    unrecognised,  // a word that no version has: keep and show it
    pending,
    accepted,
    en_route,
    sent,
    delivered_to_network,
    waiting,
    delivered,
    read,
    uncertain,
    unknown,
    not_supported,  // nobody will tell
    expired,
    deleted,
    undelivered,
    rejected,
};

struct status_word {
    std::string_view word;
    delivery_status status;
    std::optional<version> of;  // nothing: in no published list, but spelled so by SMPP centres behind such interfaces
};
std::span<const status_word> status_words();

// In any case.
delivery_status status_of(std::string_view word);

// Nothing more will come.
constexpr bool is_final(delivery_status status) {
    switch (status) {
        case delivery_status::delivered:
        case delivery_status::read:
        case delivery_status::not_supported:
        case delivery_status::expired:
        case delivery_status::deleted:
        case delivery_status::undelivered:
        case delivery_status::rejected: return true;
        default: return false;
    }
}

}  // namespace hermod::wire::madapi
