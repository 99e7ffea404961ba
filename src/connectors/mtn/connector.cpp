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
    upkeep::errand errand;  // the housekeeper's
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
    if (!fetched_.empty())
        log_line(log_level::error, "fetched, and the store did not keep it before the stop")
            .field("connector", who().name)
            .field("messages", fetched_.messages.size())
            .field("receipts", fetched_.receipts.size());
    housekeeper_->abandoned = true;
    housekeeper_->connection.close();
    housekeeper_.reset();
    pause_.cancel();
}

void mtn_connector::tell(upkeep::errand::kind is, const upkeep::result& of) const {
    static constexpr std::string_view words[] = {"subscribe", "clear", "renew", "unsubscribe", "poll", "status"};
    if (!of.failed.empty())
        log_line(log_level::warning, "errand failed")
            .field("connector", who().name)
            .field("errand", words[static_cast<std::size_t>(is)])
            .field("code", of.code)
            .field("detail", of.failed);
    if (!of.done.empty()) log_line(log_level::info, of.done).field("connector", who().name).field("code", of.code);
}

// One errand after the other. What was fetched is with nobody else: it is offered to the store until the store keeps it.
asio::awaitable<void> mtn_connector::keep_house(mtn_line_ptr on) {
    co_await asio::post(context(), asio::use_awaitable);
    error_code ignored;
    while (!on->abandoned && (!upkeep_.has_left() || !fetched_.empty())) {
        if (!fetched_.empty()) {
            const auto word = offer();
            co_await word->came.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            if (on->abandoned) co_return;
            if (!settle(*word)) co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        } else if (!take_errand(*on)) {
            co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        } else {
            const auto reply = co_await ask(on);
            if (on->abandoned) co_return;
            if (reply)
                answered(*on, *reply);
            else
                unanswered(*on, reply.error());
        }
    }
    if (on->abandoned) co_return;
    on->connection.close();
    housekeeper_.reset();
    leave_if_done();
}

// False: there is none now; the pause ends when to look again.
bool mtn_connector::take_errand(mtn_line& on) {
    auto errand = upkeep_.take(clocks().mono(), clocks().wall());
    if (errand) {
        on.wanted = errand->call;
        on.errand = std::move(*errand);
        return true;
    }
    const mono_time soon = clocks().mono() + look_again;
    pause_.expires_at(std::min(upkeep_.due().value_or(soon), soon));
    return false;
}

void mtn_connector::answered(mtn_line& on, const net::http_reply& reply) {
    const auto is = on.errand.is;
    auto told = upkeep_.answered(std::move(on.errand), heard(reply), clocks().mono(), clocks().wall());
    tell(is, told);
    fetched_ = std::move(told.came);
}

void mtn_connector::unanswered(mtn_line& on, error_code why) {
    const auto is = on.errand.is;
    tell(is, upkeep_.unanswered(std::move(on.errand), on.fault.empty() ? why.message() : on.fault, clocks().mono()));
}

std::shared_ptr<mtn_connector::store_word> mtn_connector::offer() {
    const auto word = std::make_shared<store_word>(context());
    keep(fetched_, [word](visit_answer answer) {
        word->kept = answer.status != 503;
        word->came.cancel();
    });
    return word;
}

// False: it shall be offered again, after a pause.
bool mtn_connector::settle(const store_word& word) {
    if (word.kept)
        fetched_ = {};
    else
        pause_.expires_after(look_again);
    return word.kept;
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
