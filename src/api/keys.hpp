// Who asks: API keys, known by their SHA-256 only.
//
// Every look-up costs the same, whether the key is missing, unknown or right: one hash, one look in a hash table by the
// digest's first octets, one comparison of 32 octets in constant time. Timing tells nothing of a key: whoever can choose
// what is hashed cannot choose its digest.
// An immutable snapshot, shared as shared_ptr<const keys>; in-flight counts live in the callers, which outlive snapshots.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/digest.hpp"
#include "base/ids.hpp"

namespace hermod::api {

// Messages of one account that wait for the store.
struct account_load {
    std::atomic<std::size_t> waiting{0};
};

struct caller {
    account_id account;
    bool admin = false;  // sees every account's messages
    std::shared_ptr<account_load> load = std::make_shared<account_load>();
};

class keys {
public:
    // Of a configured key; app/ need not keep the key itself.
    static digest digest_of(std::string_view key) { return sha256({key}); }

    void add(const digest& of_key, caller who);
    // The value of an Authorization header; null when it names no known key.
    const caller* find(std::string_view authorization) const;
    std::size_t size() const { return entries_.size(); }

private:
    struct entry {
        digest of_key;
        caller who;
    };
    std::vector<entry> entries_;
    std::unordered_map<std::uint64_t, std::size_t> places_;  // by the digest's first 8 octets
};

using keys_ptr = std::shared_ptr<const keys>;

}  // namespace hermod::api
