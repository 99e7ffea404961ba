#include "app/gateway/networks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>

namespace hermod::app {
namespace {

using kind = network_answer::kind;

// An outlet that keeps what it is asked until it is told to answer.
class asked_outlet final : public outlet, public network_questions, public broadcasts {
public:
    std::size_t capacity() const override { return 0; }
    std::size_t window() const override { return 0; }
    void send(outbound) override {}
    void flush() override {}
    network_questions* questions() override { return can ? this : nullptr; }
    void query(network_question about, network_question_reply& reply, std::uint64_t token) override { keep("query", about, reply, token); }
    void cancel(network_question about, network_question_reply& reply, std::uint64_t token) override { keep("cancel", about, reply, token); }
    void replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) override {
        keep("replace " + with->body, about, reply, token);
    }
    hermod::broadcasts* broadcasts() override { return can ? this : nullptr; }
    void relay(broadcast what, broadcast_reply& reply, std::uint64_t token) override {
        asked.push_back("broadcast " + what.message_id);
        reply.broadcast_answered(token, {broadcast_answer::kind::answered, 0, "b1"});
    }
    void answer(network_answer with) {
        const auto [reply, token] = waiting.front();
        waiting.erase(waiting.begin());
        reply->network_answered(token, std::move(with));
    }

    bool can = true;
    std::vector<std::string> asked;
    std::vector<std::pair<network_question_reply*, std::uint64_t>> waiting;

private:
    void keep(const std::string& verb, const network_question& about, network_question_reply& reply, std::uint64_t token) {
        asked.push_back(verb + " " + about.remote_id);
        waiting.emplace_back(&reply, token);
    }
};

class asked_networks : public testing::Test {
protected:
    asked_networks() { all.add(connector_id{1}, io.get_executor(), out); }
    void ask(network_verb verb, std::string id, std::uint32_t of = 1, message_ptr with = nullptr) {
        all.ask({connector_id{of}, verb, {std::make_shared<message>(), std::move(id)}, std::move(with)},
                [this](network_answer a) { heard.push_back(std::move(a)); });
    }
    void turn() {
        io.restart();
        io.run();
    }
    boost::asio::io_context io{1};
    asked_outlet out;
    networks all{2};
    std::vector<network_answer> heard;
};

TEST_F(asked_networks, one_that_is_not_at_work_is_asked_nothing_and_another_comes_in_its_place) {
    ask(network_verb::cancel, "a");
    all.remove(connector_id{1});
    turn();
    EXPECT_TRUE(out.asked.empty());
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0].is, network_answer::kind::unsent);
    asked_outlet other;
    all.add(connector_id{1}, io.get_executor(), other);
    ask(network_verb::cancel, "b");
    turn();
    EXPECT_EQ(other.asked, std::vector<std::string>{"cancel b"});
    other.answer({network_answer::kind::done, {}, {}, 0, ""});
    EXPECT_EQ(heard.size(), 2u);
    EXPECT_EQ(all.outstanding(), 0u);
}

TEST_F(asked_networks, question_goes_by_the_connectors_executor_and_its_answer_comes_back) {
    ask(network_verb::cancel, "a");
    EXPECT_TRUE(out.asked.empty());
    turn();
    auto with = std::make_shared<message>();
    with->body = "other";
    ask(network_verb::replace, "b", 1, with);
    turn();
    EXPECT_EQ(out.asked, (std::vector<std::string>{"cancel a", "replace other b"}));
    EXPECT_EQ(all.outstanding(), 2u);
    out.answer({kind::done, {}});
    out.answer({kind::refused, {}, {}, 0x13, "ESME_RREPLACEFAIL"});
    ASSERT_EQ(heard.size(), 2u);
    EXPECT_EQ(heard[0].is, kind::done);
    EXPECT_EQ(heard[1].detail, "ESME_RREPLACEFAIL");
    EXPECT_EQ(all.outstanding(), 0u);
    EXPECT_EQ(all.count().questions[1][static_cast<std::size_t>(kind::done)].load(), 1u);
    EXPECT_EQ(all.count().questions[2][static_cast<std::size_t>(kind::refused)].load(), 1u);
}

TEST_F(asked_networks, broadcast_is_relayed_where_a_connector_can) {
    std::vector<broadcast_answer> said;
    const auto relay = [&](std::uint32_t by) {
        broadcast what;
        what.message_id = "x";
        all.relay(connector_id{by}, what, [&](broadcast_answer a) { said.push_back(std::move(a)); });
        turn();
    };
    relay(1);
    EXPECT_EQ(out.asked, std::vector<std::string>{"broadcast x"});
    EXPECT_EQ(said.at(0).message_id, "b1");
    relay(2);
    EXPECT_EQ(said.at(1).is, broadcast_answer::kind::not_supported);
    out.can = false;
    relay(1);
    EXPECT_EQ(said.at(2).is, broadcast_answer::kind::not_supported);
    all.close();
    relay(1);
    EXPECT_EQ(said.at(3).is, broadcast_answer::kind::unsent);
    EXPECT_EQ(all.outstanding(), 0u);
    EXPECT_EQ(all.count().broadcasts[static_cast<std::size_t>(broadcast_answer::kind::answered)].load(), 1u);
}

TEST_F(asked_networks, too_many_for_one_network_are_turned_away_at_once) {
    for (const char* id : {"a", "b", "c"}) ask(network_verb::query, id);
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0].is, kind::unsent);
    turn();
    out.answer({kind::done, {}});
    ask(network_verb::query, "d");
    turn();
    EXPECT_EQ(out.asked, (std::vector<std::string>{"query a", "query b", "query d"}));
}

TEST_F(asked_networks, connector_that_is_gone_or_cannot_ask_supports_nothing) {
    ask(network_verb::cancel, "a", 2);
    out.can = false;
    ask(network_verb::cancel, "a");
    turn();
    ASSERT_EQ(heard.size(), 2u);
    EXPECT_EQ(heard[0].is, kind::not_supported);
    EXPECT_EQ(heard[1].is, kind::not_supported);
    EXPECT_EQ(all.outstanding(), 0u);
}

TEST_F(asked_networks, closed_they_answer_what_was_asked_before_and_turn_the_rest_away) {
    ask(network_verb::cancel, "a");
    all.close();
    ask(network_verb::cancel, "b");
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0].is, kind::unsent);
    EXPECT_EQ(all.outstanding(), 1u);
    turn();
    out.answer({kind::done, {}});
    EXPECT_EQ(heard.size(), 2u);
    EXPECT_EQ(all.outstanding(), 0u);
}

// An outlet that answers whatever it is asked, on its own executor, in another turn.
class answering_outlet final : public outlet, public network_questions {
public:
    explicit answering_outlet(boost::asio::io_context& io) : io_(io) {}
    std::size_t capacity() const override { return 0; }
    std::size_t window() const override { return 0; }
    void send(outbound) override {}
    void flush() override {}
    network_questions* questions() override { return this; }
    void query(network_question, network_question_reply& reply, std::uint64_t token) override {
        boost::asio::post(io_, [&reply, token] { reply.network_answered(token, {kind::done, {}}); });
    }
    void cancel(network_question, network_question_reply&, std::uint64_t) override {}
    void replace(network_question, message_ptr, network_question_reply&, std::uint64_t) override {}

private:
    boost::asio::io_context& io_;
};

TEST(networks_threads, every_question_of_every_thread_is_heard_once_while_they_close) {
    boost::asio::io_context io{1};
    auto work = boost::asio::make_work_guard(io);
    answering_outlet out(io);
    networks all{50};
    all.add(connector_id{1}, io.get_executor(), out);
    std::thread home([&] { io.run(); });
    constexpr std::size_t each = 500;
    std::atomic<std::size_t> heard{0}, asked{0};
    std::vector<std::thread> askers;
    for (int t = 0; t < 3; ++t)
        askers.emplace_back([&] {
            for (std::size_t i = 0; i < each; ++i) {
                all.ask({connector_id{1}, network_verb::query, {nullptr, "a"}, nullptr}, [&](network_answer) { ++heard; });
                if (++asked == each) all.close();
            }
        });
    for (std::thread& t : askers) t.join();
    while (all.outstanding() != 0) std::this_thread::yield();
    EXPECT_EQ(heard, 3 * each);
    work.reset();
    home.join();
}

}  // namespace
}  // namespace hermod::app
