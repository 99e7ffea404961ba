#include "simulate/provider/caller.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/context_of.hpp"
#include "net/http_client.hpp"
#include "net/open_guard.hpp"

namespace hermod::simulate::provider {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds limit{30'000};

// "https://host:1" of "https://host:1/path?query"; all of it when that is no URL.
std::string_view origin_of(std::string_view url) {
    const auto scheme = url.find("://");
    return scheme == std::string_view::npos ? url : url.substr(0, url.find_first_of("/?", scheme + 3));
}

}  // namespace

struct caller::line {
    explicit line(asio::io_context& context) : connection(context) {}
    net::http_connection connection;
    std::string origin;
    std::uint64_t number = 0;
    call what;
    bool due = false, running = false;
};

struct caller::state : std::enable_shared_from_this<caller::state> {
    using line_ptr = std::shared_ptr<line>;

    state(asio::io_context& where, std::size_t how_many, answered back) : context(where), most(how_many), told(std::move(back)) {}

    asio::awaitable<void> run(line_ptr on);
    asio::awaitable<int> once(line_ptr on);
    asio::awaitable<bool> reach(line_ptr on, std::string origin);

    asio::io_context& context;
    std::size_t most;
    answered told;
    net::tls_context tls;  // the system's: made when it is first needed
    std::vector<line_ptr> all, free;
    bool stopped = false;
};

// One request after the other, as long as there are some; the state outlives it.
asio::awaitable<void> caller::state::run(line_ptr on) {
    const auto self = shared_from_this();
    co_await asio::post(context, asio::use_awaitable);
    while (std::exchange(on->due, false) && !stopped) {
        const int status = co_await once(on);
        if (stopped) break;
        free.push_back(on);
        told(on->number, status);
    }
    on->running = false;
}

asio::awaitable<int> caller::state::once(line_ptr on) {
    const std::string_view origin = origin_of(on->what.url);
    std::string target(std::string_view(on->what.url).substr(origin.size()));
    if (!target.starts_with('/')) target.insert(0, 1, '/');
    std::vector<net::http_field> headers;
    if (!on->what.content_type.empty()) headers.push_back({"Content-Type", on->what.content_type});
    for (const auto& [name, value] : on->what.headers) headers.push_back({name, value});
    for (int round = 0; round < 2; ++round) {
        const bool there = on->connection.is_open() && on->origin == origin;
        if (!there && !co_await reach(on, std::string(origin))) co_return 0;
        const auto reply = co_await on->connection.request(on->what.method, target, headers, on->what.body, limit);
        if (reply) co_return reply->status;
        if (reply.error() != make_error_code(net::errc::not_open)) co_return 0;
    }
    co_return 0;
}

asio::awaitable<bool> caller::state::reach(line_ptr on, std::string origin) {
    const auto parsed = net::parse_http_url(origin);
    if (!parsed) co_return false;
    if (parsed->tls && !tls) {
        auto made = net::client_tls();
        if (!made) co_return false;
        tls = std::move(*made);
    }
    const auto target = co_await net::open_guard().resolve(*parsed, limit);
    if (!target || stopped) co_return false;
    on->connection = net::http_connection(context, tls);
    const auto connected = co_await on->connection.connect(*target, limit);
    on->origin = std::move(origin);
    co_return connected && !stopped;
}

caller::caller(asio::any_io_executor executor, std::size_t most, answered told)
    : state_(std::make_shared<state>(net::context_of(executor), most, std::move(told))) {}

caller::~caller() {
    stop();
}

std::string caller::trust(const std::string& authorities) {
    auto made = net::client_tls(net::client_tls_files{authorities, {}, {}});
    state_->tls = std::move(made.context);
    return made.error;
}

bool caller::has_room() const {
    return !state_->stopped && (!state_->free.empty() || state_->all.size() < state_->most);
}

bool caller::idle() const {
    return state_->free.size() == state_->all.size();
}

void caller::start(std::uint64_t number, call what) {
    state& s = *state_;
    if (s.free.empty()) s.free.push_back(s.all.emplace_back(std::make_shared<line>(s.context)));
    const auto on = std::move(s.free.back());
    s.free.pop_back();
    on->number = number;
    on->what = std::move(what);
    on->due = true;
    if (std::exchange(on->running, true)) return;  // its coroutine is in told(), and goes on
    asio::co_spawn(s.context, s.run(on), asio::detached);
}

void caller::stop() {
    state_->stopped = true;
    for (const auto& one : state_->all) one->connection.close();
}

}  // namespace hermod::simulate::provider
