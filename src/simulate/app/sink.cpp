#include "simulate/app/sink.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

namespace hermod::simulate {

sink::sink(sink_options options, take print, take remember)
    : options_(std::move(options)),
      print_(std::move(print)),
      remember_(std::move(remember)),
      signer_(options_.secret.empty() ? std::vector<std::string>{} : std::vector<std::string>{options_.secret}) {}

// xorshift: which requests fail is random enough, and the same in every run.
bool sink::fails() {
    chance_ ^= chance_ << 13;
    chance_ ^= chance_ >> 7;
    chance_ ^= chance_ << 17;
    return chance_ % 100 < options_.fail_percent;
}

std::optional<net::http_response> sink::try_handle(const net::http_request& request) {
    if (options_.delay.count() > 0) return std::nullopt;
    return answer(request);
}

boost::asio::awaitable<net::http_response> sink::handle(const net::http_request& request) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, options_.delay);
    co_await timer.async_wait(boost::asio::use_awaitable);
    co_return answer(request);
}

net::http_response sink::answer(const net::http_request& request) {
    ++count_.requests;
    if (request.method != "POST") return net::problem(405, "Method not allowed", "callbacks are posted");
    const auto id = request.header("webhook-id");
    if (!signer_.empty() && !callback::verify(signer_, id, request.header("webhook-timestamp"), request.body,
                                              request.header("webhook-signature"), to_micros(options_.now()) / 1'000'000)) {
        ++count_.bad_signature;
        return net::problem(401, "Bad signature", "no signature fits, or the timestamp is too far away");
    }
    if (fails()) {
        ++count_.failed_on_purpose;
        return net::problem(500, "Failed on purpose", "as this simulation was told to");
    }
    const bool single = request.body.starts_with("{\"type\":\"message.");
    const bool look = (print_ && !options_.quiet) || remember_ || !single;
    const auto events = look ? read_events(request.body, id) : std::nullopt;
    if (look && !events) {
        ++count_.unreadable;
        return net::problem(400, "Unreadable", "the body is no callback");
    }
    if (options_.status < 200 || options_.status > 299) return net::problem(options_.status, "As told", "by the option for the status");
    count_.events += look ? events->size() : 1;
    for (std::size_t i = 0; look && i < events->size(); ++i) {
        if (print_ && !options_.quiet) print_((*events)[i]);
        if (remember_) remember_((*events)[i]);
    }
    return net::http_response(options_.status);
}

}  // namespace hermod::simulate
