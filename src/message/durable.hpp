// What the store says once something is on disk (or cannot be). Replies are called on the store's thread, in batches,
// right after the sync: they must only hand over (net::mailbox) and never block or throw.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "message/message.hpp"

namespace hermod {

// An application's own retry made safe: the same key with the same fingerprint gets the first answer again.
struct idempotency {
    account_id account;
    std::string key;                            // at most 255 octets
    std::array<std::uint8_t, 32> fingerprint{}; // SHA-256 of method, path and body
    std::string answer;                         // stored with the messages, given back on a replay
};

struct put_result {
    enum class kind : std::uint8_t {
        stored,    // durable
        replayed,  // the key was used with this fingerprint: `answer` is the first one; nothing was stored now
        conflict,  // the key was used with another fingerprint; nothing was stored
        full,      // no room: the disk's reserve is reached, or too much waits for the store
        failed,    // the store has failed and accepts nothing more
    };
    kind is = kind::stored;
    std::string answer;
};

class put_reply {
public:
    virtual void put_done(put_result result) noexcept = 0;

protected:
    ~put_reply() = default;
};

// How a receipt found its message.
enum class receipt_match : std::uint8_t { matched, parked, repeated, failed };

class receipt_reply {
public:
    virtual void receipt_done(std::uint64_t token, receipt_match match) noexcept = 0;

protected:
    ~receipt_reply() = default;
};

}  // namespace hermod
