// The submits of one bind that wait for their answers: a ring indexed by the sequence number's low bits.
//
// A number whose place is still taken by a straggler is skipped (sequence numbers need not be dense), so finding, adding
// and removing cost one look each and nothing is allocated after construction. Owned by one session.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "wire/smpp/command_id.hpp"

namespace hermod::connectors::smpp {

inline constexpr std::uint32_t last_sequence_number = 0x7FFFFFFF;

struct outstanding_submit {
    std::uint32_t sequence = 0;  // 0: the place is free
    wire::smpp::command_id request{};
    std::uint64_t token = 0;  // of a submit_multi: its place in outstanding_multis
    std::uint64_t end = 0;  // octets of the session's output up to the end of this PDU
    mono_time sent_at{};
};

class outstanding_submits {
public:
    // Twice as many places as can be taken: a free one is always near.
    explicit outstanding_submits(std::size_t most) : places_(std::bit_ceil(2 * std::max<std::size_t>(most, 1))), most_(most) {}

    std::size_t size() const { return size_; }
    bool full() const { return size_ >= most_; }

    // Requires !full(). `next` is the session's counter: moved past the number that was given.
    outstanding_submit& add(std::uint32_t& next) {
        for (;; next = after(next)) {
            outstanding_submit& place = places_[next & (places_.size() - 1)];
            if (place.sequence != 0) continue;
            place.sequence = next;
            next = after(next);
            ++size_;
            return place;
        }
    }

    outstanding_submit* find(std::uint32_t sequence) {
        outstanding_submit& place = places_[sequence & (places_.size() - 1)];
        return sequence != 0 && place.sequence == sequence ? &place : nullptr;
    }

    // The one written first; null when none is outstanding.
    outstanding_submit* oldest() {
        outstanding_submit* first = nullptr;
        for (auto& place : places_)
            if (place.sequence != 0 && (!first || place.end < first->end)) first = &place;
        return first;
    }

    void remove(outstanding_submit& place) {
        place.sequence = 0;
        --size_;
    }

    // Calls take(copy) for each that `wanted` says; each is removed before its call, so take() may look at us.
    void remove_if(auto wanted, auto take) {
        if (size_ == 0) return;
        for (auto& place : places_) {
            if (place.sequence == 0 || !wanted(place)) continue;
            const outstanding_submit copy = place;
            remove(place);
            take(copy);
        }
    }

    static constexpr std::uint32_t after(std::uint32_t number) { return number >= last_sequence_number ? 1 : number + 1; }

private:
    std::vector<outstanding_submit> places_;
    std::size_t most_, size_ = 0;
};

}  // namespace hermod::connectors::smpp
