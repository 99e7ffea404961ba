#include "app/gateway/gateway.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iostream>
#include <thread>

#include "accept/checked_inbox.hpp"
#include "accept/enquiry_desk.hpp"
#include "accept/held_desk.hpp"
#include "accept/joiner.hpp"
#include "api/http_door.hpp"
#include "app/gateway/access_log.hpp"
#include "app/gateway/build.hpp"
#include "app/gateway/cimd2_server.hpp"
#include "app/gateway/connector_paths.hpp"
#include "app/gateway/metrics.hpp"
#include "app/gateway/modem_desk.hpp"
#include "app/gateway/networks.hpp"
#include "app/gateway/registry.hpp"
#include "app/gateway/smpp_server.hpp"
#include "app/gateway/tlv_names.hpp"
#include "app/gateway/ucp_server.hpp"
#include "app/log/log_file.hpp"
#include "base/log.hpp"
#include "consent/desk.hpp"
#include "callback/dispatcher.hpp"
#include "deliver/dispatch.hpp"
#include "net/clocks.hpp"
#include "net/ticker.hpp"
#include "receipt/desk.hpp"
#include "store/gate.hpp"

namespace hermod::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto drain_limit = 10s;
constexpr auto goodbye_limit = 1s;  // after the drain: what is unanswered now is unsure
constexpr auto http_limit = 2s;
constexpr auto callback_limit = 5s;
constexpr auto sessions_limit = 3s;  // for applications to answer what they were told, and our unbind
constexpr auto lane_tick = 100ms;

// Nothing more is acknowledged after this; requests under way still get their 503.
void end_after_disk_failure(std::string_view why) {
    log_line(log_level::error, "store_failed").field("why", why);
    std::cerr << "hermod: the store failed, nothing more is accepted: " << why << std::endl;
    std::thread([] {
        std::this_thread::sleep_for(500ms);
        ::_exit(74);
    }).detach();
}

store::gate_options gate_settings(const store_config& from) {
    store::gate_options out;
    out.now = &net::wall_now;
    out.on_failure = end_after_disk_failure;
    out.journal_bytes = std::uint64_t{from.journal_mb} << 20;
    out.reserve_bytes = std::uint64_t{from.reserve_mb} << 20;
    return out;
}

std::vector<std::unique_ptr<asio::io_context>> make_contexts(std::uint32_t wanted) {
    const std::uint32_t count = wanted ? wanted : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::unique_ptr<asio::io_context>> out;
    for (std::uint32_t i = 0; i < count; ++i) out.push_back(std::make_unique<asio::io_context>(1));
    return out;
}

std::vector<asio::io_context*> pointers(const std::vector<std::unique_ptr<asio::io_context>>& from) {
    std::vector<asio::io_context*> out;
    for (const auto& one : from) out.push_back(one.get());
    return out;
}

net::http_server_options server_settings(const config& from) {
    net::http_server_options out;
    out.listen = resolve_all(from.http.listen);
    out.max_body = std::size_t{from.http.max_body_kb} * 1024;
    out.max_connections = from.http.max_connections;
    out.log_failure = [](std::string_view what) { log_line(log_level::error, "request_failed").field("what", what); };
    return out;
}

// Members stand in the order of their dependence: what is below may use what is above, and goes first.
class gateway {
public:
    explicit gateway(const config& settings);
    int run(const std::function<void(const std::string&)>& started);

private:
    struct attached {
        const connector_config* configured;
        deliver::lane_host* host;
        std::unique_ptr<connector> made;
        std::unique_ptr<net::ticker> ticks;
    };
    void open_store();
    void make_connectors();
    void start_connectors();
    void start_joining();
    void start_deciding();
    void open_doors();
    void reload_certificates();
    void listen_to_signals();
    asio::awaitable<void> end();
    asio::awaitable<void> until_idle(std::chrono::milliseconds limit);
    api::readiness readiness() const;
    std::string metrics() const;
    modem_access modem_questions() const;

    const config& settings_;
    log_file log_;
    std::vector<std::unique_ptr<asio::io_context>> contexts_;
    asio::io_context listening_{1};  // the doors': who floods them keeps no session waiting
    store::gate store_;
    std::unique_ptr<id_source> ids_;
    std::vector<message_id> pending_callbacks_, held_parts_;
    consent::desk opt_outs_;
    accept::held_desk held_;
    std::unique_ptr<net::ticker> deciding_;  // of the two
    deliver::dispatch dispatch_;
    receipt::desk desk_;
    api::name_lookup names_;
    access_log access_;
    callback::dispatcher callbacks_;
    std::unique_ptr<accept::checked_inbox> inbox_;
    std::unique_ptr<accept::joiner> joiner_;  // null: parts are handed on as they come
    std::unique_ptr<net::ticker> joining_;
    networks networks_;
    modem_desk modems_;
    accept::enquiry_desk enquiries_;
    std::vector<attached> connectors_;
    std::unique_ptr<api::http_door> door_;
    std::unique_ptr<connector_paths> paths_;
    std::unique_ptr<net::http_server> server_;
    std::vector<std::unique_ptr<door_server>> doors_;
    asio::signal_set signals_;
    bool ending_ = false;
};

gateway::gateway(const config& settings)
    : settings_(settings),
      log_({settings.log.file, std::size_t{settings.log.max_mb} << 20, settings.log.files}),
      contexts_(make_contexts(settings.http.threads)),
      store_(make_engine(settings.store), gate_settings(settings.store)),
      opt_outs_(store_),
      held_(store_),
      dispatch_(store_, {.weights = make_weights(settings), .barred = [this](const message& m) { return opt_outs_.barred(m); }}, &net::wall_now),
      desk_(store_),
      names_(make_names(settings)),
      access_(names_),
      callbacks_(pointers(contexts_), store_, make_directory(settings), make_callback_options(settings)),
      enquiries_(store_, [this](network_request what, network_heard then) { networks_.ask(std::move(what), std::move(then)); }),
      signals_(*contexts_.front(), SIGINT, SIGTERM, SIGHUP) {
    set_log_sink(&log_);
    set_log_switches({settings.log.level, settings.log.access, settings.log.pdus, settings.log.mask_numbers});
}

void gateway::open_store() {
    for (std::size_t i = 0; i < settings_.connectors.size(); ++i)
        dispatch_.add(settings_.connectors[i].id, contexts_[i % contexts_.size()]->get_executor());
    std::uint64_t open = 0;
    store_.open([&](const store::open_entry& left) {
        ++open;
        dispatch_.recover(left, contexts_.front()->get_executor());
        if (left.callback_pending) pending_callbacks_.push_back(left.id);
        held_.recover(left);
        if (left.held) held_parts_.push_back(left.id);
    });
    std::sort(pending_callbacks_.begin(), pending_callbacks_.end());
    opt_outs_.recover();
    ids_ = std::make_unique<id_source>(std::uint8_t{1}, store_.last_id());
    log_line(log_level::info, "store_open").field("url", settings_.store.url).field("open_messages", open);
}

void gateway::make_connectors() {
    for (const connector_config& c : settings_.connectors) {
        deliver::lane_host* host = dispatch_.find(c.id);
        if (c.inbound_account.empty())
            log_line(log_level::warning, "messages_from_handsets_refused").field("connector", c.name).field("why", "no inbound_account");
        inbox& in = joiner_ ? static_cast<inbox&>(*joiner_) : *inbox_;
        auto made = make_connector(c, {host->home(), in, desk_, host->queue(), [this](account_id whose, const alert& what) {
                                     for (const auto& one : doors_) one->notify(whose, what);
                                 }});
        host->queue().attach(made.get());
        networks_.add(c.id, host->home(), *made);
        if (modem_pool* pool = made->modems()) modems_.add(c.name, host->home(), *pool);
        if (visited* visits = made->visits()) paths_->add(*visits, host->home());
        connectors_.push_back({&c, host, std::move(made), nullptr});
    }
}

void gateway::start_joining() {
    if (!joiner_) return;
    joiner_->load(std::move(held_parts_), net::wall_now());
    joining_ = std::make_unique<net::ticker>(contexts_.front()->get_executor(), 1s, [this](mono_time) { joiner_->tick(net::wall_now()); });
    joining_->start();
}

void gateway::start_deciding() {
    deciding_ = std::make_unique<net::ticker>(contexts_.front()->get_executor(), 1s, [this](mono_time) {
        const wall_time now = net::wall_now();
        opt_outs_.tick(*inbox_, now);
        held_.tick(now);
    });
    deciding_->start();
}

void gateway::open_doors() {
    const auto fullness = [this] {
        return static_cast<unsigned>(std::min<std::uint64_t>(100, 100 * store_.count().waiting.load() / store::gate_options{}.most_waiting));
    };
    const doors::parts parts{*inbox_, enquiries_, callbacks_, fullness};
    const auto relay = [this](connector_id by, broadcast what, broadcast_heard then) { networks_.relay(by, std::move(what), std::move(then)); };
    if (settings_.smpp)
        doors_.push_back(std::make_unique<smpp_server>(settings_, listening_, pointers(contexts_), connectors::smpp::door_parts{parts, relay}));
    if (settings_.ucp) doors_.push_back(std::make_unique<ucp_server>(settings_, listening_, pointers(contexts_), parts));
    if (settings_.cimd2) doors_.push_back(std::make_unique<cimd2_server>(settings_, listening_, pointers(contexts_), parts));
    for (const auto& one : doors_) one->start();
}

// On each connector's own executor. Lanes without a connector tick too: their messages must expire in time.
void gateway::start_connectors() {
    dispatch_.for_each([this](connector_id id, deliver::lane_host& host) {
        const auto at = std::find_if(connectors_.begin(), connectors_.end(), [&](const attached& a) { return a.host == &host; });
        if (at == connectors_.end()) {
            connectors_.push_back({nullptr, &host, nullptr, nullptr});
            log_line(log_level::warning, "messages_of_unknown_connector").field("connector", id.value);
        }
    });
    for (attached& a : connectors_) {
        a.ticks = std::make_unique<net::ticker>(a.host->home(), lane_tick, [host = a.host](mono_time) { host->queue().tick(net::wall_now()); });
        asio::post(a.host->home(), [one = &a] {
            one->host->queue().at(net::wall_now());
            one->ticks->start();
            if (one->made) one->made->start();
        });
    }
}

api::readiness gateway::readiness() const {
    api::readiness out;
    const bool store_good = !store_.count().failed.load();
    out.checks.push_back({"store", store_good, store_good ? "durable" : "a write or a sync has failed"});
    bool any_bound = false;
    for (const attached& a : connectors_) {
        if (!a.made) continue;
        const auto& c = a.made->counters();
        const bool up = c.binds_up.load() > 0;
        any_bound = any_bound || up;
        out.checks.push_back({"connector " + a.configured->name, up, std::to_string(c.binds_up.load()) + " binds up"});
    }
    out.ready = store_good && (any_bound || settings_.connectors.empty());
    return out;
}

std::string gateway::metrics() const {
    metric_sources from{store_.count(), door_->count(), server_->counters(), callbacks_.count(), log_.dropped(), {}, net::wall_now(), version_text};
    for (const auto& one : doors_) from.sessions.push_back({one->name(), &one->counters()});
    from.networks = &networks_.count();
    from.modems = modems_.look();
    from.consent = &opt_outs_.count();
    from.opt_outs = opt_outs_.all().size();
    from.held = held_.size();
    for (const attached& a : connectors_)
        from.connectors.push_back({a.configured ? a.configured->name : "(not configured)", a.made ? &a.made->counters() : nullptr,
                                   &a.host->queue().counters()});
    return prometheus_text(from);
}

modem_access gateway::modem_questions() const {
    return {[this] { return modems_.look(); },
            [this](std::string modem, std::string code, ussd_heard then) { modems_.ask(std::move(modem), std::move(code), std::move(then)); }};
}

// Sessions keep the certificate that they began with; new ones are shown the new one.
void gateway::reload_certificates() {
    for (const auto& one : doors_) {
        const std::string wrong = one->reload_certificates();
        if (wrong.empty()) log_line(log_level::info, "certificates_reloaded").field("door", one->name());
        else log_line(log_level::error, "certificates_not_reloaded").field("door", one->name()).field("why", wrong);
    }
}

void gateway::listen_to_signals() {
    signals_.async_wait([this](const boost::system::error_code& fault, int number) {
        if (fault) return;
        if (number == SIGHUP) {
            reload_certificates();
            return listen_to_signals();
        }
        if (ending_) ::_exit(130);  // asked twice: at once
        ending_ = true;
        log_line(log_level::info, "ending").field("signal", number);
        asio::co_spawn(*contexts_.front(), end(), asio::detached);
        listen_to_signals();
    });
}

asio::awaitable<void> gateway::until_idle(std::chrono::milliseconds limit) {
    asio::steady_timer timer(*contexts_.front());
    for (auto waited = 0ms; waited < limit; waited += 10ms) {
        if (std::all_of(connectors_.begin(), connectors_.end(),
                        [](const attached& a) { return a.host->queue().counters().in_flight.load() == 0; }))
            co_return;
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

// Stop accepting, stop claiming, drain the windows, finish callbacks, flush, leave.
asio::awaitable<void> gateway::end() {
    asio::steady_timer timer(*contexts_.front());
    door_->stop();
    co_await server_->stop(http_limit);
    const auto running = std::make_shared<std::atomic<std::size_t>>(connectors_.size() + doors_.size() + 1);
    for (const auto& one : doors_) one->stop(sessions_limit, [left = running] { --*left; });
    for (attached& a : connectors_)
        asio::post(a.host->home(), [one = &a] { one->host->queue().stop(net::wall_now()); });
    co_await until_idle(drain_limit);
    for (attached& a : connectors_)
        asio::post(a.host->home(), [one = &a, left = running] {
            one->ticks->stop();
            if (one->made) one->made->stop(goodbye_limit, [left] { --*left; });
            else --*left;
        });
    callbacks_.stop(callback_limit, [left = running] { --*left; });
    for (auto waited = 0ms; running->load() && waited < drain_limit + callback_limit; waited += 10ms) {
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
    networks_.close();  // the connectors have answered what they were asked; what the store still says asks nobody
    for (auto waited = 0ms; networks_.outstanding() && waited < goodbye_limit; waited += 10ms) {
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
    if (joining_) joining_->stop();
    if (deciding_) deciding_->stop();
    store_.stop();
    log_line(log_level::info, "ended");
    signals_.cancel();
    listening_.stop();
    for (auto& context : contexts_) context->stop();
}

int gateway::run(const std::function<void(const std::string&)>& started) {
    open_store();
    const auto rules = make_rules(settings_);
    inbox_ = std::make_unique<accept::checked_inbox>(*ids_, store_, rules, static_cast<std::uint64_t>(to_micros(net::wall_now())));
    inbox_->respect(opt_outs_);
    opt_outs_.use(rules->consents);
    // Parts that were held before joining was switched off are still put together.
    if (settings_.inbound.join_seconds != 0 || !held_parts_.empty())
        joiner_ = std::make_unique<accept::joiner>(*inbox_, *ids_, store_,
                                                   accept::joiner_options{.patience = std::chrono::seconds{settings_.inbound.join_seconds}});
    api::door_options door_settings;
    door_settings.version = version_text;
    door_ = std::make_unique<api::http_door>(pointers(contexts_),
                                             api::door_parts{*inbox_, store_, names_, [this] { return readiness(); },
                                                             [this] { return metrics(); }, &net::wall_now, &net::mono_now, &enquiries_, make_tlv_names(settings_.tlvs), modem_questions(), &opt_outs_, &held_},
                                             std::move(door_settings));
    door_->use(make_keys(settings_));
    paths_ = std::make_unique<connector_paths>(*door_);
    server_ = std::make_unique<net::http_server>(pointers(contexts_), *paths_, server_settings(settings_));
    boost::asio::ip::tcp::endpoint failed_at;
    if (const auto bound = server_->start(&failed_at); !bound) {
        std::cerr << "hermod: cannot listen on " << failed_at << ": " << bound.error().message() << '\n';
        return 1;
    }
    make_connectors();
    store_.attend(opt_outs_);
    store_.subscribe(held_);
    store_.subscribe(dispatch_);
    store_.subscribe(callbacks_);
    store_.subscribe(door_->live());
    store_.subscribe(access_);
    store_.start();
    callbacks_.start(std::move(pending_callbacks_));
    start_joining();
    start_deciding();
    start_connectors();
    open_doors();
    listen_to_signals();

    std::string listening;
    for (const auto& e : server_->endpoints())
        listening += (listening.empty() ? "" : " ") + e.address().to_string() + ":" + std::to_string(e.port());
    log_line(log_level::info, "serving").field("http", listening).field("version", version_text);
    started(listening);

    std::vector<std::thread> threads;
    const auto serve = [](asio::io_context& context) {
        const auto work = asio::make_work_guard(context);
        context.run();
    };
    threads.emplace_back([&] { serve(listening_); });
    for (std::size_t i = 1; i < contexts_.size(); ++i) threads.emplace_back([&, i] { serve(*contexts_[i]); });
    serve(*contexts_.front());
    for (std::thread& t : threads) t.join();
    set_log_sink(nullptr);
    return 0;
}

}  // namespace

int run_gateway(const config& settings, const std::function<void(const std::string& listening)>& started) {
    try {
        return gateway(settings).run(started);
    } catch (const std::exception& e) {
        set_log_sink(nullptr);
        std::cerr << "hermod: " << e.what() << '\n';
        return 1;
    }
}

}  // namespace hermod::app
