// Test only: a connector with a scripted provider on loopback and a store that answers when told to.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/log.hpp"
#include "calls/options.hpp"
#include "calls/scripted_provider.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"
#include "net/clocks.hpp"

namespace hermod::calls {

using namespace std::chrono_literals;
using line_to_us = scripted_provider::line;
using asked = scripted_provider::request;

class quiet_log final : public log_sink {
public:
    void write(log_level, std::string_view fields) noexcept override { text += fields; }
    std::string text;
};

// A store that answers when told to.
class test_ports final : public inbox, public receipts, public outlet_events {
public:
    prepared prepare(const submission& submitted, wall_time) override {
        if (refuse) return {nullptr, refusal{"to", "no_route", "nobody wants it"}};
        auto made = std::make_shared<message>();
        made->from = submitted.from;
        made->to = submitted.to;
        made->body = submitted.body;
        made->udh = submitted.udh;
        made->account = submitted.account;
        return {made, {}};
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override {
        if (key && !keys.insert(key->key).second) return reply.put_done({put_result::kind::replayed, {}});
        for (auto& one : messages) inbound.push_back(one);
        reply.put_done({put_answer, {}});
    }
    void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) override {
        reported.push_back(receipt);
        if (hold_receipts) held.push_back([&reply, token, this] { reply.receipt_done(token, match); });
        else reply.receipt_done(token, match);
    }
    void settled(std::uint64_t token, verdict result) override {
        ++times[token];
        verdicts[token] = result;
        if (on_settled) on_settled(token);
    }
    void ready() override {
        ++ready_count;
        if (on_ready) on_ready();
    }

    bool refuse = false, hold_receipts = false;
    put_result::kind put_answer = put_result::kind::stored;
    receipt_match match = receipt_match::matched;
    std::vector<message_ptr> inbound;
    std::set<std::string> keys;  // of idempotency
    std::vector<remote_receipt> reported;
    std::vector<std::function<void()>> held;
    std::map<std::uint64_t, int> times;
    std::map<std::uint64_t, verdict> verdicts;
    std::function<void(std::uint64_t)> on_settled;
    std::function<void()> on_ready;
    int ready_count = 0;
};

class connector_stage : public testing::Test {
protected:
    connector_stage() { set_log_sink(&log); }
    ~connector_stage() override {
        if (out) stop();
        set_log_sink(nullptr);
        for (const auto& [token, times] : ports.times) EXPECT_EQ(times, 1) << "token " << token;
    }

    identity who() const { return {"acme", connector_id{7}, account_id{3}}; }
    clock_functions clocks() const { return {net::mono_now, net::wall_now}; }
    void start(result<std::unique_ptr<connector>> made, bool wait = true) {
        ASSERT_TRUE(made) << made.error().message();
        out = std::move(*made);
        out->start();
        if (wait) until([&] { return out->counters().binds_up > 0; });
    }
    void stop(std::chrono::milliseconds limit = 400ms) {
        bool stopped = false;
        out->stop(limit, [&] { stopped = true; });
        until([&] { return stopped; });
        out.reset();
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << "nothing more happens; log: " << log.text;
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }
    static message_ptr text(std::int64_t id, std::string body = "hello", std::uint8_t parts = 1) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->from = "88222";
        m->to = "+447700900123";
        m->body = std::move(body);
        m->parts = parts;
        m->expires_at = net::wall_now() + 1h;
        return m;
    }
    void send(std::uint64_t token, message_ptr what = nullptr, std::uint8_t part = 1) {
        out->send({what ? what : text(static_cast<std::int64_t>(token)), token, part, false});
        out->flush();
    }
    const verdict& settle(std::uint64_t token) {
        until([&] { return ports.verdicts.contains(token); });
        return ports.verdicts[token];
    }

    boost::asio::io_context io{1};
    quiet_log log;
    scripted_provider provider{io};
    test_ports ports;
    std::unique_ptr<connector> out;
};

}  // namespace hermod::calls
