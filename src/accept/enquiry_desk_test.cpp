#include "accept/enquiry_desk.hpp"

#include <gtest/gtest.h>

#include <map>

#include "store/no_store.hpp"

namespace hermod::accept::enquiry_desk_test {
namespace {

using kind = enquiry_answer::kind;
using said = network_answer::kind;

constexpr account_id shop{7}, other{8};
constexpr connector_id operator_a{3};
const wall_time now = from_micros(1'795'446'023'000'000);

// Knows one record; cancels and replaces by the rule book of states.
class one_record final : public store::no_store {
public:
    record known;
    void find(message_id id, hermod::store::find_reply& reply) override {
        ++finds;
        reply.found(id == known.what->id ? std::optional(known) : std::nullopt);
    }
    void cancel(account_id whose, message_id id, wall_time at, hermod::store::cancel_reply& reply) override {
        using outcome = hermod::store::cancel_reply::outcome;
        if (fails) return reply.cancel_done(outcome::failed);
        if (id != known.what->id || whose != known.what->account) return reply.cancel_done(outcome::unknown);
        event e;
        e.kind = event_kind::cancelled;
        e.at = at;
        reply.cancel_done(known.apply(e).applied ? outcome::cancelled : outcome::too_late);
    }
    void replace(account_id whose, message_id id, message_ptr next, wall_time at, hermod::store::replace_reply& reply) override {
        using outcome = hermod::store::replace_reply::outcome;
        if (fails) return reply.replace_done(outcome::failed);
        if (id != known.what->id || whose != known.what->account) return reply.replace_done(outcome::unknown);
        reply.replace_done(known.replace(std::move(next), at).applied ? outcome::replaced : outcome::too_late);
    }
    int finds = 0;
    bool fails = false;
};

class enquiry : public testing::Test, public enquiry_reply {
protected:
    void enquiry_done(std::uint64_t token, enquiry_answer answer) noexcept override {
        EXPECT_FALSE(answers.contains(token)) << "answered twice";
        answers[token] = std::move(answer);
    }
    // A message of `parts`, of which the network has those that get an id; nothing final is known.
    void given(std::vector<std::string> ids) {
        auto m = std::make_shared<message>();
        m->id = message_id{77};
        m->account = shop;
        m->connector = operator_a;
        m->parts = static_cast<std::uint8_t>(ids.size());
        m->body = "hello";
        behind.known = record(m);
        behind.known.claim();
        for (std::size_t i = 0; i < ids.size(); ++i) happens(event_kind::submitted, static_cast<std::uint8_t>(i + 1), ids[i]);
        ASSERT_EQ(behind.known.now, state::submitted);
    }
    void happens(event_kind what, std::uint8_t part, std::string detail, state outcome = state::submitted) {
        event e;
        e.kind = what;
        e.part = part;
        e.detail = std::move(detail);
        e.outcome = outcome;
        behind.known.apply(e);
    }
    message_ptr next() const {
        auto m = std::make_shared<message>(*behind.known.what);
        m->body = "other";
        return m;
    }
    kind cancel(account_id by = shop) {
        desk.cancel(by, message_id{77}, now, *this, ++token);
        return answers.at(token).is;
    }
    std::string asked() const {
        std::string out;
        for (const network_request& one : requests)
            out += (out.empty() ? "" : ", ") + std::string(to_text(one.verb)) + " " + one.about.remote_id;
        return out;
    }

    one_record behind;
    std::vector<network_request> requests;
    std::map<std::string, network_answer> network;  // by the part's id; otherwise it is done
    bool held = false;
    std::vector<network_heard> waiting;
    enquiry_desk desk{behind, [this](network_request what, network_heard then) {
                          const network_answer answer =
                              network.contains(what.about.remote_id) ? network[what.about.remote_id] : network_answer{said::done, {}};
                          requests.push_back(std::move(what));
                          if (held) return waiting.push_back(std::move(then));
                          then(answer);
                      }};
    std::map<std::uint64_t, enquiry_answer> answers;
    std::uint64_t token = 0;
};

TEST_F(enquiry, cancels_in_the_store_what_is_still_there_and_asks_nobody) {
    given({"a"});
    behind.known = record(behind.known.what);
    EXPECT_EQ(cancel(), kind::done);
    EXPECT_EQ(behind.known.now, state::cancelled);
    EXPECT_EQ(asked(), "");
}

TEST_F(enquiry, a_store_that_has_failed_is_not_called_too_late_and_no_network_is_asked) {
    given({"a"});
    behind.fails = true;
    EXPECT_EQ(cancel(), kind::failed);
    desk.replace(shop, next(), now, *this, ++token);
    EXPECT_EQ(answers.at(token).is, kind::failed);
    EXPECT_EQ(asked(), "");
}

TEST_F(enquiry, cancels_in_the_network_part_by_part) {
    given({"a", "b"});
    EXPECT_EQ(cancel(), kind::done);
    EXPECT_EQ(asked(), "cancel a, cancel b");
    EXPECT_EQ(requests.front().of, operator_a);
    EXPECT_EQ(requests.front().about.what, behind.known.what);
    EXPECT_EQ(behind.known.now, state::submitted);  // the receipt tells the end
}

TEST_F(enquiry, one_part_at_a_time_is_asked_about) {
    given({"a", "b"});
    held = true;
    desk.cancel(shop, message_id{77}, now, *this, 1);
    ASSERT_EQ(waiting.size(), 1u);
    waiting[0]({said::done, {}});
    ASSERT_EQ(waiting.size(), 2u);
    EXPECT_TRUE(answers.empty());
    waiting[1]({said::done, {}});
    EXPECT_EQ(answers.at(1).is, kind::done);
}

TEST_F(enquiry, what_the_network_refuses_for_one_part_happens_to_no_later_one) {
    for (const said is : {said::refused, said::unknown, said::unsent, said::not_supported}) {
        given({"a", "b", "c"});
        requests.clear();
        network["b"] = {is, {}, {}, 0x11, "ESME_RCANCELFAIL"};
        EXPECT_EQ(cancel(), kind::too_late);
        EXPECT_EQ(asked(), "cancel a, cancel b");
    }
}

TEST_F(enquiry, parts_that_have_ended_are_left_alone) {
    given({"a", "b", "c"});
    happens(event_kind::receipt, 2, "DELIVRD", state::delivered);
    EXPECT_EQ(cancel(), kind::done);
    EXPECT_EQ(asked(), "cancel a, cancel c");
}

TEST_F(enquiry, part_without_an_id_of_the_networks_keeps_the_message_from_being_asked_about) {
    given({"a", ""});
    EXPECT_EQ(cancel(), kind::too_late);
    EXPECT_EQ(asked(), "");
}

// Cancelled by its id, it might take those that share it along.
TEST_F(enquiry, message_whose_id_others_share_is_not_asked_about) {
    given({"a"});
    event again;
    again.kind = event_kind::submitted;
    again.part = 1;
    again.detail = "one-for-all";
    again.outcome = state::submitted;
    again.shared_id = true;
    behind.known.apply(again);
    EXPECT_EQ(cancel(), kind::too_late);
    EXPECT_EQ(asked(), "");
}

TEST_F(enquiry, asks_by_the_id_of_the_last_submission) {
    given({"a"});
    happens(event_kind::submitted, 1, "a2");
    EXPECT_EQ(cancel(), kind::done);
    EXPECT_EQ(asked(), "cancel a2");
}

TEST_F(enquiry, what_the_connector_still_holds_is_not_asked_about) {
    given({"a", "b"});
    behind.known = record(behind.known.what);
    behind.known.claim();
    happens(event_kind::submitted, 1, "a");
    ASSERT_EQ(behind.known.now, state::queued);
    EXPECT_EQ(cancel(), kind::too_late);
    EXPECT_EQ(asked(), "");
}

TEST_F(enquiry, what_has_ended_is_not_asked_about) {
    given({"a"});
    happens(event_kind::receipt, 1, "DELIVRD", state::delivered);
    EXPECT_EQ(cancel(), kind::too_late);
    EXPECT_EQ(asked(), "");
}

TEST_F(enquiry, message_of_another_account_is_unknown_and_its_network_hears_nothing) {
    given({"a"});
    EXPECT_EQ(cancel(other), kind::unknown);
    desk.replace(other, next(), now, *this, 50);
    EXPECT_EQ(answers.at(50).is, kind::unknown);
    desk.find(other, message_id{77}, *this, 51);
    EXPECT_EQ(answers.at(51).is, kind::unknown);
    EXPECT_EQ(asked(), "");
}

TEST_F(enquiry, without_a_network_the_stores_word_is_the_last) {
    given({"a"});
    enquiry_desk alone(behind);
    alone.cancel(shop, message_id{77}, now, *this, 1);
    EXPECT_EQ(answers.at(1).is, kind::too_late);
    EXPECT_EQ(behind.finds, 0);
    alone.as_network_says(behind.known, now, *this, 2);
    EXPECT_EQ(answers.at(2).found.front().now, state::submitted);
}

TEST_F(enquiry, replaces_the_text_of_one_part_in_the_network) {
    given({"a"});
    desk.replace(shop, next(), now, *this, 1);
    EXPECT_EQ(answers.at(1).is, kind::done);
    EXPECT_EQ(asked(), "replace a");
    EXPECT_EQ(requests.front().with->body, "other");
    EXPECT_EQ(requests.front().about.what->body, "hello");
    EXPECT_EQ(behind.known.what->body, "hello");  // the store keeps what it has sent
}

TEST_F(enquiry, replaces_no_long_message_and_none_that_the_network_does_not_let_go) {
    given({"a", "b"});
    desk.replace(shop, next(), now, *this, 1);
    EXPECT_EQ(answers.at(1).is, kind::too_late);
    EXPECT_EQ(asked(), "");
    given({"a"});
    network["a"] = {said::refused, {}, {}, 0x13, "ESME_RREPLACEFAIL"};
    desk.replace(shop, next(), now, *this, 2);
    EXPECT_EQ(answers.at(2).is, kind::too_late);
}

TEST_F(enquiry, says_of_a_message_what_its_network_knows) {
    given({"a"});
    network["a"] = {said::done, state::undelivered, now - std::chrono::seconds(5), 7, "UNDELIV"};
    desk.as_network_says(behind.known, now, *this, 1);
    const record& told = answers.at(1).found.front();
    EXPECT_EQ(told.now, state::undelivered);
    EXPECT_EQ(told.events.back().code, 7u);
    EXPECT_EQ(told.events.back().at, now - std::chrono::seconds(5));
    EXPECT_EQ(behind.known.now, state::submitted);  // nothing is stored of it
}

TEST_F(enquiry, long_message_has_ended_when_the_network_says_so_of_every_part) {
    given({"a", "b"});
    network["a"] = {said::done, state::delivered, {}, 0, "DELIVRD"};
    network["b"] = {said::done, state::submitted, {}, 0, "ENROUTE"};
    desk.as_network_says(behind.known, now, *this, 1);
    EXPECT_EQ(answers.at(1).found.front().now, state::submitted);
    network["b"] = network["a"];
    desk.as_network_says(behind.known, now, *this, 2);
    EXPECT_EQ(answers.at(2).found.front().now, state::delivered);
}

TEST_F(enquiry, network_that_does_not_answer_leaves_the_stores_word) {
    given({"a"});
    network["a"] = {said::unknown, {}, {}, 0, "no answer came"};
    desk.as_network_says(behind.known, now, *this, 1);
    EXPECT_EQ(answers.at(1).is, kind::done);
    EXPECT_EQ(answers.at(1).found.front().now, state::submitted);
}

// Answers each question with one page of what it was told to have, and keeps the questions.
class paged_store final : public store::no_store {
public:
    std::vector<hermod::store::page> pages;
    std::vector<hermod::store::filter> asked;
    void query(hermod::store::filter what, hermod::store::query_reply& reply) override {
        asked.push_back(what);
        reply.listed(std::move(pages.at(asked.size() - 1)));
    }
};

TEST_F(enquiry, handed_in_goes_on_where_a_page_of_the_store_stopped) {
    paged_store pages;
    const auto one = [](std::int64_t id) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        return record(std::move(m));
    };
    pages.pages.resize(3);
    pages.pages[0] = {{one(9)}, message_id{8}};
    pages.pages[1] = {{}, message_id{5}};
    pages.pages[2] = {{one(4)}, std::nullopt};
    enquiry_desk over(pages);
    over.handed_in(shop, "+467", now - std::chrono::minutes(1), now, 10, *this, 1);
    ASSERT_EQ(answers.at(1).found.size(), 2u);
    EXPECT_EQ(answers.at(1).found.back().what->id, message_id{4});
    ASSERT_EQ(pages.asked.size(), 3u);
    const auto& first = pages.asked.front();
    EXPECT_EQ(first.account, shop);
    EXPECT_EQ(first.to, "+467");
    EXPECT_EQ(first.way, direction::to_handset);
    EXPECT_EQ(first.since, now - std::chrono::minutes(1));
    EXPECT_EQ(first.before, first_id_at(now));
    EXPECT_EQ(first.limit, 10u);
    EXPECT_EQ(pages.asked[2].before, message_id{5});
    EXPECT_EQ(pages.asked[2].limit, 9u);
}

TEST_F(enquiry, handed_in_ends_with_as_many_as_were_wanted) {
    paged_store pages;
    pages.pages.resize(1);
    pages.pages[0] = {{record(std::make_shared<message>())}, message_id{8}};
    enquiry_desk over(pages);
    over.handed_in(shop, "+467", {}, now, 1, *this, 1);
    EXPECT_EQ(answers.at(1).found.size(), 1u);
}

}  // namespace
}  // namespace hermod::accept::enquiry_desk_test
