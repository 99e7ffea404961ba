#include "doors/shard.hpp"

#include <boost/asio/post.hpp>

#include "doors/link.hpp"
#include "net/clocks.hpp"

namespace hermod::doors {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds tick_period{500};  // of timers that are seconds long, for ten thousand idle sessions
constexpr std::size_t read_size = 64 * 1024;
constexpr std::size_t most_found = 1'000;

}  // namespace

shard::shard(asio::io_context& context, std::size_t index, const options& settings, const parts& with, counters& numbers,
             desk& at)
    : context_(context),
      index_(index),
      settings_(settings),
      with_(with),
      numbers_(numbers),
      at_(at),
      read_buffer_(read_size),
      replies_(context.get_executor(), [this](std::vector<reply>& all) { replied(all); }),
      tellings_(context.get_executor(), [this](std::vector<tell_back>& all) { told(all); }),
      ticker_(context.get_executor(), tick_period, [this](mono_time now) { tick(now); }) {}

shard::~shard() = default;

void shard::start() {
    asio::post(context_, [this] { ticker_.start(); });
}

void shard::take(asio::ip::tcp::socket::native_handle_type handle, bool v6, net::tls_context tls) {
    asio::post(context_, [this, handle, v6, tls = std::move(tls)] {
        asio::ip::tcp::socket socket(context_);
        error_code failed;
        socket.assign(v6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), handle, failed);
        const auto one = make_link(std::move(socket), next_link_++, tls);
        links_.emplace(one->number(), one);
        turn_begins();
        one->start();
        if (stopping_) one->stop(drain_until_);
        turn_ends();
    });
}

link* shard::find_link(std::uint64_t number) {
    const auto at = links_.find(number);
    return at == links_.end() ? nullptr : at->second.get();
}

void shard::decided(std::uint64_t number, bind_answer answer) {
    asio::post(context_, [this, number, answer = std::move(answer)]() mutable {
        turn_begins();
        if (link* to = find_link(number))
            to->decided(std::move(answer));
        else if (answer.place)
            at_.seat_left(std::move(answer.place));  // it went while it was verified
        turn_ends();
    });
}

void shard::notify(account_id whose, const alert& what) {
    asio::post(context_, [this, whose, what] {
        turn_begins();
        for_each_link([&](link& one) { one.notify(whose, what); });
        turn_ends();
    });
}

void shard::stop(mono_time drain_until) {
    asio::post(context_, [this, drain_until] {
        stopping_ = true;
        drain_until_ = drain_until;
        turn_begins();
        for_each_link([drain_until](link& one) { one.stop(drain_until); });
        turn_ends();
    });
}

void shard::close_all() {
    asio::post(context_, [this] { for_each_link([](link& one) { one.close(); }); });
}

void shard::end() {
    asio::post(context_, [this] { ticker_.stop(); });
}

void shard::turn_begins() {
    now_ = net::mono_now();
    wall_ = net::wall_now();
}

// A link that goes on reading what waited may submit again.
void shard::turn_ends() {
    do {
        store();
        turning_.swap(touched_);
        for (const auto& one : turning_) one->turn_over();
        turning_.clear();
    } while (gathering_ || !touched_.empty());
}

void shard::touch(link& one) {
    if (one.mark_touched()) touched_.push_back(one.shared_from_this());
}

// Each may close, and so leave the table.
void shard::for_each_link(const std::function<void(link&)>& work) {
    std::vector<std::shared_ptr<link>> all;
    all.reserve(links_.size());
    for (const auto& [number, one] : links_) all.push_back(one);
    for (const auto& one : all) work(*one);
}

void shard::gone(std::uint64_t number) {
    links_.erase(number);
}

void shard::tick(mono_time) {
    turn_begins();
    for_each_link([](link& one) { one.tick(); });
    turn_ends();
}

// ---- messages on their way to the store ----

shard::batch& shard::gathering() {
    if (!gathering_) gathering_ = std::make_unique<batch>();
    return *gathering_;
}

void shard::put(std::shared_ptr<message> prepared, const request& by) {
    gathering().lines.push_back({by, prepared->id, nullptr});
    gathered_.push_back(std::move(prepared));
}

void shard::put_all(std::vector<std::shared_ptr<message>> prepared, std::unique_ptr<group> answer) {
    gathering().lines.push_back({answer->of, answer->id, nullptr});
    gathering_->lines.back().all = std::move(answer);
    for (auto& one : prepared) gathered_.push_back(std::move(one));
}

void shard::store() {
    if (!gathering_) return;
    gathering_->home = this;
    numbers_.submits.fetch_add(gathered_.size(), std::memory_order_relaxed);
    // The batch owns itself until put_done() packs it into its reply.
    with_.in.put(std::move(gathered_), nullptr, *gathering_.release());
    gathered_.clear();
}

void shard::batch::put_done(put_result result) noexcept {
    home->replies_.push(put_back{std::unique_ptr<batch>(this), result.is});
}

void shard::answer(const line& what, put_result::kind is) {
    link* to = find_link(what.of.link);
    if (!to) return;  // it went: the message is ours all the same
    if (is != put_result::kind::stored && is != put_result::kind::replayed) {
        numbers_.submits_throttled.fetch_add(1, std::memory_order_relaxed);
        return to->not_stored(what.of, is);
    }
    if (what.all) return to->stored(*what.all);
    to->stored(what.of, what.id);
}

// ---- enquiries ----

std::uint64_t shard::remember(on_answer then) {
    asked_.emplace(next_token_, std::move(then));
    return next_token_++;
}

void shard::find(account_id account, message_id id, on_answer then) {
    with_.asked.find(account, id, *this, remember(std::move(then)));
}
void shard::as_network_says(record found, on_answer then) {
    with_.asked.as_network_says(std::move(found), wall_, *this, remember(std::move(then)));
}
void shard::open_between(account_id account, std::string from, std::string to, on_answer then) {
    with_.asked.open_between(account, std::move(from), std::move(to), most_found, *this, remember(std::move(then)));
}
void shard::handed_in(account_id account, std::string to, wall_time since, wall_time until, on_answer then) {
    with_.asked.handed_in(account, std::move(to), since, until, most_found, *this, remember(std::move(then)));
}
void shard::cancel(account_id account, message_id id, on_answer then) {
    with_.asked.cancel(account, id, wall_, *this, remember(std::move(then)));
}
void shard::replace(account_id account, message_ptr next, on_answer then) {
    with_.asked.replace(account, std::move(next), wall_, *this, remember(std::move(then)));
}

void shard::enquiry_done(std::uint64_t token, enquiry_answer answer) noexcept {
    replies_.push(enquiry_back{token, std::move(answer)});
}

void shard::replied(std::vector<reply>& all) {
    turn_begins();
    for (reply& one : all) {
        if (auto* put = std::get_if<put_back>(&one)) {
            for (const line& what : put->of->lines) answer(what, put->is);
            continue;
        }
        if (auto* work = std::get_if<std::function<void()>>(&one)) {
            (*work)();
            continue;
        }
        auto& back = std::get<enquiry_back>(one);
        auto known = asked_.extract(back.token);
        if (!known.empty()) known.mapped()(back.answer);
    }
    turn_ends();
}

// ---- what the audience tells ----

void shard::told(std::vector<tell_back>& all) {
    turn_begins();
    for (tell_back& one : all)
        if (link* to = find_link(one.link)) to->tell(one.these);
    turn_ends();
}

}  // namespace hermod::doors
