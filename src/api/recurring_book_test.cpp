#include "api/recurring_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <deque>

#include "store/no_store.hpp"

namespace hermod::api {
namespace {

using namespace std::chrono_literals;

constexpr account_id shop{name_hash("shop")};
wall_time at(std::string_view text) {
    return *parse_rfc3339(text);
}
const wall_time thursday = at("2026-11-26T08:00:00Z");  // 09:00 in Zurich

// Store and inbox in one: what is handed over waits until the test commits it, in order, message and notes together; a crash
// loses what waits.
class disk final : public inbox, public hermod::store::no_store {
public:
    prepared prepare(const submission& s, wall_time now) override {
        prepared out;
        if (refuse) {
            out.refused = *refuse;
            return out;
        }
        out.ready = std::make_shared<message>();
        out.ready->id = ids.next(now);
        out.ready->account = s.account;
        out.ready->to = s.to;
        out.ready->body = s.body;
        out.ready->accepted_at = now;
        return out;
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        waiting.push_back([this, messages, &reply] {
            if (answer == put_result::kind::stored) {
                notes with;
                messages.front()->admitted.keep(with);
                book->stored(*messages.front(), with);
                apply(with);
                stored.push_back(messages.front());
            }
            reply.put_done({answer, {}});
        });
    }
    void write(std::vector<note> changes, put_reply& reply) override {
        waiting.push_back([this, changes, &reply] {
            notes with;
            for (const note& one : changes) with.add(one);
            apply(with);
            reply.put_done({});
        });
    }
    void commit() {
        while (!waiting.empty()) {
            const auto first = std::move(waiting.front());
            waiting.pop_front();
            first();
        }
    }
    void apply(const notes& with) {
        with.for_each([this](const std::string& kind, const std::string& key, const std::optional<std::string>& value) {
            EXPECT_EQ(kind, recurring_kind);
            if (value)
                kept[key] = *value;
            else
                kept.erase(key);
        });
    }
    // A new process over what was committed.
    void start() {
        waiting.clear();
        book = std::make_unique<recurring_book>(*this, *this, nullptr);
        std::vector<note> left;
        for (const auto& [key, value] : kept) left.push_back({std::string(recurring_kind), key, value});
        book->load(std::move(left));
    }
    void ask(const std::string& id, const std::string& body, wall_time now) {
        auto wish = read_recurring(body, now);
        ASSERT_TRUE(std::holds_alternative<recurring_wish>(wish)) << std::get<problem>(wish).detail;
        auto made = book->begin(shop, id, body, std::get<recurring_wish>(wish), now);
        kept[id] = write_recurring(made);
        book->add(std::move(made));
    }
    void tick(wall_time now) {
        book->tick(now);
        commit();
        book->tick(now);
    }

    id_source ids{1};
    std::unique_ptr<recurring_book> book;
    std::deque<std::function<void()>> waiting;
    std::vector<message_ptr> stored;
    std::map<std::string, std::string> kept;
    std::optional<refusal> refuse;
    put_result::kind answer = put_result::kind::stored;
};

struct RecurringBook : testing::Test {
    disk here;
    RecurringBook() { here.start(); }
    static std::string body(const std::string& rule, const std::string& more = {}) {
        return R"({"rule":")" + rule + R"(","start":"2026-11-26T09:30","zone":"Europe/Zurich",)" + more +
               R"("message":{"to":"+41791234567","text":"Hi"}})";
    }
    std::uint64_t skipped() { return here.book->find("r1")->what.skipped; }
};

TEST_F(RecurringBook, MakesAMessageAtEachOccurrence) {
    here.ask("r1", body("FREQ=DAILY;COUNT=2"), thursday);
    here.tick(thursday + 29min);
    EXPECT_TRUE(here.stored.empty());
    here.tick(thursday + 30min);
    ASSERT_EQ(here.stored.size(), 1u);
    EXPECT_EQ(here.stored[0]->account, shop);
    EXPECT_EQ(here.stored[0]->to, "+41791234567");
    EXPECT_EQ(here.stored[0]->body, "Hi");
    here.tick(thursday + 31min);
    EXPECT_EQ(here.stored.size(), 1u);
    EXPECT_EQ(here.book->find("r1")->next, thursday + 24h + 30min);
    EXPECT_EQ(here.book->find("r1")->what.last_message, to_text(here.stored[0]->id));
    here.tick(thursday + 24h + 30min);
    EXPECT_EQ(here.stored.size(), 2u);
    EXPECT_EQ(here.book->find("r1")->next, std::nullopt);  // it is there to be looked at
}

TEST_F(RecurringBook, OccurrencesBeforeItWasAskedForAreNoneOfIts) {
    here.ask("r1", body("FREQ=DAILY;COUNT=3"), thursday + 24h);
    here.tick(thursday + 24h);
    EXPECT_TRUE(here.stored.empty());
    EXPECT_EQ(skipped(), 0u);
    EXPECT_EQ(here.book->find("r1")->next, thursday + 24h + 30min);
}

TEST_F(RecurringBook, ACrashBeforeTheCommitMakesItAgainOneAfterItDoesNot) {
    here.ask("r1", body("FREQ=DAILY"), thursday);
    here.book->tick(thursday + 30min);
    here.start();  // nothing was committed
    here.tick(thursday + 31min);
    EXPECT_EQ(here.stored.size(), 1u);
    here.book->tick(thursday + 24h + 30min);
    here.commit();
    here.start();  // committed, and nobody had heard of it
    here.tick(thursday + 24h + 31min);
    EXPECT_EQ(here.stored.size(), 2u);
    EXPECT_EQ(here.book->find("r1")->what.made, 2u);
}

TEST_F(RecurringBook, OfThoseThatWereMissedTheLastIsMadeIfItIsNotTooOld) {
    here.ask("r1", body("FREQ=HOURLY"), thursday);
    here.start();
    here.tick(thursday + 5h);  // 0:30, 1:30, .. 4:30
    EXPECT_EQ(here.stored.size(), 1u);
    EXPECT_EQ(skipped(), 4u);
    EXPECT_EQ(here.book->find("r1")->next, thursday + 5h + 30min);
}

TEST_F(RecurringBook, WhatIsTooOldIsSkippedAndSaid) {
    here.ask("r1", body("FREQ=DAILY", R"("catch_up_seconds":60,)"), thursday);
    here.start();
    here.tick(thursday + 30min + 61s);
    EXPECT_TRUE(here.stored.empty());
    EXPECT_EQ(skipped(), 1u);
    EXPECT_NE(here.book->find("r1")->what.trouble, "");
    here.start();
    here.tick(thursday + 30min + 62s);
    EXPECT_EQ(skipped(), 1u) << "that it was skipped is durable";
}

TEST_F(RecurringBook, AClockThatIsSetBackRepeatsNone) {
    here.ask("r1", body("FREQ=HOURLY"), thursday);
    here.tick(thursday + 24h);  // a day too far
    const auto before = here.stored.size();
    for (auto t = thursday; t < thursday + 24h; t += 10min) here.tick(t);
    EXPECT_EQ(here.stored.size(), before);
    here.tick(thursday + 24h + 30min);
    EXPECT_EQ(here.stored.size(), before + 1);
}

TEST_F(RecurringBook, AFullStoreIsAskedAgain) {
    here.ask("r1", body("FREQ=DAILY"), thursday);
    here.answer = put_result::kind::full;
    here.tick(thursday + 30min);
    here.answer = put_result::kind::stored;
    here.tick(thursday + 30min + 1s);
    EXPECT_TRUE(here.stored.empty());
    here.tick(thursday + 30min + 6s);
    EXPECT_EQ(here.stored.size(), 1u);
    EXPECT_EQ(skipped(), 0u);
}

TEST_F(RecurringBook, WhatIsRefusedIsSkippedWithItsReasonWhatMustWaitIsTriedAgain) {
    here.ask("r1", body("FREQ=DAILY"), thursday);
    here.refuse = refusal{"", "rate_limited", "slower", 1s};
    here.tick(thursday + 30min);
    EXPECT_EQ(skipped(), 0u);
    here.refuse = refusal{"to", "opted_out", "the recipient has opted out"};
    here.tick(thursday + 30min + 5s);
    EXPECT_EQ(skipped(), 1u);
    EXPECT_EQ(here.book->find("r1")->what.trouble, "the recipient has opted out");
    here.refuse.reset();
    here.tick(thursday + 24h + 30min);
    EXPECT_EQ(here.stored.size(), 1u);
    EXPECT_EQ(here.book->find("r1")->what.trouble, "");
}

TEST_F(RecurringBook, DeletedWhileItsMessageIsOnItsWayItDoesNotComeBack) {
    here.ask("r1", body("FREQ=DAILY"), thursday);
    here.book->tick(thursday + 30min);
    EXPECT_TRUE(here.book->remove("r1"));
    EXPECT_FALSE(here.book->remove("r1"));
    here.commit();
    EXPECT_TRUE(here.kept.empty());
    here.tick(thursday + 48h);
    EXPECT_EQ(here.stored.size(), 1u);
    EXPECT_EQ(here.book->find("r1"), std::nullopt);
}

// Crashes anywhere, commits late: each occurrence is made once, in its time or at the next start.
TEST_F(RecurringBook, WhateverCrashesEachIsMadeExactlyOnce) {
    rc::check([] {
        disk d;
        d.start();
        d.ask("r1", body("FREQ=MINUTELY;INTERVAL=7", R"("catch_up_seconds":600000,)"), thursday);
        auto now = thursday;
        for (int step = 0; step < 120; ++step) {
            now += std::chrono::seconds{*rc::gen::inRange(1, 60)};
            switch (*rc::gen::inRange(0, 4)) {
                case 0:
                    d.start();
                    break;
                case 1:
                    d.commit();
                    break;
                default:
                    d.book->tick(now);
            }
        }
        d.tick(now);
        d.tick(now + 6s);
        const auto shown = d.book->find("r1");
        RC_ASSERT(shown->what.made == d.stored.size());
        const auto first = thursday + 30min;
        const auto due = now + 6s < first ? 0 : (now + 6s - first) / 7min + 1;
        RC_ASSERT(static_cast<std::int64_t>(shown->what.made + shown->what.skipped) == due);
    });
}

TEST(Recurring, ItsNoteSaysAllOfIt) {
    recurring one{"r1",
                  shop,
                  thursday,
                  "{\"a\":\"\\u00e9\"}",
                  zones::occurrence{3, *zones::parse_local("2026-11-26T09:30"), thursday + 30min},
                  2,
                  1,
                  "m1",
                  "why"};
    const auto back = parse_recurring("r1", write_recurring(one));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->account, one.account);
    EXPECT_EQ(back->created_at, one.created_at);
    EXPECT_EQ(back->asked, one.asked);
    EXPECT_EQ(back->last, one.last);
    EXPECT_EQ(back->made, 2u);
    EXPECT_EQ(back->skipped, 1u);
    EXPECT_EQ(back->last_message, "m1");
    EXPECT_EQ(back->trouble, "why");
    EXPECT_FALSE(parse_recurring("r1", "nonsense"));
}

TEST(Recurring, ABodyIsReadOrItsFaultsArePointedAt) {
    const auto faults = [](const std::string& body) {
        std::vector<std::string> out;
        const auto read = read_recurring(body, thursday);
        if (const auto* wrong = std::get_if<problem>(&read)) {
            if (wrong->errors.empty()) out.emplace_back(wrong->kind->code);
            for (const auto& e : wrong->errors) out.push_back(e.pointer + " " + e.code);
        }
        return out;
    };
    using list = std::vector<std::string>;
    EXPECT_EQ(faults(R"({"rule":"FREQ=DAILY","zone":"UTC","message":{}})"), list{});
    EXPECT_EQ(faults("{"), list{"malformed_json"});
    EXPECT_EQ(faults("[]"), list{"malformed_json"});
    EXPECT_EQ(faults("{}"), (list{"/zone missing_field", "/rule missing_field", "/message missing_field"}));
    EXPECT_EQ(faults(R"({"rule":"FREQ=NEVER","zone":"UTC","message":{}})"), list{"/rule invalid_value"});
    EXPECT_EQ(faults(R"({"rule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30","zone":"UTC","message":{}})"), list{"/rule invalid_value"});
    EXPECT_EQ(faults(R"({"rule":"FREQ=DAILY","zone":"Utopia","message":{}})"), list{"/zone unknown_zone"});
    EXPECT_EQ(faults(R"({"rule":"FREQ=DAILY","zone":"UTC","start":"2026-11-27T09:00Z","message":{}})"),
              list{"/start invalid_value"});
    EXPECT_EQ(faults(R"({"rule":"FREQ=MINUTELY","zone":"UTC","start":"2020-11-27T09:00","message":{}})"),
              list{"/start invalid_value"});
    EXPECT_EQ(
        faults(R"({"rule":1,"zone":"UTC","catch_up_seconds":5,"message":{"send_at":"x"},"x":1})"),
        (list{"/x unknown_field", "/rule wrong_type", "/catch_up_seconds invalid_value", "/message/send_at conflicting_fields"}));
}

}  // namespace
}  // namespace hermod::api
