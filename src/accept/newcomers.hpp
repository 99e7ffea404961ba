// How many messages to handsets each account has ever handed in, for rules that hold an account's first ones ([[hold]] first).
//
// Each message takes a place while it is checked. What is then not kept gives its place back, and the next message gets it: of the
// places below N each is kept once, whatever threads and failures there are. Kept ones are counted in notes of kind "accepted", in the
// transaction of the message. Owned by app/; restore() before the store starts, all else from any thread.
// Counted up to `most`: nobody is asked whether he is new beyond that.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <span>
#include <unordered_map>

#include "base/ids.hpp"
#include "message/admission.hpp"

namespace hermod::accept {

class newcomers {
public:
    static constexpr std::string_view kind = "accepted";
    static constexpr std::uint64_t most = 100'000;

    // What the last run left. Throws std::runtime_error when it cannot be read.
    void restore(std::span<const note> left);

    // The place of a message, from 0; `into` has what gives it back or counts it.
    std::uint64_t enter(account_id whose, admissions& into);
    // The place that it would get now.
    std::uint64_t next(account_id whose) const;

private:
    struct place;
    struct account {
        std::uint64_t kept = 0, next = 0;
        std::set<std::uint64_t> free;  // below `next`: given back
    };
    void give_back(account_id whose, std::uint64_t which);
    std::uint64_t keep(account_id whose);

    mutable std::mutex mutex_;  // guards what is below
    std::unordered_map<account_id, account> all_;
};

}  // namespace hermod::accept
