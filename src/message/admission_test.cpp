#include "message/admission.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hermod {
namespace {

struct told {
    std::vector<int> kept, gone;
};
struct piece {
    told* to;
    int number;

    void settle(notes* with) const noexcept {
        (with ? to->kept : to->gone).push_back(number);
        if (with) with->keep("piece", std::to_string(number), "kept");
    }
};

admissions five(told& to) {
    admissions out;
    for (int i = 0; i < 5; ++i) out.add(piece{&to, i});
    return out;
}

}  // namespace

TEST(admission, however_many_there_are_each_is_kept_once_and_its_notes_are_there) {
    told seen;
    notes with;
    {
        admissions all = five(seen);
        EXPECT_FALSE(all.empty());
        all.keep(with);
        EXPECT_TRUE(all.empty());
        all.keep(with);
    }
    EXPECT_EQ(seen.kept, (std::vector{0, 1, 2, 3, 4}));
    EXPECT_TRUE(seen.gone.empty());
    int kept = 0;
    with.for_each([&](const auto&, const auto&, const auto&) { ++kept; });
    EXPECT_EQ(kept, 5);
}

TEST(admission, what_is_not_kept_is_given_back_once_wherever_it_was_moved_to) {
    told seen, other;
    {
        admissions all = five(seen), next = std::move(all), last = five(other);
        last = std::move(next);
        EXPECT_EQ(other.gone.size(), 5u);
        EXPECT_TRUE(seen.gone.empty());
    }
    EXPECT_EQ(seen.gone, (std::vector{0, 1, 2, 3, 4}));
    EXPECT_TRUE(seen.kept.empty());
}

TEST(admission, a_copy_of_a_message_has_nothing_of_it) {
    told seen;
    notes with;
    {
        admission_slot first;
        first.put(five(seen));
        const admission_slot second = first;
        second.keep(with);
        EXPECT_TRUE(seen.kept.empty());
    }
    EXPECT_EQ(seen.gone.size(), 5u);
}

}  // namespace hermod
