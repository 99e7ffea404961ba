// How many messages, or how many different recipients, there were within a time: what a token bucket says only roughly, since
// it lets a burst follow what it has granted. Here in no window are more than the limit. Any thread.
//
// A window is counted in eighths, and one more: what is in an eighth leaves together, so that at worst a message counts an
// eighth longer than the window. Recipients are known by their fingerprints, at most as many as the limit allows.
#pragma once

#include <array>
#include <memory>

#include "limits/keyed_table.hpp"

namespace hermod::limits {

struct allowance {
    std::uint32_t most = 0;  // messages or their parts, or recipients, in a window
    std::chrono::seconds within{0};
    bool recipients = false;  // counts different recipients
    nanos slice() const { return std::max<nanos>(1, std::chrono::nanoseconds(within).count() / 8); }
};

struct counted {
    bool granted = false;
    nanos wait = 0;          // not granted: until it would be, if nothing else came
    std::int64_t slice = 0;  // granted: where it was counted
    std::uint32_t weight = 1;  // and as how many
};

class window_table {
public:
    explicit window_table(std::size_t most_keys) : windows_(most_keys) {}

    // `weight`: as how many it counts where messages are counted; no more than the most.
    counted count(std::uint64_t key, const allowance& by, std::uint64_t recipient, nanos at, std::uint32_t weight = 1);
    // What was granted and not used.
    void give_back(std::uint64_t key, const allowance& by, std::uint64_t recipient, const counted& what);
    void clear() { windows_.clear(); }
    std::size_t size() const { return windows_.size(); }
    std::uint64_t forgotten() const { return windows_.forgotten(); }

private:
    static constexpr std::int64_t slices = 9;
    struct seen {
        std::int64_t slice = 0;   // the last
        std::uint32_t times = 0;  // so that each of them can be given back
    };
    using recipients = boost::unordered_flat_map<std::uint64_t, seen>;
    struct window {
        nanos until = 0;
        std::int64_t slice = 0;                                                  // the newest
        std::array<std::uint32_t, static_cast<std::size_t>(slices)> messages{};  // by slice modulo their number
        std::unique_ptr<recipients> who;
        void turn_to(std::int64_t now);
    };
    static counted count_message(window& in, const allowance& by, nanos at, std::uint32_t weight);
    static counted count_recipient(window& in, const allowance& by, std::uint64_t recipient, nanos at);

    keyed_table<window> windows_;
};

}  // namespace hermod::limits
