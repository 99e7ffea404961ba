#include "route/group.hpp"

#include <algorithm>

#include "route/table.hpp"

namespace hermod::route {
namespace {

// One of a rule's choices as it is for this message: some of the options that are next to each other.
struct choice_part {
    const group* whole = nullptr;  // null: one connector
    std::size_t place = 0;         // of the group among the rule's
    std::size_t first = 0, count = 1;
    std::uint32_t thrown = 0;
    std::uint8_t taken = 0;        // of its options, in the order of its own strategy
};

// A recipient's place in a group must say nothing of his place among the choices, or in another group.
std::uint32_t key_inside(std::uint32_t key, std::string_view name) {
    key += name_hash(name);
    key = (key ^ key >> 16) * 0x85ebca6bu;
    key = (key ^ key >> 13) * 0xc2b2ae35u;
    return key ^ key >> 16;
}

class grouped_choice {
public:
    grouped_choice(const rule& by, considered& made, const sticky_keys& keys, const dice_of_rule& dice)
        : by_(by), made_(made), keys_(keys), dice_(dice) {}

    void gather(const std::uint8_t* places) {
        std::size_t known = 0, before = 0;  // groups that lie behind us, and how many connectors more than choices they are
        for (std::size_t i = 0; i < made_.count; ++i) {
            while (known < by_.groups.size() && by_.groups[known].first + by_.groups[known].count <= places[i]) before += by_.groups[known++].count - 1;
            const bool inside = known < by_.groups.size() && by_.groups[known].first <= places[i];
            const group* whole = inside ? &by_.groups[known] : nullptr;
            if (whole && count_ > 0 && parts_[count_ - 1].whole == whole) {
                ++parts_[count_ - 1].count;
                continue;
            }
            parts_[count_] = {whole, known, i, 1, 0, 0};
            const std::size_t choice = (whole ? whole->first : places[i]) - before;
            weights_[count_++] = choice < by_.weights.size() ? by_.weights[choice] : 1;
        }
    }

    void choose() {
        for (std::size_t i = 0; i < count_; ++i) {
            order_inside(parts_[i], parts_[i].whole && asks_dice(parts_[i].whole->by) ? peeked(parts_[i]) : 0);
            shown_[i] = parts_[i].whole ? as_one(parts_[i]) : options(parts_[i]).front();
            shown_[i].weight = weights_[i];
        }
        const auto thrown = asks_dice(by_.by) && count_ > 1 ? dice_.roll(*dice_.own) : 0;
        outer_ = prefer(by_.by, std::span(shown_).first(count_), keys_.of(by_.sticky), thrown);
        // Only those that get a message go on to their next number: so each group's shares are even whatever the others get.
        if (by_.by == strategy::broadcast)
            for (std::size_t i = 0; i < count_; ++i) go_on(parts_[i]);
        else if (count_ > 0)
            go_on(parts_[outer_.order[outer_.taken]]);
    }

    void write_down() {
        preference& out = made_.order;
        out.waits = outer_.waits;
        made_.picked = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            const choice_part& one = parts_[outer_.order[i]];
            if (i == outer_.taken) out.taken = out.count + one.taken;
            made_.picked |= std::uint64_t{1} << (out.count + one.taken);
            for (std::size_t k = 0; k < one.count; ++k) out.order[out.count++] = static_cast<std::uint8_t>(one.first + inside_[one.first + k]);
        }
    }

private:
    std::span<const option> options(const choice_part& of) const { return std::span(made_.options).subspan(of.first, of.count); }
    std::uint32_t peeked(const choice_part& of) const { return dice_.of_groups[of.place].load(std::memory_order_relaxed); }

    void order_inside(choice_part& of, std::uint32_t thrown) {
        if (of.count == 1) {
            inside_[of.first] = 0;
            return;
        }
        const bool hashes = of.whole->by == strategy::hash;
        const auto order = prefer(of.whole->by, options(of), hashes ? key_inside(keys_.of(of.whole->sticky), of.whole->name) : 0, thrown);
        std::copy_n(order.order.begin(), order.count, inside_.begin() + static_cast<std::ptrdiff_t>(of.first));
        of.taken = static_cast<std::uint8_t>(order.taken);
        of.thrown = thrown;
    }
    // Two threads may have looked at one number: each takes its own.
    void go_on(choice_part& of) {
        if (of.count == 1 || dice_.peek || !asks_dice(of.whole->by)) return;
        if (const auto mine = dice_.roll(dice_.of_groups[of.place]); mine != of.thrown) order_inside(of, mine);
    }
    option as_one(const choice_part& of) const {
        option out = options(of)[inside_[of.first + of.taken]];
        std::uint64_t usable = 0, load = 0;
        double share = 0;
        for (const option& one : options(of)) {
            if (!one.now.usable) continue;
            ++usable;
            load += one.now.load;
            share = std::max(share, one.now.share);
        }
        out.now.usable = usable > 0;
        if (usable == 0) return out;
        out.now.share = share;
        out.now.load = static_cast<std::uint32_t>(load / usable);
        return out;
    }

    const rule& by_;
    considered& made_;
    const sticky_keys& keys_;
    const dice_of_rule& dice_;
    std::array<choice_part, most_options> parts_;
    std::array<std::uint32_t, most_options> weights_;
    std::array<option, most_options> shown_;
    std::array<std::uint8_t, most_options> inside_;  // places among a part's options, the first choice first; part after part
    std::size_t count_ = 0;
    preference outer_;
};

}  // namespace

const group* group_of(const rule& by, std::size_t place) {
    for (const auto& one : by.groups)
        if (place >= one.first && place < one.first + one.count) return &one;
    return nullptr;
}

std::uint32_t weight_of(const rule& by, std::size_t place) {
    std::size_t choice = place;
    for (const auto& one : by.groups) {
        if (place < one.first) break;
        if (place < one.first + one.count) return place - one.first < one.weights.size() ? one.weights[place - one.first] : 1;
        choice -= one.count - 1;
    }
    return choice < by.weights.size() ? by.weights[choice] : 1;
}

std::uint32_t weight_of_group(const rule& by, const group& of) {
    std::size_t choice = of.first;
    for (const auto& one : by.groups)
        if (one.first < of.first) choice -= one.count - 1;
    return choice < by.weights.size() ? by.weights[choice] : 1;
}

std::size_t rule::choices() const {
    std::size_t out = to.size();
    for (const auto& one : groups) out -= one.count - 1;
    return out;
}

void prefer_in_groups(const rule& by, considered& made, const std::uint8_t* places, const sticky_keys& keys, const dice_of_rule& dice) {
    grouped_choice choosing(by, made, keys, dice);
    choosing.gather(places);
    choosing.choose();
    choosing.write_down();
}

}  // namespace hermod::route
