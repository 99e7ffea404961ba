#include "lines/line_connector.hpp"

#include <gtest/gtest.h>

#include "lines/words_protocol.hpp"
#include "net/clocks.hpp"

namespace hermod::lines {
namespace {

using namespace std::chrono_literals;

class lines_connector : public testing::Test {
protected:
    lines_connector() {
        set_log_sink(&log);
        options.host = "127.0.0.1";
        options.port = peer.port();
        options.reconnect_least = 1ms;
        options.reconnect_most = 5ms;
        options.inbound_account = account_id{5};
    }
    ~lines_connector() override {
        if (out) stop();
        set_log_sink(nullptr);
    }
    void start() {
        const surroundings around{io.get_executor(), {net::mono_now, net::wall_now}, store, store, store};
        out = std::make_unique<words_connector>(around, options);
        out->start();
    }
    void start_and_log_in() {
        start();
        until([&] { return out->counters().binds_up == options.binds; });
    }
    void stop() {
        bool stopped = false;
        out->stop(2s, [&] { stopped = true; });
        until([&] { return stopped; });
        out.reset();
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << "nothing more happens; heard " << peer.text;
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }
    void send(std::uint64_t token, std::int64_t id = 0, std::uint8_t parts = 1) {
        auto what = std::make_shared<message>();
        what->id = message_id{id};
        what->parts = parts;
        out->send({what, token, 1, false});
    }

    asio::io_context io{1};
    quiet log;
    network peer{io};
    ports store;
    line_options options;
    std::unique_ptr<words_connector> out;
};

TEST_F(lines_connector, what_is_sent_in_one_go_leaves_and_is_settled) {
    start_and_log_in();
    EXPECT_EQ(out->capacity(), 2u);
    EXPECT_EQ(out->window(), 2u);
    EXPECT_EQ(store.ready_count, 1);
    send(1);
    send(2);
    send(3);  // beyond the window: waits in the line
    out->flush();
    until([&] { return store.verdicts.size() == 3; });
    for (const auto& [token, v] : store.verdicts) EXPECT_EQ(v.is, verdict::kind::sent) << token;
    EXPECT_EQ(out->counters().parts_sent, 3u);
    EXPECT_EQ(out->counters().round_trips[0], 3u);
    EXPECT_EQ(out->health().sentence, "1 of 1 binds up");
}

TEST_F(lines_connector, a_lost_connection_gives_back_what_left_as_unsure_and_what_waits_as_unsent) {
    peer.takes = false;
    start_and_log_in();
    for (std::uint64_t token : {1, 2, 3}) send(token);
    out->flush();
    until([&] { return peer.heard("put 2"); });
    peer.hang_up(0);
    until([&] { return store.verdicts.size() == 3; });
    EXPECT_EQ(store.verdicts[1].is, verdict::kind::unsure);
    EXPECT_EQ(store.verdicts[2].is, verdict::kind::unsure);
    EXPECT_EQ(store.verdicts[3].is, verdict::kind::unsent);
    until([&] { return out->counters().binds_up == 1; });
    EXPECT_EQ(peer.calls(), 2u);
}

TEST_F(lines_connector, nobody_logged_in_means_unsent_and_not_from_within) {
    peer.welcomes = false;
    start();
    send(1);
    EXPECT_TRUE(store.verdicts.empty());
    until([&] { return store.verdicts.count(1) != 0; });
    EXPECT_EQ(store.verdicts[1].is, verdict::kind::unsent);
    until([&] { return out->counters().bind_failures >= 2; });
    EXPECT_EQ(out->health().sentence, "we are not wanted");
    EXPECT_FALSE(out->health().usable);
}

TEST_F(lines_connector, a_long_message_keeps_to_one_line_and_single_parts_take_the_roomiest) {
    options.binds = 2;
    peer.takes = false;
    start_and_log_in();
    send(1, 77, 2);
    send(2, 77, 2);
    send(3);
    send(4);
    out->flush();
    until([&] { return peer.times("put ") == 4; });
    peer.hang_up(0);  // either line has one message's both parts
    until([&] { return store.verdicts.size() == 2; });
    EXPECT_EQ(store.verdicts.count(1), store.verdicts.count(2));
}

TEST_F(lines_connector, the_rate_holds_back_what_the_window_would_take) {
    options.rate = 10;
    start_and_log_in();
    EXPECT_EQ(out->capacity(), 1u);
    send(1);
    send(2);
    out->flush();
    EXPECT_EQ(out->capacity(), 0u);
    until([&] { return store.verdicts.size() == 1; });
    EXPECT_FALSE(peer.heard("put 2"));
    until([&] { return store.verdicts.size() == 2; });
}

TEST_F(lines_connector, what_comes_in_is_answered_when_the_store_has_it) {
    start_and_log_in();
    peer.say(0, "in 3");
    until([&] { return peer.heard("kept 3"); });
    store.match = receipt_match::failed;
    peer.say(0, "in 4");
    until([&] { return peer.heard("later 4"); });
    out->as_message = true;
    peer.say(0, "in 5");
    until([&] { return peer.heard("kept 5"); });
    ASSERT_EQ(store.inbound.size(), 1u);
    EXPECT_EQ(store.inbound[0]->account, account_id{5});
    store.refuse = true;
    peer.say(0, "in 6");
    until([&] { return peer.heard("refused 6"); });
    EXPECT_EQ(out->counters().receipts_in, 2u);
    EXPECT_EQ(out->counters().messages_in, 2u);
}

TEST_F(lines_connector, stopping_gives_back_what_waits_and_says_goodbye) {
    peer.takes = false;
    start_and_log_in();
    for (std::uint64_t token : {1, 2, 3}) send(token);
    out->flush();
    stop();
    EXPECT_EQ(store.verdicts.size(), 3u);
    EXPECT_EQ(store.verdicts[3].is, verdict::kind::unsent);
    EXPECT_TRUE(peer.heard("bye"));
}

}  // namespace
}  // namespace hermod::lines
