// What an account has sent within a time, so that the same once more can be refused: account, recipient, sender and text, as
// a fingerprint. Any thread.
//
// Who registers a message that is then not kept takes it back: a message that was refused or failed is no first one. What is kept
// outlives the process by duplicate_rows. Bounded; where there are too many, the oldest are forgotten and their duplicates let
// through, counted.
#pragma once

#include "base/ids.hpp"
#include "limits/keyed_table.hpp"

namespace hermod::limits {

class duplicates {
public:
    explicit duplicates(std::size_t most) : known_(most) {}

    struct answer {
        bool is_first = false;  // and is registered
        message_id first{};     // otherwise: of the one that it repeats
        nanos left = 0;         // and until it may be repeated
    };
    answer ask(std::uint64_t what, message_id id, nanos at, nanos within) {
        return known_.with(what, at, [&](entry& one) -> answer {
            if (one.until > at && one.until <= at + within) return {false, one.id, one.until - at};
            one = {at + within, id};
            return {true, id, 0};
        });
    }
    // What an earlier run has registered; of one fingerprint the last message counts.
    void restore(std::uint64_t what, message_id id, nanos until, nanos now) {
        known_.with(what, now, [&](entry& one) {
            if (one.id <= id) one = {until, id};
        });
    }
    // Of one that was registered: it was not kept.
    void take_back(std::uint64_t what, message_id id) {
        known_.if_there(what, [&](const entry& one) { return one.id != id; });
    }
    std::size_t size() const { return known_.size(); }
    std::uint64_t forgotten() const { return known_.forgotten(); }

private:
    struct entry {
        nanos until = 0;
        message_id id{};
    };
    keyed_table<entry> known_;
};

}  // namespace hermod::limits
