// Test only: events for an application that keeps sessions: dispatcher, shard, queue and endpoint, with listeners and a store of
// the test's own, and a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include "callback/dispatcher.hpp"
#include "callback/session_endpoint.hpp"
#include "store/no_store.hpp"

namespace hermod::callback::on_stage {

using namespace std::chrono_literals;

inline std::chrono::milliseconds skew{0};
inline mono_time skewed_mono() {
    return net::mono_now() + skew;
}
inline wall_time skewed_wall() {
    return net::wall_now() + skew;
}

// Keeps records in memory; its "thread" is the test's.
class kept final : public hermod::store::no_store {
public:
    void called_back(message_id id, std::uint32_t index, event attempt) override {
        results.push_back({id, attempt});
        records.at(id).called_back(index, attempt);
    }
    void load(std::vector<message_id> ids, hermod::store::load_reply& reply, std::uint64_t token) override {
        std::vector<record> found;
        for (const auto id : ids)
            if (records.contains(id) && !records.at(id).closed()) found.push_back(records.at(id));
        reply.loaded(token, std::move(found));
    }
    struct line {
        message_id id;
        event attempt;
    };
    std::map<message_id, record> records;
    std::vector<line> results;
};

class session final : public listener {
public:
    void tell(std::vector<telling> these) noexcept override { heard.insert(heard.end(), these.begin(), these.end()); }
    std::vector<std::int64_t> ids() const {
        std::vector<std::int64_t> out;
        for (const auto& one : heard) out.push_back(one.what->id.value);
        return out;
    }
    void hold(bool on) noexcept override { holds.push_back(on); }

    std::vector<telling> heard;
    std::vector<bool> holds;
};

using ids = std::vector<std::int64_t>;
using verdicts = std::vector<bool>;

class sessions : public ::testing::Test {
protected:
    explicit sessions(std::size_t most_jobs = 4) {
        skew = 0ms;
        with.tick = 1ms;
        with.wall = &skewed_wall;
        with.mono = &skewed_mono;
        with.most_jobs = most_jobs;
        with.most_untold = 5;
        dispatch = std::make_unique<dispatcher>(std::vector{&context}, store, std::make_shared<directory>(), with);
    }
    ~sessions() override {
        bool stopped = false;
        dispatch->stop(1s, [&] { stopped = true; });
        EXPECT_TRUE(until([&] { return stopped; }));
    }
    message_ptr make(std::int64_t id, const std::string& to) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->account = account_id{1};
        m->to = to;
        m->via = told_by::session;
        m->callbacks = callback_final;
        record r(m);
        event delivered;
        delivered.kind = event_kind::receipt;
        delivered.part = 1;
        delivered.outcome = state::delivered;
        delivered.at = skewed_wall();
        r.apply(delivered);
        store.records.insert_or_assign(m->id, r);
        return m;
    }
    void happen(std::int64_t id, const std::string& to) {
        const auto m = make(id, to);
        const auto& r = store.records.at(m->id);
        const hermod::store::notice one{m, r.events.at(0), 0, r.now, true, false};
        dispatch->committed({&one, 1});
    }
    // About a handset each.
    void happen_more(std::size_t count) {
        for (; count > 0; --count, ++made) happen(static_cast<std::int64_t>(made), "+49" + std::to_string(made));
    }
    // All that is under way between the threads of the real thing.
    void settle() {
        for (int i = 0; i < 3; ++i) context.poll();
    }
    void answer(const session& by, std::size_t which, told::kind is, std::uint32_t code = 0) {
        dispatch->hear(account_id{1}, by, {{by.heard.at(which).token, is, code, {}}});
    }
    bool until(const std::function<bool()>& done) {
        const mono_time end = net::mono_now() + 10s;
        while (!done() && net::mono_now() < end) context.run_one_for(50ms);
        return done();
    }
    bool heard(const session& by, std::size_t count) {
        return until([&] { return by.heard.size() >= count; });
    }

    boost::asio::io_context context{1};
    kept store;
    options with;
    std::unique_ptr<dispatcher> dispatch;
    std::size_t made = 1;
};

}  // namespace hermod::callback::on_stage
