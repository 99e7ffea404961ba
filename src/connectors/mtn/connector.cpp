#include "connectors/mtn/connector.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "connectors/mtn/mtn_connector.hpp"

namespace hermod::connectors::mtn {

namespace asio = boost::asio;

namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::chrono::milliseconds look_again{1'000};  // at what is due, and at a store that could keep nothing
constexpr std::chrono::hours after_validity{1};         // a fate may be known a while later

heard_answer heard(const net::http_reply& reply) {
    return {reply.status, reply.body, reply.header("Retry-After")};
}

}  // namespace

// The store's word on what was fetched: never given from within offer().
struct mtn_connector::store_word {
    explicit store_word(asio::io_context& context) : came(context, asio::steady_timer::time_point::max()) {}
    asio::steady_timer came;  // cancelled when the word is there
    bool kept = false;
};

struct mtn_connector::mtn_line final : calls::line {
    mtn_line(asio::io_context& context, net::tls_context tls, const mtn_options& how)
        : line(context, std::move(tls), how.origin) {}

    written_call wanted;
    std::string authorization, correlator;
    std::vector<net::http_field> headers;
};

mtn_connector::mtn_connector(mtn_options options, calls::surroundings around)
    : call_connector(options, std::move(around)), how_(std::move(options)), upkeep_(how_, who().id), pause_(context()) {}

mtn_connector::~mtn_connector() {
    abandon_beside();
}

calls::line_ptr mtn_connector::make_line() {
    return std::make_shared<mtn_line>(context(), tls(), how_);
}

void mtn_connector::start() {
    call_connector::start();
    upkeep_.begin(clocks().mono());
    if (!upkeep_.due() && how_.status.count() == 0) return;  // nothing beside the parts
    housekeeper_ = std::make_shared<mtn_line>(context(), tls(), how_);
    asio::co_spawn(context(), keep_house(housekeeper_), asio::detached);
}

bool mtn_connector::prepare(calls::line& with, outcome& refused) {
    auto& on = static_cast<mtn_line&>(with);
    auto made = call_of_part(how_, *on.part.what, on.part.part, clocks().wall());
    if (auto* call = std::get_if<written_call>(&made)) {
        on.wanted = std::move(*call);
        on.correlator = correlator_of(*on.part.what, on.part.part);
        return true;
    }
    refused.result = calls::refused_with(std::get<unwritable>(made).why);
    return false;
}

calls::call mtn_connector::call_of(calls::line& with) {
    auto& on = static_cast<mtn_line&>(with);
    on.authorization = on.token.empty() ? std::string() : "Bearer " + on.token;
    add_headers(on.headers, how_, on.wanted, on.authorization);
    return {on.wanted.method, on.wanted.target, on.wanted.body, on.headers};
}

mtn_connector::outcome mtn_connector::judge(calls::line& with, const net::http_reply& reply) {
    auto& on = static_cast<mtn_line&>(with);
    judged_part made = judge_part(how_, heard(reply), on.correlator, clocks().wall());
    if (made.no_id) counted().oddities.fetch_add(1, relaxed);
    log_line(log_category::pdu, "answer")
        .field("connector", who().name)
        .field("id", to_text(on.part.what->id))
        .field("part", on.part.part)
        .field("status", reply.status)
        .field("their_id", made.their_id)
        .field("octets", reply.body.size());
    if (how_.status.count() > 0 && made.result.is == verdict::kind::sent && on.part.what->receipt && !made.their_id.empty()) {
        const auto left = std::max<wall_time::duration>(on.part.what->expires_at - clocks().wall(), {}) + after_validity;
        const mono_time now = clocks().mono();
        const mono_time until = now + std::chrono::duration_cast<mono_time::duration>(left);
        if (!upkeep_.await({{on.part.what->from, made.their_id}, made.result.detail, on.part.what->to, {}, until, {}}, now))
            counted().oddities.fetch_add(1, relaxed);
    }
    outcome out;
    out.result = std::move(made.result);
    out.alarm = made.alarm;
    return out;
}

void mtn_connector::leaving(mono_time) {
    upkeep_.leave();
    pause_.cancel();
}

void mtn_connector::abandon_beside() {
    if (!housekeeper_) return;
    housekeeper_->abandoned = true;
    housekeeper_->connection.close();
    housekeeper_.reset();
    pause_.cancel();
}

void mtn_connector::tell(upkeep::errand::kind is, const upkeep::result& of) const {
    static constexpr std::string_view words[] = {"subscribe", "clear", "renew", "unsubscribe", "poll", "status"};
    const auto what = words[static_cast<std::size_t>(is)];
    if (!of.failed.empty())
        log_line(log_level::warning, "errand failed")
            .field("connector", who().name)
            .field("errand", what)
            .field("detail", of.failed);
    if (!of.done.empty()) log_line(log_level::info, of.done).field("connector", who().name);
}

// What was fetched is with nobody else: it is offered to the store until the store keeps it.
asio::awaitable<void> mtn_connector::keep_house(mtn_line_ptr on) {
    co_await asio::post(context(), asio::use_awaitable);
    if (on->abandoned) co_return;
    calls::brought came;
    error_code ignored;
    const std::string name = who().name;
    while (!on->abandoned && (!upkeep_.has_left() || !came.empty())) {
        if (!came.empty()) {
            const auto word = offer(came);
            co_await word->came.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            if (!on->abandoned && !word->kept) {
                pause_.expires_after(look_again);
                co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            }
            if (on->abandoned && !word->kept)
                log_line(log_level::error, "fetched, and the store did not keep it before the stop")
                    .field("connector", name)
                    .field("messages", came.messages.size())
                    .field("receipts", came.receipts.size());
            if (word->kept) came = {};
            continue;
        }
        auto errand = upkeep_.take(clocks().mono(), clocks().wall());
        if (!errand) {
            pause_.expires_at(wakes_at());
            if (!upkeep_.has_left()) co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            continue;
        }
        on->wanted = errand->call;
        const auto reply = co_await ask(on);
        if (on->abandoned) co_return;
        came = reply ? done(std::move(*errand), heard(*reply))
                     : not_done(std::move(*errand), on->fault.empty() ? reply.error().message() : on->fault);
    }
    if (on->abandoned) co_return;
    on->connection.close();
    housekeeper_.reset();
    leave_if_done();
}

mono_time mtn_connector::wakes_at() const {
    const mono_time soon = clocks().mono() + look_again;
    const auto due = upkeep_.due();
    return due ? std::min(*due, soon) : soon;
}

std::shared_ptr<mtn_connector::store_word> mtn_connector::offer(const calls::brought& came) {
    const auto word = std::make_shared<store_word>(context());
    keep(came, [word](visit_answer answer) {
        word->kept = answer.status != 503;
        word->came.cancel();
    });
    return word;
}

calls::brought mtn_connector::done(upkeep::errand errand, const heard_answer& answer) {
    const auto is = errand.is;
    auto out = upkeep_.answered(std::move(errand), answer, clocks().mono(), clocks().wall());
    tell(is, out);
    return std::move(out.came);
}

calls::brought mtn_connector::not_done(upkeep::errand errand, std::string why) {
    const auto is = errand.is;
    tell(is, upkeep_.unanswered(std::move(errand), std::move(why), clocks().mono()));
    return {};
}

result<std::unique_ptr<hermod::connector>> make_connector(asio::any_io_executor executor, mtn_options options,
                                                          calls::identity who, calls::clock_functions clocks, inbox& in,
                                                          receipts& reports, outlet_events& events) {
    net::tls_context tls;
    if (options.origin.tls || (options.token && options.token->endpoint.tls)) {
        auto made = net::client_tls(options.tls_authorities);
        if (!made) return made.error();
        tls = std::move(*made);
    }
    options.name = who.name;
    return std::unique_ptr<hermod::connector>(std::make_unique<mtn_connector>(
        std::move(options),
        calls::surroundings{std::move(executor), std::move(who), std::move(clocks), std::move(tls), in, reports, events}));
}

}  // namespace hermod::connectors::mtn
