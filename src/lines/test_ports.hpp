// Test only: the other side of a connector's ports: a log that is kept, and a store that answers when told to.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "gateway/inbox.hpp"
#include "gateway/outlet.hpp"
#include "gateway/receipts.hpp"

namespace hermod::lines {

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
        made->body = submitted.body;
        return {made, {}};
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        for (auto& one : messages) inbound.push_back(one);
        reply.put_done({put_answer, {}});
    }
    void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) override {
        reported.push_back(receipt);
        log.push_back("receipt " + receipt.remote_id);
        if (hold_receipts)
            held.push_back([&reply, token, this] { reply.receipt_done(token, match); });
        else
            reply.receipt_done(token, match);
    }
    void settled(std::uint64_t token, verdict result) override {
        ++times[token];
        verdicts[token] = result;
        log.push_back("settled " + std::to_string(token));
        if (on_settled) on_settled(token, result);
    }
    void ready() override {
        ++ready_count;
        if (on_ready) on_ready();
    }

    bool refuse = false, hold_receipts = false;
    put_result::kind put_answer = put_result::kind::stored;
    receipt_match match = receipt_match::matched;
    std::vector<message_ptr> inbound;
    std::vector<remote_receipt> reported;
    std::vector<std::function<void()>> held;
    std::map<std::uint64_t, int> times;
    std::map<std::uint64_t, verdict> verdicts;
    std::vector<std::string> log;
    std::function<void(std::uint64_t, const verdict&)> on_settled;
    std::function<void()> on_ready;
    int ready_count = 0;
};

}  // namespace hermod::lines
