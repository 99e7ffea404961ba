#include "app/gateway/connector_paths.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hermod::app {

namespace asio = boost::asio;

namespace {

// A session that waits, on its own executor; held by whoever may still answer.
struct waiting_session {
    explicit waiting_session(const asio::any_io_executor& home) : timer(home) {}
    asio::steady_timer timer;
    std::optional<visit_answer> answer;
};

visit copied(const net::http_request& request) {
    visit out{std::string(request.method), std::string(request.path), std::string(request.query), std::string(request.body),
              std::string(request.remote_address), {}};
    out.headers.reserve(request.head.fields.size());
    for (const auto& one : request.head.fields) out.headers.emplace_back(one.name, one.value);
    return out;
}

}  // namespace

// One connector's letters. Everything but push() happens on its executor.
class connector_paths::desk {
public:
    explicit desk(asio::any_io_executor home)
        : box_(std::move(home), [this](std::vector<letter>& letters) {
              for (letter& one : letters) take(std::move(one));
          }) {}

    void push(letter one) { box_.push(std::move(one)); }
    void open(visited& whose) {
        whose_ = &whose;
        for (letter& one : std::exchange(held_, {})) take(std::move(one));
    }
    void hold() {
        whose_ = nullptr;
        holds_ = true;
    }
    void close() {
        whose_ = nullptr;
        holds_ = false;
        for (letter& one : std::exchange(held_, {})) take(std::move(one));
    }

private:
    void take(letter one) {
        if (whose_) whose_->visit_came(std::move(one.what), std::move(one.reply));
        else if (holds_) held_.push_back(std::move(one));
        else one.reply({503, "text/plain", "this connector is not at work\n"});
    }

    visited* whose_ = nullptr;
    bool holds_ = false;
    std::vector<letter> held_;
    net::mailbox<letter> box_;
};

connector_paths::connector_paths(net::http_handler& others, std::chrono::milliseconds patience) : others_(others), patience_(patience) {}
connector_paths::~connector_paths() = default;

void connector_paths::use(connector_id of, visited& whose, asio::any_io_executor home) {
    desk* at = nullptr;
    {
        const std::lock_guard lock(mutex_);
        auto& there = desks_[of];
        if (!there) there = std::make_unique<desk>(std::move(home));
        at = there.get();
        change_paths(*at, whose.paths());
    }
    at->open(whose);
}

void connector_paths::hold(connector_id of) {
    const std::lock_guard lock(mutex_);
    if (const auto at = desks_.find(of); at != desks_.end()) at->second->hold();
}

void connector_paths::drop(connector_id of) {
    const std::lock_guard lock(mutex_);
    const auto at = desks_.find(of);
    if (at != desks_.end()) at->second->close();
}

void connector_paths::change_paths(desk& whose, const std::vector<std::string>& to) {
    auto next = std::make_shared<path_map>(*paths_.get());
    std::erase_if(*next, [&](const auto& one) { return one.second == &whose; });
    for (const std::string& path : to) (*next)[path] = &whose;
    any_ = !next->empty();
    paths_.set(std::move(next));
}

connector_paths::desk* connector_paths::find(std::string_view path) const {
    if (!any_.load(std::memory_order_relaxed)) return nullptr;
    const auto now = paths_.get();
    const auto at = now->find(path);
    return at == now->end() ? nullptr : at->second;
}

std::optional<net::http_response> connector_paths::try_handle(const net::http_request& request) {
    if (find(request.path)) return std::nullopt;
    return others_.try_handle(request);
}

asio::awaitable<net::http_response> connector_paths::handle(const net::http_request& request) {
    desk* const whose = find(request.path);
    return whose ? ask(*whose, request) : others_.handle(request);
}

asio::awaitable<net::http_response> connector_paths::ask(desk& whose, const net::http_request& request) {
    const auto session = std::make_shared<waiting_session>(co_await asio::this_coro::executor);
    session->timer.expires_after(patience_);
    whose.push({copied(request), [session](visit_answer answer) {
                    asio::post(session->timer.get_executor(), [session, answer = std::move(answer)]() mutable {
                        session->answer = std::move(answer);
                        session->timer.cancel();
                    });
                }});
    co_await session->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!session->answer) co_return net::problem(503, "not now", "this took too long");
    visit_answer& answer = *session->answer;
    co_return net::http_response(answer.status, std::move(answer.content_type), std::move(answer.body));
}

}  // namespace hermod::app
