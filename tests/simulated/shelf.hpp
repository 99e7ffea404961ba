// The store of a simulated world. The real gate commits on a thread of its own, at real times, so a run with it would neither
// repeat nor be fast; what counts here is its contract: verbs are done in order, some time later, a claim is answered when it
// is durable, settling is lazy, and a crash loses what was not done yet. The states are those of message/record, the one rule
// book; a record that is closed is folded into a few octets, as the archiver takes it away.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "deliver/lane.hpp"
#include "message/record.hpp"
#include "timeline.hpp"

namespace hermod::simulated {

class shelf {
public:
    shelf(timeline& time, dice& luck, std::size_t messages, bool resend_unsure);

    // The lane that is served from now on; what the one before waits for is not answered.
    deliver::lane::store_side serve(deliver::lane*& where);
    // What was handed over and is not durable yet is lost.
    void crash();
    std::vector<store::open_entry> left() const;

    struct summary {
        state now = state::accepted;
        bool possible_duplicate = false, claimed = false, sendable = true;
        std::size_t deferred = 0, unsure = 0;
    };
    summary of(std::size_t which) const;
    message_ptr content(std::size_t which) const { return shelf_[which].rec->what; }
    std::size_t size() const { return shelf_.size(); }
    bool idle() const { return under_way_ == 0; }

private:
    struct place {
        std::optional<record> rec;
        summary folded;
    };
    void later(std::function<void()> what);
    void settle(message_id id, event happened);
    static summary sum(const record& r);

    timeline& time_;
    dice& luck_;
    std::vector<place> shelf_;
    mono_time last_{};
    std::uint64_t life_ = 0;
    std::size_t under_way_ = 0;
};

}  // namespace hermod::simulated
