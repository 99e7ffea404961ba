// Test only: the ports behind a door, kept in memory for the test to look at: an inbox, enquiries over what it took, an audience.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/audience.hpp"
#include "gateway/enquiries.hpp"
#include "gateway/inbox.hpp"

namespace hermod::doors::in_the_house {

using namespace std::chrono_literals;

// Takes everything at once; keeps it for the test.
class kept_inbox final : public inbox {
public:
    prepared prepare(const submission& in, wall_time now) override {
        prepared out;
        if (in.to == "+999") {
            out.refused = refusal{"to", "no_route", "nowhere"};
            return out;
        }
        out.ready = std::make_shared<message>();
        out.ready->id = ids.next(now);
        out.ready->account = in.account;
        out.ready->to = in.to;
        out.ready->from = in.from;
        out.ready->body = in.body;
        out.ready->coding = in.coding.value_or(encoding::gsm7);
        out.ready->callbacks = in.callbacks.value_or(0);
        out.ready->via = in.via;
        out.ready->extras = in.extras;
        out.ready->client_ref = in.client_ref;
        out.ready->accepted_at = now;
        return out;
    }
    sender sender_for(account_id, std::string_view from) const override {
        sender out{from.empty() ? "House" : std::string(from)};
        if (from == "nobody") out.refused = refusal{"from", "invalid_sender", "nobody is no sender"};
        return out;
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        {
            const std::lock_guard lock(mutex);
            ++transactions;
            if (answer == put_result::kind::stored) stored.insert(stored.end(), messages.begin(), messages.end());
        }
        reply.put_done({answer, {}});
    }
    message_ptr at(std::size_t index) {
        const std::lock_guard lock(mutex);
        return stored.at(index);
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return stored.size();
    }

    std::mutex mutex;
    id_source ids{1};
    std::vector<message_ptr> stored;
    std::size_t transactions = 0;
    std::atomic<put_result::kind> answer{put_result::kind::stored};
};

// Answers from the inbox's messages, at once or when it is told to.
class kept_enquiries final : public enquiries {
public:
    explicit kept_enquiries(kept_inbox& in) : in_(in) {}
    void find(account_id, message_id id, enquiry_reply& reply, std::uint64_t token) override {
        enquiry_answer out;
        {
            const std::lock_guard lock(in_.mutex);
            for (const auto& m : in_.stored)
                if (m->id == id) out.is = enquiry_answer::kind::done, out.found.emplace_back(m);
        }
        if (in_network && !out.found.empty()) {
            event e;
            e.kind = event_kind::submitted;
            e.part = 1;
            out.found.front().apply(e);
        }
        say(reply, token, std::move(out));
    }
    void open_between(account_id, std::string from, std::string to, std::size_t, enquiry_reply& reply,
                      std::uint64_t token) override {
        enquiry_answer out{enquiry_answer::kind::done, {}};
        {
            const std::lock_guard lock(in_.mutex);
            for (const auto& m : in_.stored)
                if ((to.empty() || m->to == to) && (from.empty() || m->from == from)) out.found.emplace_back(m);
        }
        say(reply, token, std::move(out));
    }
    void handed_in(account_id, std::string to, wall_time since, wall_time until, std::size_t, enquiry_reply& reply,
                   std::uint64_t token) override {
        enquiry_answer out{enquiry_answer::kind::done, {}};
        {
            const std::lock_guard lock(in_.mutex);
            for (const auto& m : in_.stored)
                if (m->to == to && m->accepted_at >= since && m->accepted_at < until) out.found.emplace_back(m);
        }
        say(reply, token, std::move(out));
    }
    void cancel(account_id, message_id id, wall_time, enquiry_reply& reply, std::uint64_t token) override {
        bool was = false;
        {
            const std::lock_guard lock(in_.mutex);
            was = std::erase_if(in_.stored, [&](const auto& m) { return m->id == id; }) != 0;
        }
        say(reply, token, {was ? enquiry_answer::kind::done : enquiry_answer::kind::unknown, {}});
    }
    void replace(account_id, message_ptr next, wall_time, enquiry_reply& reply, std::uint64_t token) override {
        {
            const std::lock_guard lock(in_.mutex);
            for (auto& m : in_.stored)
                if (m->id == next->id) m = next;
        }
        say(reply, token, {enquiry_answer::kind::done, {}});
    }
    void as_network_says(record found, wall_time now, enquiry_reply& reply, std::uint64_t token) override {
        enquiry_answer out{enquiry_answer::kind::done, {}};
        event e;
        e.kind = event_kind::receipt;
        e.part = 1;
        e.outcome = state::cancelled;
        e.code = 9;
        e.at = now;
        found.apply(e);
        out.found.push_back(std::move(found));
        ++network_queries;
        say(reply, token, std::move(out));
    }
    bool wait_for(std::size_t held) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return held_.size() >= held; });
    }
    void release() {
        std::vector<std::function<void()>> all;
        {
            const std::lock_guard lock(mutex_);
            all.swap(held_);
        }
        for (const auto& one : all) one();
    }
    std::atomic<bool> hold{false}, in_network{false};  // in_network: submitted already, and what is asked is too late
    std::atomic<int> network_queries{0};

private:
    void say(enquiry_reply& reply, std::uint64_t token, enquiry_answer answer) {
        if (!hold) return reply.enquiry_done(token, std::move(answer));
        const std::lock_guard lock(mutex_);
        held_.push_back([&reply, token, answer] { reply.enquiry_done(token, answer); });
        changed_.notify_all();
    }
    kept_inbox& in_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::function<void()>> held_;
};

class kept_audience final : public audience {
public:
    void join(account_id, std::shared_ptr<listener> by, std::size_t) override {
        const std::lock_guard lock(mutex);
        listeners.push_back(std::move(by));
        changed.notify_all();
    }
    void hear(account_id, const listener&, std::vector<told> all) override {
        const std::lock_guard lock(mutex);
        heard.insert(heard.end(), all.begin(), all.end());
        changed.notify_all();
    }
    void shut(account_id, const listener&) override {}
    void leave(account_id, const listener& by) override {
        const std::lock_guard lock(mutex);
        std::erase_if(listeners, [&](const auto& l) { return l.get() == &by; });
        changed.notify_all();
    }
    std::shared_ptr<listener> first() {
        const std::lock_guard lock(mutex);
        return listeners.front();
    }
    template <class Condition>
    bool wait(Condition until) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 10s, until);
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::shared_ptr<listener>> listeners;
    std::vector<told> heard;
};

}  // namespace hermod::doors::in_the_house
