#include "limits/duplicate_rows.hpp"

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

namespace hermod::limits::duplicate_rows_test {
namespace {

constexpr nanos start = 1'795'446'000'000'000'000, second = 1'000'000'000, minute = 60 * second;

struct rows : testing::Test {
    std::map<std::string, std::string> disk;
    std::unique_ptr<duplicate_rows> kept;
    std::unique_ptr<duplicates> seen;
    std::size_t written = 0, taken_away = 0;  // rows, of the last commit

    void begin(nanos now, std::size_t most = 10'000) {
        std::vector<note> left;
        for (const auto& [key, value] : disk) left.push_back({std::string(duplicate_rows::kind), key, value});
        kept = std::make_unique<duplicate_rows>(most);
        seen = std::make_unique<duplicates>(most);
        kept->restore(left, *seen, now);
    }
    void stored(std::uint64_t what, message_id id, nanos at, std::uint32_t window) {
        kept->add({what, id, at + window * second, window});
    }
    void commit(nanos now) {
        notes with;
        kept->write(with, now);
        written = taken_away = 0;
        with.for_each([this](const std::string& kind, const std::string& key, const std::optional<std::string>& value) {
            EXPECT_EQ(kind, "duplicates");
            ++(value ? written : taken_away);
            if (value)
                disk[key] = *value;
            else
                EXPECT_EQ(disk.erase(key), 1u) << key;
        });
    }
    std::size_t entries_on_disk() const {
        std::size_t out = 0;
        for (const auto& [key, value] : disk) out += value.size() / 48;
        return out;
    }
    std::string wrong(std::string key, std::string value) {
        disk = {{std::move(key), std::move(value)}};
        try {
            begin(start);
        } catch (const std::runtime_error& why) {
            return why.what();
        }
        return {};
    }
};

}  // namespace

TEST_F(rows, what_was_stored_is_known_to_the_next_run_until_it_is_over) {
    begin(start);
    stored(0xfedcba9876543210, message_id{11}, start, 60);
    stored(8, message_id{12}, start, 3'600);
    commit(start);
    stored(9, message_id{13}, start + 30 * second, 60);
    commit(start + 30 * second);
    begin(start + 40 * second);
    EXPECT_EQ(kept->size(), 3u);
    EXPECT_EQ(seen->size(), 3u);
    const auto no = seen->ask(0xfedcba9876543210, message_id{21}, start + 50 * second, minute);
    EXPECT_FALSE(no.is_first);
    EXPECT_EQ(no.first, message_id{11});
    EXPECT_EQ(no.left, 10 * second);
    EXPECT_TRUE(seen->ask(0xfedcba9876543210, message_id{22}, start + minute, minute).is_first);
    begin(start + minute);
    EXPECT_EQ(seen->size(), 2u);
    EXPECT_EQ(seen->ask(8, message_id{23}, start + minute, 60 * minute).first, message_id{12});
    EXPECT_EQ(seen->ask(9, message_id{24}, start + minute, minute).first, message_id{13});
}

TEST_F(rows, what_was_not_stored_writes_nothing) {
    begin(start);
    seen->ask(7, message_id{11}, start, minute);
    EXPECT_TRUE(kept->idle());
    commit(start);
    EXPECT_TRUE(disk.empty());
}

TEST_F(rows, many_share_a_row_whether_they_come_one_by_one_or_at_once) {
    begin(start);
    for (int i = 0; i < 36; ++i) {
        stored(static_cast<std::uint64_t>(i), message_id{i + 1}, start + i, 60);
        commit(start + i);
        EXPECT_EQ(written, 1u);
    }
    EXPECT_EQ(disk.size(), 2u);
    for (int i = 0; i < 840; ++i) stored(static_cast<std::uint64_t>(1'000 + i), message_id{i + 1'000}, start + 100, 60);
    commit(start + 100);
    EXPECT_EQ(disk.size(), 12u);
    begin(start + 200);
    EXPECT_EQ(seen->size(), 876u);
    stored(5'000, message_id{5'000}, start + 200, 60);
    commit(start + 200);
    EXPECT_EQ(disk.size(), 13u) << "a row of the last run is not written again";
}

TEST_F(rows, what_is_over_is_taken_away_a_bounded_number_a_commit) {
    begin(start);
    for (int i = 0; i < 8'400; ++i) stored(static_cast<std::uint64_t>(i), message_id{i + 1}, start, 60);
    stored(9'000, message_id{9'000}, start, 3'600);
    commit(start);
    ASSERT_EQ(disk.size(), 101u);
    begin(start + minute);  // they outlive a restart as rows only
    EXPECT_EQ(seen->size(), 1u);
    std::size_t commits = 0;
    for (; disk.size() > 1; ++commits) {
        commit(start + minute);
        ASSERT_GE(taken_away, 1u);
        ASSERT_LE(taken_away, 4u);
    }
    EXPECT_EQ(commits, 25u);
    commit(start + minute);
    EXPECT_EQ(taken_away, 0u);
    EXPECT_FALSE(kept->idle());
    commit(start + 60 * minute);
    EXPECT_TRUE(disk.empty());
    EXPECT_TRUE(kept->idle());
}

TEST_F(rows, as_many_leave_as_come_so_that_they_do_not_grow_in_number) {
    begin(start);
    nanos now = start;
    for (int i = 0; i < 200'000; now += second) {
        for (int n = 0; n < 1'000; ++n, ++i) stored(static_cast<std::uint64_t>(i), message_id{i + 1}, now, 5);
        commit(now);
        ASSERT_LE(kept->size(), 7'000u);
        ASSERT_EQ(kept->size(), entries_on_disk());
    }
}

TEST_F(rows, are_bounded_and_those_go_first_that_are_over_the_soonest) {
    begin(start, 1'000);
    for (int i = 0; i < 500; ++i) stored(static_cast<std::uint64_t>(i), message_id{i + 1}, start, 3'600);
    commit(start);
    for (int i = 1'000; i < 6'000; ++i) {
        stored(static_cast<std::uint64_t>(i), message_id{i}, start + i, 60);
        if (i % 7 == 0) commit(start + i);
    }
    commit(start + 6'000);
    EXPECT_LE(entries_on_disk(), 1'000u);
    EXPECT_GE(entries_on_disk(), 1'000u - duplicate_rows::most_in_a_row);
    begin(start + second, 10'000);
    EXPECT_EQ(seen->ask(3, message_id{9'000}, start + second, 60 * minute).first, message_id{4});
    EXPECT_EQ(seen->ask(5'999, message_id{9'001}, start + second, minute).first, message_id{5'999});
    EXPECT_TRUE(seen->ask(1'000, message_id{9'002}, start + second, minute).is_first);
    begin(start + second, 100);  // [limits] most_duplicates is less than it was
    for (int i = 0; i < 4; ++i) commit(start + second);
    EXPECT_LE(entries_on_disk(), 100u);
}

TEST_F(rows, of_one_fingerprint_the_last_message_counts_whatever_its_window) {
    begin(start);
    stored(7, message_id{11}, start, 3'600);
    commit(start);
    stored(7, message_id{12}, start + second, 60);  // duplicate_seconds was changed
    commit(start + second);
    for (const bool other_way_round : {false, true}) {
        if (other_way_round) {
            stored(7, message_id{13}, start + 2 * second, 3'600);
            commit(start + 2 * second);
        }
        begin(start + 3 * second);
        const message_id last{other_way_round ? 13 : 12};
        EXPECT_EQ(seen->ask(7, message_id{14}, start + 3 * second, other_way_round ? 60 * minute : minute).first, last);
    }
}

TEST_F(rows, a_clock_that_was_set_back_loses_nothing_and_refuses_nothing_for_longer_than_the_window) {
    begin(start);
    stored(7, message_id{11}, start, 60);
    commit(start);
    begin(start - 60 * minute);
    EXPECT_EQ(kept->size(), 1u);
    commit(start - 60 * minute);
    EXPECT_EQ(disk.size(), 1u);
    EXPECT_EQ(seen->ask(7, message_id{12}, start + second, minute).first, message_id{11}) << "it was right again at once";
    begin(start - 60 * minute);
    EXPECT_TRUE(seen->ask(7, message_id{12}, start - 60 * minute, minute).is_first);
}

TEST_F(rows, a_row_that_cannot_be_read_is_named) {
    const std::string key = "0000003c-0000000000000001", value(48, '1');
    EXPECT_EQ(wrong(key, value), "");
    EXPECT_EQ(wrong(key, ""), "the row of duplicates " + key + " cannot be read: \"\"");
    for (const auto& [bad_key, bad_value] : std::map<std::string, std::string>{
             {key, value.substr(1)}, {"0000003c-000000000000000x", value}, {"0000003c", value}, {"0000003c-0000000000000002", std::string(47, '1') + "G"}})
        EXPECT_EQ(wrong(bad_key, bad_value), "the row of duplicates " + bad_key + " cannot be read: \"" + bad_value + '"');
}

}  // namespace hermod::limits::duplicate_rows_test
