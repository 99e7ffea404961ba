// Who does not want to be written to, by whom: all opt-outs, in memory, 16 octets each. What is durable of it are the store's
// notes; here is what every submission and every claim is held against.
//
// Owned by app/, which fills it before the store starts; afterwards changes come on the store's thread alone, questions from any.
// Split by number into shards with a lock each, so that a question waits for a change for the length of one insertion.
#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_set.hpp>
#include <deque>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "consent/scope.hpp"

namespace hermod::consent {

class ledger {
public:
    // Does this number refuse what the account sends by this name? The widest opt-out that says so.
    std::optional<opt_out> find(std::uint64_t number, account_id account, std::string_view sender) const;
    // The very one, of that scope alone.
    std::optional<opt_out> at(std::uint64_t number, const scope& from) const;
    // False: it was there; then nothing changes, the first word counts.
    bool add(const opt_out& what);
    bool remove(std::uint64_t number, const scope& from);

    // A page, in an order that is always the same but has no meaning.
    struct filter {
        std::optional<account_id> account;    // its own ones; everybody's are account 0
        std::optional<std::uint64_t> number;
        std::optional<opt_out> after;         // the last of the page before
        std::size_t limit = 100;
    };
    std::vector<opt_out> list(const filter& wanted) const;

    std::size_t size() const { return size_.load(std::memory_order_relaxed); }

private:
    // Number and source in one word; the scope by its place in scopes_.
    struct entry {
        static constexpr std::uint64_t spread = 0x9e3779b97f4a7c15ull;
        std::uint64_t number_and_source;
        std::uint32_t scope;
        std::uint32_t since;  // seconds since 1970

        std::uint64_t number() const { return number_and_source >> 4; }
        friend bool operator==(const entry& a, const entry& b) { return a.number() == b.number() && a.scope == b.scope; }
        friend std::size_t hash_value(const entry& e) { return static_cast<std::size_t>((e.number() * 31 + e.scope) * entry::spread); }
    };
    static_assert(sizeof(entry) == 16);
    struct shard {
        mutable std::shared_mutex mutex;
        boost::unordered_flat_set<entry> entries;
    };
    static constexpr std::size_t shard_count = 64;
    static std::size_t shard_of(std::uint64_t number) { return static_cast<std::size_t>(number * entry::spread >> 58); }

    struct scope_hash {
        std::size_t operator()(const scope& s) const noexcept {
            return std::hash<std::string>{}(s.sender) ^ (std::size_t{s.account.value} * 0x9e3779b97f4a7c15ull);
        }
    };
    static constexpr std::uint32_t unknown_scope = ~std::uint32_t{0};
    std::uint32_t place_of(const scope& which) const;
    std::uint32_t place_for(const scope& which);
    scope scope_at(std::uint32_t place) const;
    opt_out shown(const entry& e) const;

    std::array<shard, shard_count> shards_;
    std::atomic<std::size_t> size_{0};
    mutable std::shared_mutex scopes_mutex_;
    std::deque<scope> scopes_;  // never shrinks: there are as many as accounts and senders
    std::unordered_map<scope, std::uint32_t, scope_hash> places_;
};

}  // namespace hermod::consent
