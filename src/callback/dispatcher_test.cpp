// The whole of callback/ against real sockets on loopback, in one thread, with a store of the test's own and clocks that
// the test can push forward.
#include "callback/dispatcher.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <set>

#include "callback/signature.hpp"
#include "net/http_server.hpp"
#include "store/no_store.hpp"

namespace hermod::callback::dispatcher_test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

std::chrono::milliseconds skew{0};
mono_time skewed_mono() { return net::mono_now() + skew; }
wall_time skewed_wall() { return net::wall_now() + skew; }

struct result_line {
    std::int64_t id;
    std::uint32_t index;
    event attempt;
};

// Keeps records in memory; its "thread" is the test's.
class kept final : public hermod::store::no_store {
public:
    void called_back(message_id id, std::uint32_t index, event attempt) override {
        results.push_back({id.value, index, attempt});
        if (records.contains(id)) records.at(id).called_back(index, attempt);
    }
    void load(std::vector<message_id> ids, hermod::store::load_reply& reply, std::uint64_t token) override {
        ++loads;
        std::vector<record> found;
        for (const auto id : ids)
            if (records.contains(id) && !records.at(id).closed()) found.push_back(records.at(id));
        reply.loaded(token, std::move(found));
    }

    std::map<message_id, record> records;
    std::vector<result_line> results;
    std::size_t loads = 0;
};

struct seen {
    std::string path, id, timestamp, signature, body;
};

// Answers by path, each path with a list of answers of which the last stays.
class application final : public net::http_handler {
public:
    asio::awaitable<net::http_response> handle(const net::http_request& request) override {
        requests.push_back({std::string(request.path), std::string(request.header("webhook-id")),
                            std::string(request.header("webhook-timestamp")), std::string(request.header("webhook-signature")),
                            std::string(request.body)});
        auto& answers = plan[std::string(request.path)];
        const int status = answers.empty() ? 200 : answers.front();
        if (answers.size() > 1) answers.erase(answers.begin());
        if (status == 0) {  // hangs
            asio::steady_timer never(co_await asio::this_coro::executor, 1h);
            co_await never.async_wait(asio::use_awaitable);
        }
        net::http_response response(status, "text/plain", status == 200 ? answer : "no");
        if (status == 429) (void)response.set("Retry-After", "30");
        if (status == 301) (void)response.set("Location", "/elsewhere");
        co_return response;
    }
    std::map<std::string, std::vector<int>> plan;
    std::string answer;
    std::vector<seen> requests;
};

constexpr std::string_view secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

class callbacks : public ::testing::Test {
protected:
    callbacks() {
        skew = 0ms;
        net::http_server_options listen;
        listen.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        server = std::make_unique<net::http_server>(std::vector{&context}, app, listen);
        EXPECT_TRUE(server->start());
        url = "http://127.0.0.1:" + std::to_string(server->endpoints().front().port());
        with.allow_private = {*net::network::parse("127.0.0.0/8")};
        with.tick = 1ms;
        with.timeout = 300ms;
        with.wall = &skewed_wall;
        with.mono = &skewed_mono;
        with.log = [this](std::string_view line) { log.emplace_back(line); };
        known.accounts[account_id{1}].url = url + "/hook";
        known.accounts[account_id{1}].secrets = {std::string(secret)};
        known.connectors[connector_id{7}] = "main";
    }
    ~callbacks() override {
        if (dispatch) {
            bool stopped = false;
            dispatch->stop(1s, [&] { stopped = true; });
            EXPECT_TRUE(until([&] { return stopped; }));
        }
    }

    void begin(std::vector<message_id> pending = {}) {
        dispatch = std::make_unique<dispatcher>(std::vector{&context}, store, std::make_shared<directory>(known), with);
        dispatch->start(std::move(pending));
    }

    message_ptr make(std::int64_t id, const std::string& to, const std::string& own_url = "", account_id account = account_id{1}) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->account = account;
        m->connector = connector_id{7};
        m->to = to;
        m->from = "Hermod";
        m->callback_url = own_url;
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
    void happen(const message_ptr& m) {
        const auto& r = store.records.at(m->id);
        const hermod::store::notice one{m, r.events.at(0), 0, r.now, true, false};
        dispatch->committed({&one, 1});
    }
    void happen(std::int64_t id, const std::string& to, const std::string& own_url = "") { happen(make(id, to, own_url)); }

    bool until(const std::function<bool()>& done, std::chrono::milliseconds limit = 10s) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!done() && std::chrono::steady_clock::now() < end) context.run_one_for(50ms);
        return done();
    }
    bool results(std::size_t count) {
        return until([&] { return store.results.size() >= count; });
    }

    asio::io_context context{1};
    application app;
    kept store;
    std::unique_ptr<net::http_server> server;
    std::string url;
    directory known;
    options with;
    std::vector<std::string> log;
    std::unique_ptr<dispatcher> dispatch;
};

TEST_F(callbacks, are_signed_and_recorded_as_answered) {
    begin();
    happen(42, "+491");
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::answered);
    EXPECT_EQ(store.results[0].attempt.code, 200u);
    ASSERT_EQ(app.requests.size(), 1u);
    const auto& got = app.requests[0];
    EXPECT_EQ(got.path, "/hook");
    EXPECT_EQ(got.id, "evt_" + to_text(message_id{42}) + "_0");
    EXPECT_NE(got.body.find(R"("connector":"main")"), std::string::npos);
    signer mine({std::string(secret)});
    EXPECT_TRUE(verify(mine, got.id, got.timestamp, got.body, got.signature, to_micros(skewed_wall()) / 1'000'000));
    EXPECT_EQ(dispatch->count().attempts_2xx, 1u);
    EXPECT_EQ(dispatch->count().events_answered, 1u);
}

TEST_F(callbacks, are_answered_by_the_status_however_large_the_body) {
    begin();
    app.answer.assign(200'000, 'x');
    happen(1, "+491");
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::answered);
    EXPECT_EQ(app.requests.size(), 1u);
}

TEST_F(callbacks, are_repeated_with_the_same_id_and_a_new_timestamp_after_a_500) {
    app.plan["/hook"] = {500, 200};
    begin();
    happen(1, "+491");
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::pending);
    EXPECT_EQ(store.results[0].attempt.code, 500u);
    skew += 6s;
    ASSERT_TRUE(results(2));
    EXPECT_EQ(store.results[1].attempt.callback, callback_state::answered);
    EXPECT_EQ(app.requests[0].id, app.requests[1].id);
    EXPECT_NE(app.requests[0].timestamp, app.requests[1].timestamp);
}

TEST_F(callbacks, do_not_follow_redirects) {
    app.plan["/hook"] = {301};
    begin();
    happen(1, "+491");
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::pending);
    EXPECT_EQ(store.results[0].attempt.detail, "redirects are not followed");
    EXPECT_EQ(app.requests.size(), 1u);
    EXPECT_EQ(dispatch->count().attempts_3xx, 1u);
}

TEST_F(callbacks, are_dead_and_logged_when_the_endpoint_says_gone) {
    app.plan["/hook"] = {410};
    begin();
    happen(1, "+491");
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::dead);
    EXPECT_EQ(dispatch->count().events_dead, 1u);
    ASSERT_EQ(log.size(), 1u);
    EXPECT_NE(log[0].find(to_text(message_id{1})), std::string::npos);
}

TEST_F(callbacks, wait_as_long_as_retry_after_asks) {
    app.plan["/hook"] = {429, 200};
    begin();
    happen(1, "+491");
    ASSERT_TRUE(results(1));
    happen(2, "+492");
    skew += 29s;
    EXPECT_FALSE(until([&] { return app.requests.size() > 1; }, 50ms));
    skew += 5s;
    ASSERT_TRUE(results(3));
    EXPECT_EQ(store.results[2].attempt.callback, callback_state::answered);
}

TEST_F(callbacks, fail_when_the_endpoint_hangs) {
    app.plan["/hook"] = {0};
    begin();
    happen(1, "+491");
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::pending);
    EXPECT_EQ(store.results[0].attempt.detail, make_error_code(net::errc::timed_out).message());
    EXPECT_EQ(dispatch->count().attempts_unreachable, 1u);
}

void close_each(tcp::acceptor& from) {
    from.async_accept([&from](const error_code& failed, tcp::socket taken) {
        if (failed) return;
        taken.close();
        close_each(from);
    });
}

TEST_F(callbacks, fail_when_the_endpoint_closes_without_an_answer) {
    tcp::acceptor rude(context, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
    close_each(rude);
    begin();
    happen(1, "+491", "http://127.0.0.1:" + std::to_string(rude.local_endpoint().port()));
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::pending);
    EXPECT_EQ(store.results[0].attempt.code, 0u);
}

TEST_F(callbacks, are_not_sent_behind_the_firewall) {
    with.allow_private.clear();
    begin();
    happen(1, "+491");
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::pending);
    EXPECT_EQ(store.results[0].attempt.detail, make_error_code(net::errc::address_refused).message());
    EXPECT_EQ(dispatch->count().attempts_forbidden, 1u);
    EXPECT_EQ(dispatch->count().connects, 0u);
    EXPECT_TRUE(app.requests.empty());
}

TEST_F(callbacks, to_a_dead_endpoint_delay_no_live_one) {
    app.plan["/dead"] = {0};
    with.timeout = 2s;
    known.accounts[account_id{2}].url = "http://127.0.0.2:" + url.substr(url.rfind(':') + 1) + "/dead";
    net::http_server_options listen;
    listen.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.2"), server->endpoints().front().port())};
    net::http_server dead({&context}, app, listen);
    ASSERT_TRUE(dead.start());
    begin();
    for (int i = 1; i <= 200; ++i) happen(make(i, std::to_string(i), "", account_id{2}));
    for (int i = 1001; i <= 1500; ++i) happen(i, std::to_string(i));
    const auto answered = [&] {
        return std::count_if(store.results.begin(), store.results.end(), [](auto& r) { return r.attempt.callback == callback_state::answered; });
    };
    // All of the live one's are answered before the first of the dead one's has timed out.
    ASSERT_TRUE(until([&] { return answered() == 500; }));
    EXPECT_EQ(store.results.size(), 500u);
    // Then the dead one's circuit opens: of 200 events only the first few have been tried.
    EXPECT_TRUE(until([&] { return dispatch->count().circuits_opened == 1; }));
    const auto dead_requests = std::count_if(app.requests.begin(), app.requests.end(), [](auto& r) { return r.path == "/dead"; });
    EXPECT_LE(dead_requests, 20);
}

TEST_F(callbacks, of_one_recipient_arrive_in_order_whatever_fails) {
    app.plan["/hook"] = {500, 200, 404, 200, 200, 500, 200};
    known.accounts[account_id{1}].concurrency = 4;
    begin();
    for (int i = 1; i <= 20; ++i) happen(i, i % 2 ? "odd" : "even");
    const auto answered = [&](bool odd) {
        std::vector<std::int64_t> ids;
        for (const auto& r : store.results)
            if (r.attempt.callback == callback_state::answered && (r.id % 2 != 0) == odd) ids.push_back(r.id);
        return ids;
    };
    ASSERT_TRUE(until([&] {
        skew += 100ms;
        return answered(true).size() + answered(false).size() == 20;
    }));
    const auto odd = answered(true), even = answered(false);
    EXPECT_TRUE(std::is_sorted(odd.begin(), odd.end()));
    EXPECT_TRUE(std::is_sorted(even.begin(), even.end()));
}

TEST_F(callbacks, travel_together_when_the_account_wants_batches) {
    known.accounts[account_id{1}].batch = 50;
    known.accounts[account_id{1}].concurrency = 1;
    begin();
    for (int i = 1; i <= 101; ++i) happen(i, std::to_string(i));
    ASSERT_TRUE(results(101));
    EXPECT_EQ(app.requests.size(), 3u);
    EXPECT_TRUE(app.requests[0].body.starts_with(R"({"type":"batch")"));
    EXPECT_EQ(app.requests[0].id, "evt_" + to_text(message_id{1}) + "_0_n50");
    EXPECT_EQ(app.requests[2].id, "evt_" + to_text(message_id{101}) + "_0");
}

TEST_F(callbacks, that_were_pending_at_the_last_run_are_told_before_what_happens_now) {
    std::vector<message_id> pending;
    for (int i = 1; i <= 1000; ++i) {
        make(i, "+491");
        pending.push_back(message_id{i});
    }
    begin(pending);
    happen(2000, "+491");
    ASSERT_TRUE(results(1001));
    EXPECT_TRUE(std::is_sorted(store.results.begin(), store.results.end(), [](auto& a, auto& b) { return a.id < b.id; }));
    EXPECT_EQ(app.requests.size(), 1001u);
}

TEST_F(callbacks, beyond_the_memory_limit_are_read_back) {
    with.most_jobs = 20;
    begin();
    for (int i = 1; i <= 500; ++i) happen(i, std::to_string(i % 7));
    ASSERT_TRUE(results(500));
    EXPECT_GT(store.loads, 20u);
    std::set<std::string> ids;
    for (const auto& r : app.requests) ids.insert(r.id);
    EXPECT_EQ(ids.size(), 500u);
    EXPECT_EQ(app.requests.size(), 500u);
}

TEST_F(callbacks, of_more_endpoints_than_there_is_room_for_wait_for_their_turn) {
    with.most_endpoints = 4;
    with.endpoint_idle = 0ms;
    begin();
    for (int i = 1; i <= 20; ++i)
        happen(i, std::to_string(i), "http://127.0.0." + std::to_string(i) + ":" + url.substr(url.rfind(':') + 1) + "/none");
    // Only 127.0.0.1 listens; the others refuse the connection, and are given up after some days.
    ASSERT_TRUE(until([&] {
        skew += 10min;
        std::set<std::int64_t> dead;
        for (const auto& r : store.results)
            if (r.attempt.callback != callback_state::pending) dead.insert(r.id);
        return dead.size() == 20;
    }, 60s));
    EXPECT_LE(dispatch->count().endpoints, 4u);
}

TEST_F(callbacks, without_any_url_are_dead_at_once) {
    begin();
    happen(make(1, "+491", "", account_id{9}));
    ASSERT_TRUE(results(1));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::dead);
    EXPECT_EQ(store.results[0].attempt.detail, "no callback URL");
}

TEST_F(callbacks, follow_the_accounts_url_when_it_is_corrected) {
    const auto good = known.accounts[account_id{1}].url;
    known.accounts[account_id{1}].url = "http://127.0.0.3:" + url.substr(url.rfind(':') + 1) + "/hook";  // nobody listens there
    begin();
    for (int i = 1; i <= 50; ++i) happen(i, std::to_string(i));
    ASSERT_TRUE(until([&] { return dispatch->count().circuits_opened == 1; }));
    EXPECT_TRUE(app.requests.empty());
    known.accounts[account_id{1}].url = good;
    dispatch->configure(std::make_shared<directory>(known));
    ASSERT_TRUE(until([&] { return dispatch->count().events_answered == 50; }));
    EXPECT_EQ(app.requests.size(), 50u);
}

TEST_F(callbacks, under_way_when_we_stop_stay_pending) {
    app.plan["/hook"] = {0};
    with.timeout = 10s;
    begin();
    happen(1, "+491");
    ASSERT_TRUE(until([&] { return app.requests.size() == 1; }));
    bool stopped = false;
    dispatch->stop(20ms, [&] { stopped = true; });
    ASSERT_TRUE(until([&] { return stopped; }));
    until([] { return false; }, 50ms);
    EXPECT_TRUE(store.results.empty());
    EXPECT_NE(store.records.at(message_id{1}).pending_callback(), record::npos);
}

}  // namespace
}  // namespace hermod::callback::dispatcher_test
