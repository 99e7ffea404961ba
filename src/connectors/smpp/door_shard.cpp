#include "connectors/smpp/door_shard.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "connectors/smpp/door_link.hpp"
#include "net/clocks.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;
using wire::smpp::command_id;
using wire::smpp::command_status;

namespace {

constexpr std::chrono::milliseconds tick_period{500};  // of timers that are seconds long, for ten thousand idle sessions
constexpr std::size_t read_size = 64 * 1024;
constexpr std::size_t most_found = 1'000;

command_status status_of_put(put_result::kind is) {
    switch (is) {
        case put_result::kind::stored:
        case put_result::kind::replayed:
            return command_status::esme_rok;
        case put_result::kind::full:
            return command_status::esme_rthrottled;
        default:
            return command_status::esme_rsyserr;
    }
}

}  // namespace

bool seated_account::pay(mono_time now) {
    if (who->rate <= 0) return true;
    const auto each = static_cast<std::int64_t>(1e9 / who->rate);
    const std::int64_t saved = std::max<std::int64_t>(100'000'000, each);
    const std::int64_t at = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
    std::int64_t paid = paid_until.load(std::memory_order_relaxed);
    for (;;) {
        const std::int64_t next = std::max(paid, at - saved) + each;
        if (next > at) return false;
        if (paid_until.compare_exchange_weak(paid, next, std::memory_order_relaxed)) return true;
    }
}

void seated_account::hold(bool on, door_counters& numbers) {
    const bool turned = on ? holds.fetch_add(1, std::memory_order_relaxed) == 0 : holds.fetch_sub(1, std::memory_order_relaxed) == 1;
    if (!turned) return;
    numbers.held.fetch_add(on ? 1 : -1, std::memory_order_relaxed);
    log_line(on ? log_level::warning : log_level::info, on ? "account held" : "account held no more")
        .field("door", "smpp")
        .field("account", who->name)
        .field("detail", on ? "it answers nothing of what it is told: its submits are throttled" : "it answers again, or has left");
}

door_shard::door_shard(asio::io_context& context, std::size_t index, const door_options& options, const door_parts& parts,
                       door_counters& counters, door_desk& desk)
    : context_(context),
      index_(index),
      options_(options),
      parts_(parts),
      counters_(counters),
      desk_(desk),
      read_buffer_(read_size),
      replies_(context.get_executor(), [this](std::vector<reply>& all) { replied(all); }),
      tellings_(context.get_executor(), [this](std::vector<tell_back>& all) { told(all); }),
      ticker_(context.get_executor(), tick_period, [this](mono_time now) { tick(now); }) {}

door_shard::~door_shard() = default;

void door_shard::start() {
    asio::post(context_, [this] { ticker_.start(); });
}

void door_shard::take(asio::ip::tcp::socket::native_handle_type handle, bool v6, net::tls_context tls) {
    asio::post(context_, [this, handle, v6, tls = std::move(tls)] {
        asio::ip::tcp::socket socket(context_);
        error_code failed;
        socket.assign(v6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), handle, failed);
        const auto one = std::make_shared<door_link>(*this, std::move(socket), next_link_++, tls);
        links_.emplace(one->number(), one);
        turn_begins();
        one->start();
        if (stopping_) one->stop(drain_until_);
        turn_ends();
    });
}

door_link* door_shard::link(std::uint64_t number) {
    const auto at = links_.find(number);
    return at == links_.end() ? nullptr : at->second.get();
}

void door_shard::decided(std::uint64_t number, bind_answer answer) {
    asio::post(context_, [this, number, answer = std::move(answer)]() mutable {
        turn_begins();
        if (door_link* to = link(number))
            to->decided(std::move(answer));
        else if (answer.account)
            desk_.seat_left(std::move(answer.account));  // it went while it was verified
        turn_ends();
    });
}

void door_shard::notify(account_id whose, const alert& what) {
    asio::post(context_, [this, whose, what] {
        turn_begins();
        for_each_link([&](door_link& one) { one.notify(whose, what); });
        turn_ends();
    });
}

void door_shard::stop(mono_time drain_until) {
    asio::post(context_, [this, drain_until] {
        stopping_ = true;
        drain_until_ = drain_until;
        turn_begins();
        for_each_link([drain_until](door_link& one) { one.stop(drain_until); });
        turn_ends();
    });
}

void door_shard::close_all() {
    asio::post(context_, [this] { for_each_link([](door_link& one) { one.close(); }); });
}

void door_shard::end() {
    asio::post(context_, [this] { ticker_.stop(); });
}

void door_shard::turn_begins() {
    now_ = net::mono_now();
    wall_ = net::wall_now();
}

// A link that goes on reading what waited may submit again.
void door_shard::turn_ends() {
    do {
        store();
        turning_.swap(touched_);
        for (const auto& one : turning_) one->turn_over();
        turning_.clear();
    } while (gathering_ || !touched_.empty());
}

void door_shard::touch(door_link& one) {
    if (one.mark_touched()) touched_.push_back(one.shared_from_this());
}

// Each may close, and so leave the table.
void door_shard::for_each_link(const std::function<void(door_link&)>& work) {
    std::vector<std::shared_ptr<door_link>> all;
    all.reserve(links_.size());
    for (const auto& [number, one] : links_) all.push_back(one);
    for (const auto& one : all) work(*one);
}

void door_shard::gone(std::uint64_t number) {
    links_.erase(number);
}

void door_shard::tick(mono_time) {
    turn_begins();
    for_each_link([](door_link& one) { one.tick(); });
    turn_ends();
}

// ---- messages on their way to the store ----

door_shard::batch& door_shard::gathering() {
    if (!gathering_) gathering_ = std::make_unique<batch>();
    return *gathering_;
}

void door_shard::put(std::shared_ptr<message> prepared, const door_request& request) {
    gathering().lines.push_back({request, prepared->id, nullptr});
    gathered_.push_back(std::move(prepared));
}

void door_shard::put_many(std::vector<std::shared_ptr<message>> prepared, std::unique_ptr<many> answer) {
    gathering().lines.push_back({answer->request, answer->id, nullptr});
    gathering_->lines.back().all = std::move(answer);
    for (auto& one : prepared) gathered_.push_back(std::move(one));
}

void door_shard::store() {
    if (!gathering_) return;
    gathering_->home = this;
    counters_.submits.fetch_add(gathered_.size(), std::memory_order_relaxed);
    // The batch owns itself until put_done() packs it into its reply.
    parts_.in.put(std::move(gathered_), nullptr, *gathering_.release());
    gathered_.clear();
}

void door_shard::batch::put_done(put_result result) noexcept {
    home->replies_.push(put_back{std::unique_ptr<batch>(this), result.is});
}

void door_shard::answer(const put_line& line, put_result::kind is) {
    door_link* to = link(line.request.link);
    if (!to) return;  // it went: the message is ours all the same
    if (const auto status = status_of_put(is); status != command_status::esme_rok) {
        counters_.submits_throttled.fetch_add(1, std::memory_order_relaxed);
        return to->refuse(line.request, status);
    }
    if (line.all) return to->answer_many(*line.all);
    to->answer_with_id(line.request, line.id);
}

// ---- enquiries ----

std::uint64_t door_shard::remember(on_answer then) {
    asked_.emplace(next_token_, std::move(then));
    return next_token_++;
}

void door_shard::find(account_id account, message_id id, on_answer then) {
    parts_.asked.find(account, id, *this, remember(std::move(then)));
}
void door_shard::as_network_says(record found, on_answer then) {
    parts_.asked.as_network_says(std::move(found), wall_, *this, remember(std::move(then)));
}
void door_shard::open_between(account_id account, std::string from, std::string to, on_answer then) {
    parts_.asked.open_between(account, std::move(from), std::move(to), most_found, *this, remember(std::move(then)));
}
void door_shard::cancel(account_id account, message_id id, on_answer then) {
    parts_.asked.cancel(account, id, wall_, *this, remember(std::move(then)));
}
void door_shard::replace(account_id account, message_ptr next, on_answer then) {
    parts_.asked.replace(account, std::move(next), wall_, *this, remember(std::move(then)));
}

void door_shard::relay(connector_id by, broadcast what, on_relayed then) {
    const std::uint64_t token = next_token_++;
    relayed_.emplace(token, std::move(then));
    if (!parts_.relay) return replies_.push(relay_back{token, {broadcast_answer::kind::not_supported}});
    parts_.relay(by, std::move(what), [this, token](broadcast_answer answer) { replies_.push(relay_back{token, std::move(answer)}); });
}

void door_shard::enquiry_done(std::uint64_t token, enquiry_answer answer) noexcept {
    replies_.push(enquiry_back{token, std::move(answer)});
}

void door_shard::replied(std::vector<reply>& all) {
    turn_begins();
    for (reply& one : all) {
        if (auto* put = std::get_if<put_back>(&one)) {
            for (const put_line& line : put->of->lines) answer(line, put->is);
            continue;
        }
        if (auto* back = std::get_if<relay_back>(&one)) {
            auto known = relayed_.extract(back->token);
            if (!known.empty()) known.mapped()(back->answer);
            continue;
        }
        auto& back = std::get<enquiry_back>(one);
        auto known = asked_.extract(back.token);
        if (!known.empty()) known.mapped()(back.answer);
    }
    turn_ends();
}

// ---- what the audience tells ----

void door_shard::told(std::vector<tell_back>& all) {
    turn_begins();
    for (tell_back& one : all)
        if (door_link* to = link(one.link)) to->tell(one.these);
    turn_ends();
}

}  // namespace hermod::connectors::smpp
