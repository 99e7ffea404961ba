#include "limits/window.hpp"

#include <algorithm>
#include <numeric>

namespace hermod::limits {
namespace {

std::size_t place(std::int64_t slice) {
    return static_cast<std::size_t>(slice % 9);
}

}  // namespace

// A clock that has stepped back takes the window with it: what was counted is then as old as it was.
void window_table::window::turn_to(std::int64_t now) {
    const std::int64_t moved = now - slice;
    if (moved == 0 || moved == -1) return;  // another thread read its clock a moment earlier
    if (moved > 0) {
        for (std::int64_t one = slice + 1; one <= std::min(now, slice + slices); ++one) messages[place(one)] = 0;
        if (who) boost::unordered::erase_if(*who, [&](const auto& one) { return one.second.slice <= now - slices; });
    } else {
        auto before = messages;
        for (std::int64_t age = 0; age < slices; ++age) messages[place(now - age + slices)] = before[place(slice - age + slices)];
        if (who)
            for (auto& one : *who) one.second.slice += moved;
    }
    slice = now;
}

counted window_table::count_message(window& in, const allowance& by, nanos at, std::uint32_t weight) {
    const std::uint64_t all = std::accumulate(in.messages.begin(), in.messages.end(), std::uint64_t{0});
    if (all + weight <= by.most) {
        in.messages[place(in.slice)] += weight;
        return {true, 0, in.slice, weight};
    }
    std::uint64_t left = all;
    std::int64_t oldest = in.slice - slices + 1;
    for (; oldest < in.slice; ++oldest)
        if ((left -= in.messages[place(oldest + slices)]) + weight <= by.most) break;
    return {false, (oldest + slices) * by.slice() - at, 0};
}

counted window_table::count_recipient(window& in, const allowance& by, std::uint64_t recipient, nanos at) {
    if (!in.who) in.who = std::make_unique<recipients>();
    const auto known = in.who->find(recipient);
    if (known == in.who->end() && in.who->size() >= by.most) {
        std::int64_t oldest = in.slice;
        for (const auto& one : *in.who) oldest = std::min(oldest, one.second.slice);
        return {false, (oldest + slices) * by.slice() - at, 0};
    }
    seen& one = (*in.who)[recipient];
    one.slice = in.slice;
    ++one.times;
    return {true, 0, in.slice};
}

counted window_table::count(std::uint64_t key, const allowance& by, std::uint64_t recipient, nanos at, std::uint32_t weight) {
    return windows_.with(key, at, [&](window& in) {
        in.turn_to(at / by.slice());
        counted out = by.recipients ? count_recipient(in, by, recipient, at) : count_message(in, by, at, weight);
        if (out.granted) in.until = (in.slice + slices) * by.slice();
        out.wait = std::max<nanos>(out.granted ? 0 : 1, out.wait);
        return out;
    });
}

void window_table::give_back(std::uint64_t key, const allowance& by, std::uint64_t recipient, const counted& what) {
    windows_.if_there(key, [&](window& in) {
        if (by.recipients) {
            if (!in.who) return true;
            const auto known = in.who->find(recipient);
            if (known != in.who->end() && --known->second.times == 0) in.who->erase(known);
        } else if (what.slice > in.slice - slices && what.slice <= in.slice) {
            std::uint32_t& there = in.messages[place(what.slice)];
            there -= std::min(there, what.weight);
        }
        return true;
    });
}

}  // namespace hermod::limits
