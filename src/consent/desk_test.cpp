// What handsets say and what the API says, against a store that makes things durable when the test says so.
#include "consent/desk.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "store/no_store.hpp"

namespace hermod::consent {
namespace {

using namespace std::chrono_literals;

const account_id shop{name_hash("shop")}, rival{name_hash("rival")};
const wall_time noon = from_micros(1'795'446'023'000'000);
constexpr const char* ada = "+491510000001";

class slow_store final : public store::no_store {
public:
    std::vector<note> notes_of(std::string_view kind) override {
        std::vector<note> out;
        for (const auto& [name, value] : disk)
            if (name.first == kind) out.push_back({name.first, name.second, value});
        return out;
    }
    void write(std::vector<note> changes, put_reply& reply) override { waiting.push_back({std::move(changes), &reply}); }
    void commit() {
        while (!waiting.empty()) {
            auto [changes, reply] = std::move(waiting.front());
            waiting.pop_front();
            for (note& one : changes) keep(one.kind, one.key, one.value);
            reply->put_done({});
        }
    }
    void keep(const std::string& kind, const std::string& key, const std::optional<std::string>& value) {
        if (value)
            disk[{kind, key}] = *value;
        else
            disk.erase({kind, key});
    }
    std::map<std::pair<std::string, std::string>, std::string> disk;
    std::deque<std::pair<std::vector<note>, put_reply*>> waiting;
};

class fake_inbox final : public inbox {
public:
    prepared prepare(const submission& s, wall_time now) override {
        prepared out;
        if (refuses) {
            out.refused = *refuses;
            return out;
        }
        out.ready = std::make_shared<message>();
        out.ready->account = s.account;
        out.ready->to = s.to;
        out.ready->from = s.from;
        out.ready->body = s.body;
        out.ready->extras = s.extras;
        out.ready->accepted_at = now;
        return out;
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        sent.push_back(messages.front());
        replies.push_back(&reply);
    }
    std::optional<refusal> refuses;
    std::vector<message_ptr> sent;
    std::vector<put_reply*> replies;
};

struct changed final : opt_outs_reply {
    void opt_outs_done(std::optional<std::size_t> n) noexcept override { told = n, done = true; }
    std::optional<std::size_t> told;
    bool done = false;
};

class consent_desk : public testing::Test {
protected:
    consent_desk() { set({}); }

    void set(std::vector<answer> answers, reach how_far = reach::account, bool obeys = true) {
        auto p = std::make_shared<policy>();
        p->accounts[shop] = {obeys, how_far};
        p->answers = std::move(answers);
        rules = p;
        desk_->use(rules);
    }
    // A handset's message, made durable.
    void say(const char* text, wall_time at = noon, const char* from = ada, const char* to = "4930123", account_id whose = shop) {
        message m;
        m.account = whose;
        m.way = direction::from_handset;
        m.from = from;
        m.to = to;
        m.body = text;
        m.accepted_at = at;
        auto extras = std::make_shared<message_extras>();
        extras->keyword = to_text(rules->words.read(text).is);
        m.extras = extras;
        durable(m);
    }
    void durable(const message& m) {
        notes with;
        desk_->stored(m, with);
        commit(with);
    }
    void commit(notes& with) {
        desk_->committing(with);
        with.for_each([this](const std::string& kind, const std::string& key, const std::optional<std::string>& value) {
            store.keep(kind, key, value);
        });
    }
    bool out(const char* to = ada, account_id whose = shop, const char* from = "4930123") const {
        message m;
        m.account = whose;
        m.to = to;
        m.from = from;
        return !desk_->barred(m).empty();
    }
    void restart() {
        desk_ = std::make_unique<desk>(store);
        desk_->use(rules);
        desk_->recover();
    }
    opt_out_change of(const char* to, bool taken_back = false) {
        opt_out_change c;
        c.what.to = to;
        c.what.account = shop;
        c.what.since = noon;
        c.taken_back = taken_back;
        return c;
    }

    slow_store store;
    std::unique_ptr<desk> desk_ = std::make_unique<desk>(store);
    policy_ptr rules;
};

TEST_F(consent_desk, remembers_a_stop_over_a_restart_and_forgets_at_start) {
    EXPECT_FALSE(out());
    say("Stop.");
    EXPECT_TRUE(out());
    EXPECT_FALSE(out(ada, rival));
    restart();
    EXPECT_TRUE(out());
    say("START");
    EXPECT_FALSE(out());
    restart();
    EXPECT_FALSE(out());
    EXPECT_TRUE(store.disk.empty());
}

TEST_F(consent_desk, goes_as_far_as_the_account_says) {
    set({}, reach::sender);
    say("stop");
    EXPECT_TRUE(out(ada, shop, "+4930123"));
    EXPECT_FALSE(out(ada, shop, "Shop"));
    set({}, reach::everybody);
    say("stop");
    EXPECT_TRUE(out(ada, rival, "Any"));
    say("start");
    EXPECT_FALSE(out(ada, rival, "Any"));
    EXPECT_FALSE(out(ada, shop, "+4930123")) << "the narrower one goes too";
}

TEST_F(consent_desk, a_start_does_not_undo_what_holds_for_everybody_when_a_stop_would_not_have_made_it) {
    opt_out_change all = of(ada);
    all.what.account.reset();
    changed reply;
    desk_->change({all}, reply);
    store.commit();
    say("start");
    EXPECT_TRUE(out(ada, rival));
}

TEST_F(consent_desk, does_not_bar_an_account_that_ignores_opt_outs_but_records_them) {
    set({}, reach::account, false);
    say("stop");
    EXPECT_FALSE(out());
    set({});
    EXPECT_TRUE(out());
}

TEST_F(consent_desk, cannot_record_who_has_no_international_number) {
    say("stop", noon, "0151000001");
    say("stop", noon, "Shop");
    EXPECT_EQ(desk_->all().size(), 0u);
    EXPECT_EQ(desk_->count().unrecorded, 2u);
}

TEST_F(consent_desk, bars_a_message_whose_sender_was_rewritten_by_either_name) {
    set({}, reach::sender);
    say("stop");
    message m;
    m.account = shop;
    m.to = ada;
    m.from = "Other";
    auto extras = std::make_shared<message_extras>();
    extras->was_from = "+4930123";
    m.extras = extras;
    EXPECT_NE(desk_->barred(m), "");
}

TEST_F(consent_desk, answers_once_a_day_and_in_the_language_of_the_word) {
    set({{shop, word::stop, "", "Bye."}, {shop, word::stop, "de", "Tschuess."}, {std::nullopt, word::help, "", "Help."}});
    fake_inbox in;
    say("Abmelden");
    desk_->tick(in, noon);
    ASSERT_EQ(in.sent.size(), 1u);
    EXPECT_EQ(in.sent[0]->body, "Tschuess.");
    EXPECT_EQ(in.sent[0]->to, ada);
    EXPECT_EQ(in.sent[0]->from, "4930123");
    EXPECT_EQ(desk_->barred(*in.sent[0]), "") << "the confirmation goes to one who has opted out";
    durable(*in.sent[0]);
    in.replies[0]->put_done({});
    say("stop", noon + 1h);
    desk_->tick(in, noon + 1h);
    EXPECT_EQ(in.sent.size(), 1u);
    restart();
    say("stop", noon + 2h);
    desk_->tick(in, noon + 2h);
    EXPECT_EQ(in.sent.size(), 1u) << "nor after a restart";
    say("help", noon + 3h);
    desk_->tick(in, noon + 3h);
    EXPECT_EQ(in.sent.size(), 1u) << "he has opted out";
    say("stop", noon + 25h);
    desk_->tick(in, noon + 25h);
    EXPECT_EQ(in.sent.size(), 2u);
    in.replies[1]->put_done({});
}

TEST_F(consent_desk, answers_after_a_crash_what_was_due_and_not_what_was_sent) {
    set({{shop, word::stop, "", "Bye."}});
    fake_inbox in;
    say("stop");
    restart();
    desk_->tick(in, noon + 1min);
    ASSERT_EQ(in.sent.size(), 1u);
    desk_->tick(in, noon + 1min);
    EXPECT_EQ(in.sent.size(), 1u) << "it is under way";
    in.replies[0]->put_done({put_result::kind::full, {}});
    desk_->tick(in, noon + 2min);
    ASSERT_EQ(in.sent.size(), 2u) << "it is tried again";
    durable(*in.sent[1]);
    in.replies[1]->put_done({});
    restart();
    desk_->tick(in, noon + 3min);
    EXPECT_EQ(in.sent.size(), 2u);
    EXPECT_EQ(desk_->count().answered, 0u);
}

TEST_F(consent_desk, does_not_try_again_what_cannot_be_sent) {
    set({{shop, word::help, "", "Help."}});
    fake_inbox in;
    in.refuses = refusal{"to", "no_route", "nowhere"};
    say("help");
    desk_->tick(in, noon);
    store.commit();
    in.refuses.reset();
    desk_->tick(in, noon + 1s);
    restart();
    desk_->tick(in, noon + 2s);
    EXPECT_TRUE(in.sent.empty());
}

TEST_F(consent_desk, tries_again_when_a_rate_lets_it) {
    set({{shop, word::stop, "", "Bye."}});
    fake_inbox in;
    in.refuses = refusal{"", "rate_limited", "too many", 1500ms};
    say("stop");
    desk_->tick(in, noon);
    in.refuses.reset();
    desk_->tick(in, noon + 1s);
    EXPECT_TRUE(in.sent.empty());
    desk_->tick(in, noon + 2s);
    ASSERT_EQ(in.sent.size(), 1u);
    durable(*in.sent[0]);
    in.replies[0]->put_done({});
    EXPECT_EQ(desk_->count().not_answered, 0u);
}

TEST_F(consent_desk, tries_again_within_the_minute_whatever_the_clock) {
    set({{shop, word::stop, "", "Bye."}});
    fake_inbox in;
    in.refuses = refusal{"", "quota_exceeded", "tomorrow", 5min};
    say("stop");
    desk_->tick(in, noon);
    desk_->tick(in, noon + 59s);
    in.refuses.reset();
    desk_->tick(in, noon + 59s);
    EXPECT_TRUE(in.sent.empty());
    desk_->tick(in, noon - 24h);  // the clock is set back
    ASSERT_EQ(in.sent.size(), 1u);
    in.replies[0]->put_done({});
}

TEST_F(consent_desk, gives_up_what_a_rate_does_not_let_go_in_time) {
    set({{shop, word::stop, "", "Bye."}});
    fake_inbox in;
    in.refuses = refusal{"", "rate_limited", "too many", 1s};
    say("stop");
    desk_->tick(in, noon + desk::patience - 2s);
    EXPECT_EQ(desk_->count().not_answered, 0u);
    desk_->tick(in, noon + desk::patience - 1s);
    EXPECT_EQ(desk_->count().not_answered, 1u);
    store.commit();
    in.refuses.reset();
    restart();
    desk_->tick(in, noon + desk::patience);
    EXPECT_TRUE(in.sent.empty());
}

TEST_F(consent_desk, confirms_no_stop_that_a_start_has_taken_back) {
    set({{shop, word::stop, "", "Bye."}});
    fake_inbox in;
    say("stop");
    say("start", noon + 1s);
    desk_->tick(in, noon + 1s);
    EXPECT_TRUE(in.sent.empty());
    say("stop", noon + 2s);
    desk_->tick(in, noon + 3s);
    ASSERT_EQ(in.sent.size(), 1u);
    in.replies[0]->put_done({});
}

TEST_F(consent_desk, forgets_what_it_answered_when_the_day_is_over) {
    set({{shop, word::help, "", "Help."}});
    fake_inbox in;
    say("help");
    desk_->tick(in, noon);
    durable(*in.sent.at(0));
    in.replies[0]->put_done({});
    EXPECT_EQ(store.disk.size(), 1u);
    desk_->tick(in, noon + 24h);
    notes with;
    commit(with);
    EXPECT_TRUE(store.disk.empty());
}

TEST_F(consent_desk, does_not_forget_what_is_asked_again_just_when_its_day_is_over) {
    set({{shop, word::stop, "", "Bye."}});
    fake_inbox in;
    say("stop");
    desk_->tick(in, noon);
    durable(*in.sent.at(0));
    in.replies[0]->put_done({});
    desk_->tick(in, noon + 24h);
    say("stop", noon + 24h);
    store.commit();
    restart();
    desk_->tick(in, noon + 24h + 1s);
    ASSERT_EQ(in.sent.size(), 2u);
    in.replies[1]->put_done({});
}

TEST_F(consent_desk, takes_changes_when_they_are_durable) {
    changed added, again, removed;
    desk_->change({of(ada), of("nonsense"), of("+491510000002")}, added);
    EXPECT_FALSE(added.done);
    EXPECT_FALSE(out());
    store.commit();
    EXPECT_EQ(added.told, 2u);
    EXPECT_TRUE(out());
    desk_->change({of(ada)}, again);
    store.commit();
    EXPECT_EQ(again.told, 0u);
    restart();
    EXPECT_EQ(desk_->list({}).size(), 2u);
    desk_->change({of(ada, true)}, removed);
    store.commit();
    EXPECT_EQ(removed.told, 1u);
    EXPECT_FALSE(out());
    opt_out_question one;
    one.to = ada;
    EXPECT_TRUE(desk_->list(one).empty());
    EXPECT_EQ(desk_->list({}).at(0).by, "api");
}

TEST_F(consent_desk, a_handsets_word_counts_that_comes_while_the_api_says_something_else) {
    say("stop");
    changed reply;
    desk_->change({of(ada, true)}, reply);
    say("start", noon + 1s);  // durable before the API's change is
    say("stop", noon + 2s);
    store.commit();
    EXPECT_TRUE(reply.done);
    EXPECT_TRUE(out());
    restart();
    EXPECT_TRUE(out()) << "on disk as in memory";
}

TEST(consent_notes, come_back_as_they_were_written) {
    const opt_out one{491510000001, {shop, "my/shop"}, noon, source::api};
    EXPECT_EQ(opt_out_of({std::string(opt_out_kind), key_of(one.number, one.from), value_of(one)}), one);
    const opt_out two{491510000001, {}, noon, source::handset};
    EXPECT_EQ(opt_out_of({std::string(opt_out_kind), key_of(two.number, two.from), value_of(two)}), two);
    due_answer due;
    due.number = 491510000001;
    due.account = shop;
    due.to = word::help;
    due.asked = noon;
    due.from = "My Shop";
    due.language = "de";
    const auto read = answer_of({std::string(answer_kind), key_of(due), value_of(due)});
    ASSERT_TRUE(read);
    EXPECT_EQ(key_of(*read), key_of(due));
    EXPECT_EQ(value_of(*read), value_of(due));
    for (const char* key : {"", "x/1/", "1", "1/zz/", "0/1/", "1/1/4930/later"}) {
        EXPECT_FALSE(answer_of({"", key, "due 1  4930"})) << key;
        EXPECT_FALSE(opt_out_of({"", key, "soon"})) << key;
    }
}

}  // namespace
}  // namespace hermod::consent
