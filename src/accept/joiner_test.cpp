#include "accept/joiner.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <set>

#include "accept/checked_inbox.hpp"
#include "store/no_store.hpp"

namespace hermod::accept::joiner_test {
namespace {

using std::chrono::seconds;

constexpr account_id shop{name_hash("shop")};
constexpr connector_id operator_a{7}, operator_b{8};
const wall_time start = from_micros(1'795'446'023'000'000);

// A store as the gate is one: what is handed over waits, becomes durable in order, is answered then. A crash drops what
// waits, and may come between the two.
class slow_store final : public store::no_store {
public:
    bool step(bool answered = true) {
        if (waiting_.empty()) return false;
        op next = std::move(waiting_.front());
        waiting_.pop_front();
        for (const message_ptr& m : next.stored) records.insert_or_assign(m->id.value, record(m));
        for (const message_id id : next.joined) {
            const auto at = records.find(id.value);
            if (at == records.end() || at->second.closed()) continue;
            event e = next.how;
            at->second.apply(e);
        }
        if (answered && next.answer) next.answer();
        return true;
    }
    void drain() {
        while (step()) {
        }
    }
    void crash() { waiting_.clear(); }
    std::vector<message_id> held() const {
        std::vector<message_id> out;
        for (const auto& [id, r] : records)
            if (r.what->held && !r.closed()) out.push_back(r.what->id);
        return out;
    }
    std::vector<message_ptr> wholes() const {
        std::vector<message_ptr> out;
        for (const auto& [id, r] : records)
            if (!r.what->held) out.push_back(r.what);
        return out;
    }

    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        if (refuses) {
            waiting_.push_back({{}, {}, {}, [&reply] { reply.put_done({put_result::kind::full, {}}); }});
            return;
        }
        waiting_.push_back({std::move(messages), {}, {}, [&reply] { reply.put_done({}); }});
    }
    void join(message_ptr whole, std::vector<message_id> parts, put_reply& reply) override {
        event e;
        e.kind = event_kind::joined;
        e.detail = to_text(whole->id);
        waiting_.push_back({{whole}, std::move(parts), e, [&reply] { reply.put_done({}); }});
    }
    void settle(message_id id, event e) override { waiting_.push_back({{}, {id}, std::move(e), nullptr}); }
    void load(std::vector<message_id> ids, hermod::store::load_reply& reply, std::uint64_t token) override {
        std::vector<record> found;
        for (const message_id id : ids) found.push_back(records.at(id.value));
        waiting_.push_back({{}, {}, {}, [&reply, token, found] { reply.loaded(token, found); }});
    }
    void query(hermod::store::filter what, hermod::store::query_reply& reply) override {
        waiting_.push_back({{}, {}, {}, [this, what, &reply] {
                                hermod::store::page out;
                                for (auto at = records.rbegin(); at != records.rend(); ++at) {
                                    const message& m = *at->second.what;
                                    if (m.way == what.way && m.id >= first_id_at(what.since)) out.found.push_back(at->second);
                                }
                                reply.listed(std::move(out));
                            }});
    }

    std::map<std::int64_t, record> records;
    bool refuses = false;

private:
    struct op {
        std::vector<message_ptr> stored;
        std::vector<message_id> joined;
        event how;
        std::function<void()> answer;
    };
    std::deque<op> waiting_;
};

rules_ptr some_rules(bool enabled = true) {
    auto by = std::make_shared<rules>();
    by->routes = std::make_shared<route::table>(std::vector<route::rule>{});
    by->accounts[shop] = {shop, enabled, "Shop", callback_final | callback_received, true};
    return by;
}

struct noted final : put_reply {
    std::optional<put_result::kind> is;
    void put_done(put_result r) noexcept override { is = r.is; }
};

std::string header(std::uint8_t reference, std::uint8_t total, std::uint8_t sequence) {
    return text::concat_header({reference, total, sequence, text::reference_width::octet});
}

struct joining : testing::Test {
    slow_store store;
    id_source ids{1};
    checked_inbox inner{ids, store, some_rules(), 1};
    joiner_options options;
    std::unique_ptr<joiner> in = std::make_unique<joiner>(inner, ids, store, options);
    wall_time now = start;
    std::deque<noted> replies;

    message_ptr prepare(std::string_view udh, std::string_view body, connector_id by = operator_a, std::string_view from = "+41790000001",
                        std::optional<encoding> coding = {}, std::shared_ptr<const message_extras> extras = nullptr) {
        submission s;
        s.account = shop;
        s.way = direction::from_handset;
        s.came_in = by;
        s.from = from;
        s.to = "4141";
        s.udh = udh;
        s.body = body;
        s.coding = coding;
        s.extras = std::move(extras);
        now += std::chrono::milliseconds{1};
        return in->prepare(s, now).ready;
    }
    noted& put(message_ptr m) {
        in->put({std::move(m)}, nullptr, replies.emplace_back());
        return replies.back();
    }
    void take(std::string_view udh, std::string_view body) {
        const noted& reply = put(prepare(udh, body));
        store.drain();
        ASSERT_EQ(reply.is, put_result::kind::stored);
    }
    void restart() {
        store.crash();
        in = std::make_unique<joiner>(inner, ids, store, options);
        in->load(store.held(), now);
        EXPECT_TRUE(store.step());  // what was joined last
    }
    void wait(seconds by) {
        now += by;
        in->tick(now);
        store.drain();
    }
    std::string only_body() {
        const auto all = store.wholes();
        EXPECT_EQ(all.size(), 1u);
        return all.empty() ? "" : all.front()->body;
    }
};

}  // namespace

TEST_F(joining, a_single_message_passes_as_it_is) {
    take("", "single");
    take(header(1, 1, 1), "one of one");
    take(header(1, 0, 0), "nonsense");
    take(header(1, 2, 3), "beyond");
    take(std::string("\x05\x00\x03\x01", 4), "broken header");
    EXPECT_EQ(store.wholes().size(), 5u);
    EXPECT_EQ(store.wholes().front()->callbacks, callback_received);
}

TEST_F(joining, parts_in_any_order_are_stored_at_once_and_become_one_message) {
    take(header(7, 3, 3), "three");
    take(header(7, 3, 1), "one, ");
    EXPECT_TRUE(store.wholes().empty());
    EXPECT_EQ(store.held().size(), 2u);
    EXPECT_EQ(in->count().waiting, 1u);
    take(header(7, 3, 2), "two, ");
    ASSERT_EQ(only_body(), "one, two, three");
    const message& whole = *store.wholes().front();
    EXPECT_EQ(whole.callbacks, callback_received);
    EXPECT_FALSE(whole.held);
    EXPECT_TRUE(whole.udh.empty());
    EXPECT_EQ(whole.connector, operator_a);
    EXPECT_FALSE(whole.extras);
    EXPECT_TRUE(store.held().empty());
    for (const auto& [id, r] : store.records)
        EXPECT_TRUE(!r.what->held || r.events.back().detail == to_text(whole.id));
}

TEST_F(joining, nothing_is_answered_before_it_is_durable) {
    const noted& reply = put(prepare(header(7, 2, 1), "one"));
    EXPECT_FALSE(reply.is);
    store.drain();
    EXPECT_EQ(reply.is, put_result::kind::stored);
}

TEST_F(joining, a_part_that_could_not_be_stored_is_not_known) {
    store.refuses = true;
    const noted& reply = put(prepare(header(7, 2, 1), "one, "));
    store.drain();
    EXPECT_EQ(reply.is, put_result::kind::full);
    EXPECT_EQ(in->count().waiting, 0u);
    store.refuses = false;
    take(header(7, 2, 1), "one, ");
    take(header(7, 2, 2), "two");
    EXPECT_EQ(only_body(), "one, two");
}

TEST_F(joining, several_parts_and_messages_in_one_put_are_stored_in_one_transaction) {
    in->put({prepare(header(7, 2, 2), "two"), prepare("", "single"), prepare(header(7, 2, 1), "one, ")}, nullptr, replies.emplace_back());
    EXPECT_TRUE(store.step());
    EXPECT_EQ(replies.back().is, put_result::kind::stored);
    EXPECT_EQ(store.records.size(), 3u);
    store.drain();
    std::set<std::string> bodies;
    for (const auto& m : store.wholes()) bodies.insert(m->body);
    EXPECT_EQ(bodies, (std::set<std::string>{"single", "one, two"}));
}

TEST_F(joining, a_repeated_part_is_answered_and_not_stored_again) {
    take(header(7, 2, 1), "one, ");
    take(header(7, 2, 1), "one, ");
    EXPECT_EQ(store.records.size(), 1u);
    take(header(7, 2, 2), "two");
    take(header(7, 2, 2), "two");
    take(header(7, 2, 1), "one, ");
    EXPECT_EQ(store.records.size(), 3u);
    EXPECT_EQ(in->count().repeated, 3u);
    wait(std::chrono::hours{2});
    EXPECT_EQ(only_body(), "one, two");
}

TEST_F(joining, a_part_repeated_before_it_was_durable_goes_into_the_same_message) {
    put(prepare(header(7, 2, 1), "one, "));
    put(prepare(header(7, 2, 1), "one, "));
    put(prepare(header(7, 2, 2), "two"));
    put(prepare(header(7, 2, 2), "two"));
    store.drain();
    EXPECT_EQ(only_body(), "one, two");
    EXPECT_TRUE(store.held().empty()) << "all four are joined";
}

TEST_F(joining, sender_connector_reference_total_and_width_keep_messages_apart) {
    put(prepare(header(7, 2, 1), "a"));
    put(prepare(header(7, 2, 2), "b", operator_b));
    put(prepare(header(7, 2, 2), "c", operator_a, "+41790000002"));
    put(prepare(header(8, 2, 2), "d"));
    put(prepare(header(7, 3, 2), "e"));
    put(prepare(text::concat_header({7, 2, 2, text::reference_width::two_octets}), "f"));
    store.drain();
    EXPECT_TRUE(store.wholes().empty());
    EXPECT_EQ(in->count().waiting, 6u);
}

TEST_F(joining, a_reference_used_again_at_once_loses_neither_message) {
    take(header(7, 2, 1), "first one, ");
    take(header(7, 2, 1), "second one, ");  // the first one's other part never came
    take(header(7, 2, 2), "second two");
    take(header(7, 2, 1), "third one, ");   // the second was joined a moment ago
    take(header(7, 2, 2), "third two");
    std::vector<std::string> bodies;
    for (const auto& m : store.wholes()) bodies.push_back(m->body);
    EXPECT_EQ(bodies, (std::vector<std::string>{"first one, ", "second one, second two", "third one, third two"}));
    EXPECT_EQ(store.wholes().front()->more().missing_parts, 1);
}

TEST_F(joining, what_is_there_is_delivered_marked_after_the_last_part_has_waited) {
    take(header(7, 4, 4), "four");
    wait(std::chrono::minutes{59});
    take(header(7, 4, 2), "two, ");
    wait(std::chrono::minutes{59});
    EXPECT_TRUE(store.wholes().empty());
    wait(std::chrono::minutes{2});
    EXPECT_EQ(only_body(), "two, four");
    EXPECT_EQ(store.wholes().front()->more().missing_parts, 2);
    EXPECT_EQ(in->count().incomplete, 1u);
    EXPECT_TRUE(store.held().empty());
    take(header(7, 4, 2), "two, ");
    EXPECT_EQ(store.wholes().size(), 1u) << "a repetition of what was told";
}

TEST_F(joining, beyond_its_bounds_what_waited_longest_leaves_incomplete) {
    options.most_halves = 3;
    restart();
    for (std::uint8_t i = 0; i < 5; ++i) take(header(i, 2, 1), "part of " + std::to_string(i));
    ASSERT_EQ(store.wholes().size(), 2u);
    EXPECT_EQ(store.wholes()[0]->body, "part of 0");
    EXPECT_EQ(store.wholes()[1]->body, "part of 1");
    options.most_halves = 100;
    options.most_parts = 4;
    restart();
    store.drain();
    EXPECT_EQ(in->count().waiting, 3u);
    take(header(4, 3, 1), "x");
    take(header(4, 3, 2), "y");
    EXPECT_EQ(store.wholes().size(), 3u);
}

TEST_F(joining, other_elements_of_the_header_stay_and_octets_are_joined_as_octets) {
    const auto with_port = [](std::uint8_t sequence) {
        return std::string("\x0b\x05\x04\x15\x83\x00\x00\x00\x03\x07\x02", 11) + static_cast<char>(sequence);
    };
    put(prepare(with_port(2), std::string("\x00\xff", 2), operator_a, "+41790000001", encoding::binary));
    put(prepare(with_port(1), std::string("\x01\x02", 2), operator_a, "+41790000001", encoding::binary));
    store.drain();
    ASSERT_EQ(store.wholes().size(), 1u);
    EXPECT_EQ(store.wholes()[0]->body, std::string("\x01\x02\x00\xff", 4));
    EXPECT_EQ(store.wholes()[0]->coding, encoding::binary);
    EXPECT_EQ(store.wholes()[0]->udh, std::string("\x06\x05\x04\x15\x83\x00\x00", 7));
}

TEST_F(joining, a_character_that_was_cut_between_two_parts_is_whole_again) {
    const auto halves = [](std::uint16_t first, std::uint16_t last) {
        message_extras x;
        x.first_half = first;
        x.last_half = last;
        return std::make_shared<const message_extras>(x);
    };
    put(prepare(header(7, 3, 1), "a\xEF\xBF\xBD", operator_a, "+41790000001", encoding::ucs2, halves(0, 0xD83D)));
    put(prepare(header(7, 3, 2), "\xEF\xBF\xBD" "b\xEF\xBF\xBD", operator_a, "+41790000001", encoding::ucs2, halves(0xDE00, 0xD83D)));
    put(prepare(header(7, 3, 3), "c", operator_a, "+41790000001", encoding::ucs2, nullptr));
    store.drain();
    EXPECT_EQ(only_body(), "a\xF0\x9F\x98\x80" "b\xEF\xBF\xBD" "c") << "the second half of the other one never came";
    EXPECT_FALSE(store.wholes()[0]->extras);
}

TEST_F(joining, a_whole_whose_account_is_disabled_meanwhile_is_kept_and_told_to_nobody) {
    take(header(7, 2, 1), "one, ");
    const auto second = prepare(header(7, 2, 2), "two");
    inner.use(some_rules(false));
    put(second);
    store.drain();
    EXPECT_EQ(only_body(), "one, two");
    EXPECT_EQ(store.wholes()[0]->callbacks, callback_none);
    EXPECT_FALSE(store.wholes()[0]->held);
}

TEST_F(joining, held_parts_wait_on_after_a_restart) {
    take(header(7, 3, 1), "one, ");
    take(header(7, 3, 3), "three");
    now += std::chrono::hours{5};  // away for long: the network repeats what is missing
    restart();
    wait(std::chrono::minutes{30});
    EXPECT_TRUE(store.wholes().empty());
    take(header(7, 3, 3), "three");
    take(header(7, 3, 2), "two, ");
    EXPECT_EQ(only_body(), "one, two, three");
}

TEST_F(joining, parts_that_come_before_the_last_joined_ones_are_recalled_wait_for_that) {
    take(header(7, 2, 1), "one, ");
    take(header(7, 2, 2), "two");
    store.crash();
    in = std::make_unique<joiner>(inner, ids, store, options);
    in->load(store.held(), now);
    take(header(8, 2, 1), "new one, ");
    put(prepare(header(7, 2, 1), "one, "));
    put(prepare(header(7, 2, 2), "two"));
    put(prepare(header(8, 2, 2), "new two"));
    store.drain();
    std::vector<std::string> bodies;
    for (const auto& m : store.wholes()) bodies.push_back(m->body);
    EXPECT_EQ(bodies, (std::vector<std::string>{"one, two", "new one, new two"}));
    EXPECT_TRUE(store.held().empty());
}

TEST_F(joining, a_repetition_after_a_restart_of_a_part_that_was_joined_before_is_not_told_again) {
    take(header(7, 2, 1), "one, ");
    take(header(7, 2, 2), "two");
    restart();
    take(header(7, 2, 2), "two");
    wait(std::chrono::hours{2});
    EXPECT_EQ(only_body(), "one, two");
    EXPECT_TRUE(store.held().empty());
    take(header(8, 2, 1), "another one");
    wait(std::chrono::hours{2});
    EXPECT_EQ(store.wholes().size(), 2u) << "a fragment that is new is told";
}

namespace {

// What the network has to hand over: each part until it was answered, sometimes again.
struct to_hand_over {
    std::uint8_t message = 0, total = 0, sequence = 0;
    noted* reply = nullptr;
    bool answered() const { return reply && reply->is == put_result::kind::stored; }
    std::string body() const { return "m" + std::to_string(message) + "p" + std::to_string(sequence) + ";"; }
};

}  // namespace

TEST_F(joining, any_order_repetitions_and_crashes_lead_to_each_message_once) {
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        store.records.clear();
        now += std::chrono::hours{24};
        restart();
        std::vector<to_hand_over> parts;
        std::map<std::uint8_t, std::string> expected;
        for (std::uint8_t m = 0; m < 4; ++m) {
            const auto total = static_cast<std::uint8_t>(2 + random() % 3);
            for (std::uint8_t s = 1; s <= total; ++s) {
                parts.push_back({m, total, s, nullptr});
                expected[m] += parts.back().body();
            }
        }
        const auto hand_over = [&](to_hand_over& p) { p.reply = &put(prepare(header(p.message, p.total, p.sequence), p.body())); };
        for (int i = 0; i < 120; ++i) {
            auto& p = parts[random() % parts.size()];
            switch (random() % 8) {
                case 0: case 1: case 2:
                    if (!p.answered() || random() % 4 == 0) hand_over(p);
                    break;
                case 3: case 4: case 5: store.step(); break;
                case 6: in->tick(now += seconds{random() % 2}); break;
                default:
                    if (random() % 3) break;
                    if (random() % 2) store.step(false);  // durable, and nobody was told
                    restart();
                    for (auto& lost : parts)
                        if (!lost.answered()) lost.reply = nullptr;
            }
        }
        for (auto& p : parts)
            if (!p.answered()) hand_over(p);
        store.drain();
        for (int hours = 0; hours < 4; ++hours) wait(std::chrono::hours{1});
        std::multiset<std::string> told;
        for (const auto& m : store.wholes()) told.insert(m->body);
        std::multiset<std::string> wanted;
        for (const auto& [m, body] : expected) wanted.insert(body);
        EXPECT_EQ(told, wanted);
        EXPECT_TRUE(store.held().empty());
        EXPECT_EQ(in->count().waiting, 0u);
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace hermod::accept::joiner_test
