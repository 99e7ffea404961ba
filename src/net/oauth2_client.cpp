#include "net/oauth2_client.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/open_guard.hpp"

namespace hermod::net {

namespace asio = boost::asio;

oauth2_client::oauth2_client(asio::io_context& context, oauth2_options options, tls_context tls, std::function<mono_time()> clock)
    : options_(std::move(options)), clock_(std::move(clock)), connection_(context, std::move(tls)), renewed_(context) {}

asio::awaitable<result<std::string>> oauth2_client::token() {
    const auto self = shared_from_this();
    for (;;) {
        const mono_time now = clock_();
        const std::string* good = cache_.good(now);
        if (good && (!cache_.wants_renewal(now) || !cache_.may_renew(now))) co_return *good;
        if (cache_.renewing()) {
            renewed_.expires_at(asio::steady_timer::time_point::max());
            co_await renewed_.async_wait(asio::as_tuple(asio::use_awaitable));
            if (!cache_.renewing() && !cache_.good(clock_())) co_return failed_;
            continue;
        }
        if (!cache_.may_renew(now)) co_return failed_;
        const auto done = co_await renew();
        // An old token that is good still serves when no new one was to be had.
        if (!done && !cache_.good(clock_())) co_return done.error();
    }
}

asio::awaitable<result<void>> oauth2_client::renew() {
    cache_.renewal_begins();
    const auto done = co_await ask();
    if (!done) {
        cache_.renewal_failed(clock_());
        failed_ = done.error();
    }
    renewed_.cancel();
    co_return done;
}

asio::awaitable<result<void>> oauth2_client::ask() {
    sentence_ = "no token of " + options_.endpoint.host + ": ";
    const auto target = co_await open_guard().resolve(options_.endpoint, options_.timeout);
    if (!target) {
        sentence_ += target.error().message();
        co_return target.error();
    }
    if (const auto connected = co_await connection_.connect(*target, options_.timeout); !connected) {
        sentence_ += connected.error().message();
        co_return connected.error();
    }
    const std::string basic = oauth2_basic(options_), body = oauth2_request(options_);
    const std::array<http_field, 3> headers{{{"Content-Type", "application/x-www-form-urlencoded"},
                                             {"Accept", "application/json"},
                                             {"Authorization", basic}}};
    const std::span<const http_field> sent(headers.data(), options_.credentials_in_body ? 2 : 3);
    const auto reply = co_await connection_.post(options_.endpoint.target, sent, body, options_.timeout);
    if (!reply) {
        sentence_ += reply.error().message();
        co_return reply.error();
    }
    auto answer = reply->status == 200 ? read_oauth2_answer(reply->body) : std::nullopt;
    const int status = reply->status;
    connection_.close();
    if (!answer) {
        sentence_ += "HTTP " + std::to_string(status) + (status == 200 ? " without an access_token" : "");
        co_return make_error_code(errc::bad_reply);
    }
    cache_.renewed(std::move(answer->token), answer->lifetime.value_or(options_.lifetime), clock_());
    sentence_.clear();
    co_return result<void>{};
}

}  // namespace hermod::net
