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

connector_paths::connector_paths(net::http_handler& others, std::chrono::milliseconds patience) : others_(others), patience_(patience) {}
connector_paths::~connector_paths() = default;

void connector_paths::add(visited& whose, asio::any_io_executor home) {
    boxes_.push_back(std::make_unique<box>(std::move(home), [&whose](std::vector<letter>& letters) {
        for (letter& one : letters) whose.visit_came(std::move(one.what), std::move(one.reply));
    }));
    for (const std::string& path : whose.paths()) paths_[path] = boxes_.back().get();
}

connector_paths::box* connector_paths::find(std::string_view path) const {
    const auto at = paths_.find(path);
    return at == paths_.end() ? nullptr : at->second;
}

std::optional<net::http_response> connector_paths::try_handle(const net::http_request& request) {
    if (find(request.path)) return std::nullopt;
    return others_.try_handle(request);
}

asio::awaitable<net::http_response> connector_paths::handle(const net::http_request& request) {
    box* const whose = find(request.path);
    return whose ? ask(*whose, request) : others_.handle(request);
}

asio::awaitable<net::http_response> connector_paths::ask(box& whose, const net::http_request& request) {
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
