#include <gtest/gtest.h>

#include "base/scratch_folder.hpp"
#include "store/sqlite/backend.hpp"

namespace hermod::store::sqlite {
namespace {

std::shared_ptr<const record> closed_at(wall_time t) {
    auto m = std::make_shared<message>();
    m->id = id_source(1).next(t);
    m->body = "x";
    auto r = std::make_shared<record>(m);
    r->now = state::delivered;
    return r;
}

const wall_time today = from_micros(1'795'446'000'000'000);

}  // namespace

TEST(retention, drops_whole_days_when_a_new_one_begins_and_nothing_else) {
    const scratch_folder at;
    const auto engine = make_backend(at.file("h.db"), nullptr, 2);
    engine->open();
    std::vector<std::shared_ptr<const record>> old;
    for (int days = 5; days >= 0; --days) old.push_back(closed_at(today - std::chrono::days{days}));
    for (const auto& r : old) engine->archive(std::span(&r, 1));
    for (std::size_t i = 0; i < old.size(); ++i) EXPECT_EQ(engine->read(old[i]->what->id).has_value(), i >= 3) << i;
}

TEST(retention, keeps_everything_unless_asked) {
    const scratch_folder at;
    const auto engine = make_backend(at.file("h.db"));
    engine->open();
    const auto first = closed_at(today - std::chrono::days{4000}), last = closed_at(today);
    engine->archive(std::vector{first});
    engine->archive(std::vector{last});
    EXPECT_TRUE(engine->read(first->what->id));
}

TEST(retention, a_second_process_is_turned_away) {
    const scratch_folder at;
    const auto engine = make_backend(at.file("h.db"));
    engine->open();
    EXPECT_THROW(make_backend(at.file("h.db"))->open(), std::runtime_error);
}

}  // namespace hermod::store::sqlite
