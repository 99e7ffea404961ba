// Test code: the store's verbs as calls that wait for their answer, and the messages and events that the suites speak of.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "store/store.hpp"

namespace hermod::store::contract {

// A value that another thread hands over. get() fails the test when nothing comes for a minute.
template <class T>
class awaited {
public:
    void set(T value) {
        const std::lock_guard lock(mutex_);
        value_ = std::move(value);
        come_.notify_all();
    }
    T get() {
        std::unique_lock lock(mutex_);
        if (!come_.wait_for(lock, std::chrono::minutes{1}, [this] { return value_.has_value(); })) {
            ADD_FAILURE() << "no answer from the store";
            return T{};
        }
        return std::move(*value_);
    }

private:
    std::mutex mutex_;
    std::condition_variable come_;
    std::optional<T> value_;
};

struct put_wait final : put_reply, awaited<put_result> {
    void put_done(put_result r) noexcept override { set(std::move(r)); }
};
struct claim_wait final : claim_reply, awaited<bool> {
    void claimed(std::uint64_t) noexcept override { set(true); }
};
struct receipt_wait final : receipt_reply, awaited<receipt_match> {
    void receipt_done(std::uint64_t, receipt_match m) noexcept override { set(m); }
};
struct cancel_wait final : cancel_reply, awaited<cancel_reply::outcome> {
    void cancel_done(outcome o) noexcept override { set(o); }
};
struct replace_wait final : replace_reply, awaited<replace_reply::outcome> {
    void replace_done(outcome o) noexcept override { set(o); }
};
struct load_wait final : load_reply, awaited<std::vector<record>> {
    void loaded(std::uint64_t, std::vector<record> found) noexcept override { set(std::move(found)); }
};
struct find_wait final : find_reply, awaited<std::optional<record>> {
    void found(std::optional<record> r) noexcept override { set(std::move(r)); }
};
struct query_wait final : query_reply, awaited<page> {
    void listed(page p) noexcept override { set(std::move(p)); }
};
struct unmatched_wait final : unmatched_reply, awaited<std::vector<unmatched_receipt>> {
    void unmatched(std::vector<unmatched_receipt> found) noexcept override { set(std::move(found)); }
};

inline put_result put(store& s, std::vector<message_ptr> messages, std::unique_ptr<idempotency> key = nullptr) {
    put_wait wait;
    s.put(std::move(messages), std::move(key), wait);
    return wait.get();
}
inline void claim(store& s, std::vector<message_id> ids) {
    claim_wait wait;
    s.claim(std::move(ids), wait, 7);
    EXPECT_TRUE(wait.get());
}
inline receipt_match report(store& s, remote_receipt r) {
    receipt_wait wait;
    s.report(std::move(r), wait, 8);
    return wait.get();
}
inline cancel_reply::outcome cancel(store& s, account_id account, message_id id, wall_time now = {}) {
    cancel_wait wait;
    s.cancel(account, id, now, wait);
    return wait.get();
}
inline replace_reply::outcome replace(store& s, account_id account, message_ptr next, wall_time now = {}) {
    replace_wait wait;
    const message_id id = next->id;
    s.replace(account, id, std::move(next), now, wait);
    return wait.get();
}
inline put_result join(store& s, message_ptr whole, std::vector<message_id> parts) {
    put_wait wait;
    s.join(std::move(whole), std::move(parts), wait);
    return wait.get();
}
inline std::vector<record> load(store& s, std::vector<message_id> ids) {
    load_wait wait;
    s.load(std::move(ids), wait, 9);
    return wait.get();
}
inline std::optional<record> find(store& s, message_id id) {
    find_wait wait;
    s.find(id, wait);
    return wait.get();
}
inline page query(store& s, filter what) {
    query_wait wait;
    s.query(std::move(what), wait);
    return wait.get();
}
inline std::vector<unmatched_receipt> unmatched(store& s, std::size_t limit = 1000) {
    unmatched_wait wait;
    s.unmatched(limit, wait);
    return wait.get();
}
// Lazy changes handed over before are applied and committed when this returns: the order of hand-over is kept.
inline void flush(store& s) { claim(s, {}); }

// Time that only goes on; any thread.
class ticking {
public:
    wall_time now() { return from_micros(1'795'446'000'000'000 + 1000 * ++ticks_); }  // from 2026-11-23T15:00:00Z
    void skip(std::chrono::milliseconds by) { ticks_ += by.count(); }

private:
    std::atomic<std::int64_t> ticks_{0};
};

inline event submitted(std::uint8_t part, std::string remote_id, wall_time at = {}) {
    event e;
    e.kind = event_kind::submitted;
    e.part = part;
    e.outcome = state::submitted;
    e.at = at;
    e.detail = std::move(remote_id);
    return e;
}
inline event happened(event_kind kind, std::uint8_t part = 0, state outcome = state::queued, wall_time at = {}) {
    event e;
    e.kind = kind;
    e.part = part;
    e.outcome = outcome;
    e.at = at;
    return e;
}
inline event told(callback_state how, std::uint32_t code) {
    event e;
    e.kind = event_kind::callback;
    e.callback = how;
    e.code = code;
    return e;
}

// Everything that an observer was told.
class notebook final : public observer {
public:
    void committed(std::span<const notice> changes) noexcept override {
        const std::lock_guard lock(mutex_);
        notices_.insert(notices_.end(), changes.begin(), changes.end());
    }
    std::vector<notice> of(message_id id) const {
        const std::lock_guard lock(mutex_);
        std::vector<notice> out;
        for (const notice& n : notices_)
            if (n.what->id == id) out.push_back(n);
        return out;
    }
    std::vector<notice> all() const {
        const std::lock_guard lock(mutex_);
        return notices_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<notice> notices_;
};

}  // namespace hermod::store::contract
