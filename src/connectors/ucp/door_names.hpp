// The seconds that the door gives its messages as SCTS: the one of now, or the next that this recipient has not had, since AdC
// and SCTS are all the name that a message has in UCP.
//
// Shared by all sessions of the door: any thread. Recipients that fall into one place share its seconds, which costs them a
// second here and there and never makes two names one. Who sends more than 60 messages to one number in far less than as many
// seconds gets names that repeat. Nothing outlives the process: the name itself is stored with its message.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/ids.hpp"

namespace hermod::connectors::ucp {

class door_names {
public:
    static constexpr std::int64_t most_ahead = 60;  // seconds

    // `now` and the result count seconds from the same beginning, whichever.
    std::int64_t next(account_id account, std::string_view recipient, std::int64_t now) {
        auto& place = places_[slot(account, recipient)];
        std::int64_t last = place.load(std::memory_order_relaxed);
        for (;;) {
            const std::int64_t given = last < now || last - now >= most_ahead ? now : last + 1;
            if (place.compare_exchange_weak(last, given, std::memory_order_relaxed)) return given;
        }
    }

private:
    static constexpr std::size_t bits = 16;

    static std::size_t slot(account_id account, std::string_view recipient) {
        const std::uint64_t mixed = (std::uint64_t{account.value} << 32 | name_hash(recipient)) * 0x9e3779b97f4a7c15ull;
        return static_cast<std::size_t>(mixed >> (64 - bits));
    }

    std::unique_ptr<std::atomic<std::int64_t>[]> places_ = std::make_unique<std::atomic<std::int64_t>[]>(std::size_t{1} << bits);
};

}  // namespace hermod::connectors::ucp
