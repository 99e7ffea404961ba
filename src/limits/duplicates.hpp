// What an account has sent within a time, so that the same once more can be refused: account, recipient, sender and text, as
// a fingerprint. Any thread.
//
// Who registers a message that is then not kept takes it back: a message that was refused or failed is no first one. What an
// application names itself (an Idempotency-Key) is no duplicate under the same name: the store answers it as it did before.
// Bounded; where there are too many, the oldest are forgotten and their duplicates let through, counted.
#pragma once

#include "base/ids.hpp"
#include "limits/keyed_table.hpp"

namespace hermod::limits {

class duplicates {
public:
    explicit duplicates(std::size_t most) : known_(most) {}

    struct answer {
        bool is_first = false;
        message_id first{};  // otherwise: of the one that it repeats
        nanos left = 0;      // and until it may be repeated
        bool registered = false;
    };
    // `name`: the application's own for this message, 0: none.
    answer ask(std::uint64_t what, message_id id, std::uint64_t name, nanos at, nanos within) {
        return known_.with(what, at, [&](entry& one) -> answer {
            if (one.until > at && one.until <= at + within) {
                if (name != 0 && one.name == name) return {true, one.id, 0, false};
                return {false, one.id, one.until - at, false};
            }
            one = {at + within, id, name};
            return {true, id, 0, true};
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
        std::uint64_t name = 0;
    };
    keyed_table<entry> known_;
};

}  // namespace hermod::limits
