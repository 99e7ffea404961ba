#include "doors/door.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/log.hpp"
#include "net/as_values.hpp"
#include "net/clocks.hpp"

namespace hermod::doors {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using net::as_values;
constexpr std::chrono::milliseconds full_pause{10}, exhausted_pause{100}, look_again{10};

asio::awaitable<void> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(as_values);
}

result<tcp::acceptor> listening(asio::io_context& context, const tcp::endpoint& where) {
    tcp::acceptor acceptor(context);
    error_code failed;
    acceptor.open(where.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(where, failed);
    if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    return acceptor;
}

// What the guard counts by: an IPv4 address, or the /64 of an IPv6 one, which is one customer's.
std::string guarded(const std::string& address) {
    error_code failed;
    const auto parsed = asio::ip::make_address(address, failed);
    if (failed || !parsed.is_v6() || parsed.to_v6().is_v4_mapped()) return address;
    return asio::ip::network_v6(parsed.to_v6(), 64).canonical().to_string();
}

}  // namespace

class door::core final : public desk, public std::enable_shared_from_this<core> {
public:
    core(asio::io_context& home, const std::vector<asio::io_context*>& contexts, const options& settings, accounts_ptr accounts,
         const make_shard& make, verify_function verify)
        : options_(settings), home_(home), accounts_(std::move(accounts)), verify_(std::move(verify)), guard_(settings.guard) {
        for (auto* context : contexts) shards_.push_back(make(*context, shards_.size(), counters_, *this));
    }

    result<void> start(tcp::endpoint* failed_at);
    std::vector<tcp::endpoint> endpoints() const;
    void use(accounts_ptr accounts);
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);
    void notify(account_id whose, const alert& what) {
        for (auto& one : shards_) one->notify(whose, what);
    }
    // Handlers that never ran keep us until their context goes; nothing of ours may then refer to another context.
    void let_go() {
        listeners_.clear();
        shards_.clear();
    }
    const counters& numbers() const { return counters_; }
    accounts_ptr known() const { return accounts_; }
    bool hears(account_id whose) const {
        const auto at = seated_.find(whose);
        return at != seated_.end() && at->second->hearing.load(std::memory_order_relaxed) != 0;
    }
    void serve(tcp::socket socket) {
        if (!stopping_) hand_over(std::move(socket), nullptr);
    }

    void ask_bind(std::size_t shard, bind_question question) override;
    void seat_left(std::shared_ptr<seat> place) override;
    void link_closed() override;

private:
    struct listener {
        tcp::acceptor acceptor;
        bool tls;
    };
    static asio::awaitable<void> accept_all(std::shared_ptr<core> self, listener& on);
    static asio::awaitable<void> wait_for_end(std::shared_ptr<core> self, std::chrono::milliseconds deadline,
                                              std::function<void()> done);
    void hand_over(tcp::socket socket, net::tls_context tls);
    void place(tcp::socket socket, bool tls);
    void judge(std::size_t shard, bind_question question);
    void judged(std::size_t shard, const bind_question& question, const account_ptr& who, verified is);
    bind_answer find_seat(const account_ptr& who);
    void refuse(std::size_t shard, const bind_question& question, bind_verdict is, std::string_view why);
    bool is_flood(mono_time now);
    void count_failure(mono_time now);
    std::int64_t unbound() const { return counters_.open.load() - counters_.bound.load(); }

    const options& options_;
    asio::io_context& home_;
    accounts_ptr accounts_;
    verify_function verify_;
    guard guard_;
    counters counters_;
    std::vector<std::unique_ptr<shard>> shards_;
    std::vector<listener> listeners_;
    std::unordered_map<account_id, std::shared_ptr<seat>> seated_;
    mono_time failing_since_{};  // the second in which failed_ counts
    std::size_t failed_ = 0, failed_before_ = 0;
    std::size_t next_shard_ = 0;
    bool stopping_ = false;
};

// ---- listening, at home ----

result<void> door::core::start(tcp::endpoint* failed_at) {
    for (const auto* list : {&options_.listen, &options_.listen_tls}) {
        for (const tcp::endpoint& where : *list) {
            auto made = listening(home_, where);
            if (!made) {
                listeners_.clear();
                if (failed_at) *failed_at = where;
                return made.error();
            }
            listeners_.push_back({std::move(*made), list == &options_.listen_tls});
        }
    }
    for (listener& one : listeners_) asio::co_spawn(home_, accept_all(shared_from_this(), one), asio::detached);
    for (auto& one : shards_) one->start();
    return {};
}

std::vector<tcp::endpoint> door::core::endpoints() const {
    std::vector<tcp::endpoint> out;
    for (const listener& one : listeners_) {
        error_code failed;
        out.push_back(one.acceptor.local_endpoint(failed));
    }
    return out;
}

asio::awaitable<void> door::core::accept_all(std::shared_ptr<core> self, listener& on) {
    while (!self->stopping_) {
        if (self->counters_.open.load() >= static_cast<std::int64_t>(self->options_.most_connections)) {
            co_await pause(full_pause);
            continue;
        }
        auto [failed, socket] = co_await on.acceptor.async_accept(as_values);
        if (failed == asio::error::operation_aborted || self->stopping_) co_return;
        if (failed)
            co_await pause(exhausted_pause);
        else
            self->place(std::move(socket), on.tls);
    }
}

void door::core::place(tcp::socket socket, bool tls) {
    counters_.connections.fetch_add(1, std::memory_order_relaxed);
    error_code failed;
    const auto peer = socket.remote_endpoint(failed);
    const bool stranger = !failed && is_flood(net::mono_now()) && !guard_.knows(guarded(peer.address().to_string()));
    if (failed || stranger || unbound() >= static_cast<std::int64_t>(options_.most_unbound)) {
        counters_.refused_connections.fetch_add(1, std::memory_order_relaxed);
        socket.set_option(asio::socket_base::linger(true, 0), failed);
        return;  // closed: a crowd that does not bind must not keep out those that would
    }
    hand_over(std::move(socket), tls ? options_.tls() : nullptr);
}

void door::core::hand_over(tcp::socket socket, net::tls_context tls) {
    error_code failed;
    const bool v6 = socket.local_endpoint(failed).address().is_v6();
    const auto handle = failed ? -1 : socket.release(failed);
    if (failed) return;
    counters_.open.fetch_add(1);
    shards_[next_shard_++ % shards_.size()]->take(handle, v6, std::move(tls));
}

// ---- who may bind ----

void door::core::count_failure(mono_time now) {
    is_flood(now);
    ++failed_;
}

bool door::core::is_flood(mono_time now) {
    constexpr std::chrono::seconds a_second{1};
    if (now - failing_since_ >= a_second) {
        failed_before_ = now - failing_since_ >= 2 * a_second ? 0 : failed_;
        failed_ = 0;
        failing_since_ = now;
    }
    return failed_ >= options_.flood || failed_before_ >= options_.flood;
}

void door::core::ask_bind(std::size_t shard, bind_question question) {
    asio::post(home_, [self = shared_from_this(), shard, question = std::move(question)]() mutable {
        self->judge(shard, std::move(question));
    });
}

// All refusals look alike, and all take a verification, so that nobody learns which part was wrong.
void door::core::judge(std::size_t shard, bind_question question) {
    if (!guard_.listens(guarded(question.address), question.login, net::mono_now())) {
        counters_.binds_not_listened_to.fetch_add(1, std::memory_order_relaxed);
        count_failure(net::mono_now());
        shards_[shard]->decided(question.link, {});
        return;
    }
    const auto at = accounts_->find(question.login);
    const auto who = at == accounts_->end() ? nullptr : at->second;
    // A certificate that names the account says as much as a password.
    if (who && who->password.empty() && !who->certificate_name.empty()) return judged(shard, question, who, verified::good);
    std::string password = std::move(question.password);
    verify_(who ? who->password : std::string{}, std::move(password),
            [self = shared_from_this(), shard, question = std::move(question), who](verified is) {
                asio::post(self->home_, [self, shard, question, who, is] { self->judged(shard, question, who, is); });
            });
}

void door::core::judged(std::size_t shard, const bind_question& question, const account_ptr& who, verified is) {
    const mono_time now = net::mono_now();
    if (is == verified::busy) return refuse(shard, question, bind_verdict::busy, "too many binds are being verified");
    if (is != verified::good || !who) {
        guard_.failed(guarded(question.address), question.login, now);
        return refuse(shard, question, bind_verdict::wrong, who ? "wrong password" : "unknown login");
    }
    if (!who->certificate_name.empty() && !net::is_named(question.certificate, who->certificate_name)) {
        guard_.failed(guarded(question.address), question.login, now);
        return refuse(shard, question, bind_verdict::wrong, "not with this certificate");
    }
    error_code failed;
    const auto address = asio::ip::make_address(question.address, failed);
    if (failed || !who->may_come_from(address)) return refuse(shard, question, bind_verdict::wrong, "not from this address");
    guard_.succeeded(guarded(question.address), question.login, now);
    bind_answer answer = find_seat(who);
    if (!answer.place)
        return refuse(shard, question, answer.is,
                      answer.is == bind_verdict::taken ? "the account has all its binds" : "the server has all its binds");
    shards_[shard]->decided(question.link, std::move(answer));
}

bind_answer door::core::find_seat(const account_ptr& who) {
    auto& seated = seated_[who->id];
    if (!seated || (seated->who != who && seated->binds == 0)) seated = std::make_shared<seat>();
    if (!seated->who) seated->who = who;
    if (counters_.bound.load() >= static_cast<std::int64_t>(options_.most_binds)) return {bind_verdict::full, nullptr};
    if (seated->binds >= who->max_binds) return {bind_verdict::taken, nullptr};
    ++seated->binds;
    counters_.bound.fetch_add(1);
    return {bind_verdict::welcome, seated};
}

void door::core::refuse(std::size_t shard, const bind_question& question, bind_verdict is, std::string_view why) {
    counters_.bind_failures.fetch_add(1, std::memory_order_relaxed);
    count_failure(net::mono_now());
    log_line(log_level::warning, "bind refused")
        .field("door", options_.name)
        .field("login", question.login)
        .field("address", question.address)
        .field("detail", why);
    shards_[shard]->decided(question.link, {is, nullptr});
}

void door::core::seat_left(std::shared_ptr<seat> place) {
    counters_.bound.fetch_sub(1);
    asio::post(home_, [self = shared_from_this(), place = std::move(place)] { --place->binds; });
}

void door::core::link_closed() {
    counters_.open.fetch_sub(1);
}

void door::core::use(accounts_ptr accounts) {
    asio::post(home_,
               [self = shared_from_this(), accounts = std::move(accounts)]() mutable { self->accounts_ = std::move(accounts); });
}

// ---- the end ----

void door::core::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    asio::co_spawn(home_, wait_for_end(shared_from_this(), deadline, std::move(done)), asio::detached);
}

asio::awaitable<void> door::core::wait_for_end(std::shared_ptr<core> self, std::chrono::milliseconds deadline,
                                               std::function<void()> done) {
    self->stopping_ = true;
    error_code ignored;
    for (listener& one : self->listeners_) one.acceptor.close(ignored);
    const mono_time begin = net::mono_now();
    // Half of the time for answers, the rest for the unbinds.
    for (auto& one : self->shards_) one->stop(begin + deadline / 2);
    while (self->counters_.open.load() > 0 && net::mono_now() - begin < deadline) co_await pause(look_again);
    for (auto& one : self->shards_) one->close_all();
    while (self->counters_.open.load() > 0 && net::mono_now() - begin < 2 * deadline) co_await pause(look_again);
    for (auto& one : self->shards_) one->end();
    done();
}

// ---- the face ----

door::door(asio::io_context& home, const std::vector<asio::io_context*>& contexts, const options& settings, accounts_ptr accounts,
           const make_shard& make, verify_function verify)
    : core_(std::make_shared<core>(home, contexts, settings, std::move(accounts), make, std::move(verify))) {}

door::~door() {
    core_->let_go();
}

result<void> door::start(tcp::endpoint* failed_at) {
    return core_->start(failed_at);
}
std::vector<tcp::endpoint> door::endpoints() const {
    return core_->endpoints();
}
void door::use(accounts_ptr accounts) {
    core_->use(std::move(accounts));
}
void door::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    core_->stop(deadline, std::move(done));
}
void door::notify(account_id whose, const alert& what) {
    core_->notify(whose, what);
}
const counters& door::numbers() const {
    return core_->numbers();
}
void door::serve(tcp::socket socket) {
    core_->serve(std::move(socket));
}
accounts_ptr door::known() const {
    return core_->known();
}
bool door::hears(account_id whose) const {
    return core_->hears(whose);
}

}  // namespace hermod::doors
