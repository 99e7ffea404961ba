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
#include "accept/duplicates_companion.hpp"
#include "accept/enquiry_desk.hpp"
#include "accept/held_desk.hpp"
#include "accept/joiner.hpp"
#include "api/http_door.hpp"
#include "api/recurring_book.hpp"
#include "app/gateway/access_log.hpp"
#include "app/gateway/build.hpp"
#include "app/gateway/cimd2_server.hpp"
#include "app/gateway/connector_paths.hpp"
#include "app/gateway/limit_rules.hpp"
#include "app/gateway/metrics.hpp"
#include "app/gateway/modem_desk.hpp"
#include "app/gateway/networks.hpp"
#include "app/gateway/queue_desk.hpp"
#include "app/gateway/readiness.hpp"
#include "app/gateway/registry.hpp"
#include "app/gateway/reloader.hpp"
#include "app/gateway/seats.hpp"
#include "app/gateway/smpp_server.hpp"
#include "app/gateway/startup.hpp"
#include "app/gateway/swapped.hpp"
#include "app/gateway/tlv_names.hpp"
#include "app/gateway/ucp_server.hpp"
#include "app/gateway/ways.hpp"
#include "app/log/log_file.hpp"
#include "base/log.hpp"
#include "consent/desk.hpp"
#include "callback/dispatcher.hpp"
#include "deliver/dispatch.hpp"
#include "money/credit_desk.hpp"
#include "net/clocks.hpp"
#include "net/ticker.hpp"
#include "receipt/desk.hpp"
#include "store/gate.hpp"

namespace hermod::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto http_limit = 2s;
constexpr auto callback_limit = 5s;
constexpr auto sessions_limit = 3s;  // for applications to answer what they were told, and our unbind

// Members stand in the order of their dependence: what is below may use what is above, and goes first.
class gateway {
public:
    gateway(config_ptr settings, std::function<loaded_config()> load);
    int run(const std::function<void(const std::string&)>& started);

private:
    void open_store();
    void make_seats();
    std::unique_ptr<connector> make_one(const connector_config& c, deliver::lane_host& host, std::shared_ptr<connector_counters> counted);
    void start_joining();
    void start_repeating();
    void start_deciding();
    void open_doors();
    void reload_certificates();
    void take_over(const config_ptr& next);
    double weight_of(account_id who) const;
    api::config_access configuration();
    void listen_to_signals();
    asio::awaitable<void> end();
    asio::awaitable<void> until_idle(std::chrono::milliseconds limit);
    std::string metrics() const;
    modem_access modem_questions() const;

    const config_ptr first_;  // what the program started with
    config_ptr running_;      // the reloader's
    const config& settings_;  // the same: what does not change while it runs
    swapped<std::unordered_map<account_id, double>> weights_;
    swapped<known_names> known_names_;
    log_file log_;
    std::vector<std::unique_ptr<asio::io_context>> contexts_;
    asio::io_context listening_{1};  // the doors': who floods them keeps no session waiting
    // Before the store: what is undecided when it ends is given back to them.
    money::purses purses_;
    accept::newcomers newcomers_;
    limits::book counts_;
    accept::duplicates_companion repeats_{counts_};
    store::gate store_;
    money::credit_desk credit_;
    std::unique_ptr<id_source> ids_;
    std::vector<message_id> pending_callbacks_, held_parts_;
    limits::shaping shaping_;
    deliver::board board_;
    ways ways_;
    consent::desk opt_outs_;
    accept::held_desk held_;
    std::unique_ptr<net::ticker> deciding_;  // of the two
    deliver::dispatch dispatch_;
    queue_desk queues_;
    receipt::desk desk_;
    api::name_lookup names_;
    access_log access_;
    callback::dispatcher callbacks_;
    std::unique_ptr<accept::checked_inbox> inbox_;
    std::unique_ptr<accept::joiner> joiner_;  // null: parts are handed on as they come
    std::unique_ptr<net::ticker> joining_;
    std::unique_ptr<api::recurring_book> recurring_;
    std::unique_ptr<net::ticker> repeating_;
    networks networks_;
    modem_desk modems_;
    accept::enquiry_desk enquiries_;
    const std::shared_ptr<lines::kept_ports> ports_ = std::make_shared<lines::kept_ports>();
    std::unique_ptr<seats> seats_;
    std::unique_ptr<api::http_door> door_;
    std::unique_ptr<connector_paths> paths_;
    std::unique_ptr<net::http_server> server_;
    std::vector<std::unique_ptr<door_server>> doors_;
    std::unique_ptr<reloader> reloader_;
    asio::signal_set signals_;
    bool ending_ = false;
};

gateway::gateway(config_ptr settings, std::function<loaded_config()> load)
    : first_(std::move(settings)),
      running_(first_),
      settings_(*first_),
      weights_(make_weights(settings_)),
      known_names_(make_names(settings_)),
      log_({settings_.log.file, std::size_t{settings_.log.max_mb} << 20, settings_.log.files}),
      contexts_(make_contexts(settings_.http.threads)),
      counts_(&net::wall_now, make_book_options(settings_.limits)),
      store_(make_engine(settings_.store), gate_settings(settings_.store)),
      credit_(purses_, store_),
      ways_(board_, [this] { return inbox_ ? inbox_->current()->routes : nullptr; }),
      opt_outs_(store_),
      held_(store_),
      dispatch_(store_,
                {.weights = [this](account_id who) { return weight_of(who); },
                 .barred = [this](const message& m) { return opt_outs_.barred(m); },
                 .most_moves = static_cast<std::uint8_t>(settings_.health.most_moves),
                 .may_go = [this](const message& m, wall_time now) { return inbox_ ? inbox_->may_go(m, now) : now; },
                 .shaping = &shaping_},
                &net::wall_now),
      queues_(store_, board_),
      desk_(store_),
      names_({.connector = [this](connector_id id) { return name_of(known_names_.get()->connectors, id); },
              .account = [this](account_id id) { return name_of(known_names_.get()->accounts, id); }}),
      access_(names_),
      callbacks_(pointers(contexts_), store_, make_directory(settings_, make_names(settings_).connectors), make_callback_options(settings_)),
      enquiries_(store_, [this](network_request what, network_heard then) { networks_.ask(std::move(what), std::move(then)); }),
      signals_(*contexts_.front(), SIGINT, SIGTERM, SIGHUP) {
    set_log_sink(&log_);
    switch_log(settings_);
    reloader_ = std::make_unique<reloader>(
        first_, reloader::hands{std::move(load), [this](const config_ptr& next) { take_over(next); }, &net::wall_now});
}

double gateway::weight_of(account_id who) const {
    const auto known = weights_.get();
    const auto at = known->find(who);
    return at == known->end() ? 1.0 : at->second;  // of an account that is configured no more
}

// On the reloader's thread. All that can fail comes first; then each snapshot is swapped. Who is in the middle of a message
// goes on with the one that he began with.
void gateway::take_over(const config_ptr& next) {
    auto rules = make_rules(*next, {purses_, counts_, newcomers_});
    auto keys = make_keys(*next);
    auto names = std::make_shared<known_names>(make_names(*next));
    const auto before = known_names_.get();
    for (const auto& [id, name] : before->connectors) names->connectors.emplace(id, name);  // messages still tell of those that are gone
    auto directory = make_directory(*next, names->connectors);
    auto weights = std::make_shared<const std::unordered_map<account_id, double>>(make_weights(*next));
    auto coming = seats_->prepare(*running_, *next);
    known_names_.set(std::move(names));
    weights_.set(std::move(weights));
    callbacks_.configure(std::move(directory));
    follow(*next, purses_);
    shaping_.use(rules->counting);
    opt_outs_.use(rules->consents);
    inbox_->use(std::move(rules));
    counts_.forget_unused();
    door_->use(std::move(keys));
    for (const auto& one : doors_) one->use(*next);
    switch_log(*next);
    seats_->carry_out(std::move(coming));
    running_ = next;
}

api::config_access gateway::configuration() {
    return {[this](api::config_heard then) {
                asio::post(*contexts_.front(), [this] { reload_certificates(); });
                reloader_->reload(std::move(then));
            },
            [this](api::config_heard then) { reloader_->roll_back(std::move(then)); }, [this] { return reloader_->versions(); }};
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
    purses_.restore(store_);
    repeats_.restore(store_);
    newcomers_.restore(store_.notes_of(accept::newcomers::kind));
    opt_outs_.recover();
    ids_ = std::make_unique<id_source>(std::uint8_t{1}, store_.last_id());
    log_line(log_level::info, "store_open").field("url", settings_.store.url).field("open_messages", open);
}

std::unique_ptr<connector> gateway::make_one(const connector_config& c, deliver::lane_host& host, std::shared_ptr<connector_counters> counted) {
    if (c.inbound_account.empty())
        log_line(log_level::warning, "messages_from_handsets_refused").field("connector", c.name).field("why", "no inbound_account");
    inbox& in = joiner_ ? static_cast<inbox&>(*joiner_) : *inbox_;
    const auto alerts = [this](account_id whose, const alert& what) {
        for (const auto& one : doors_) one->notify(whose, what);
    };
    return make_connector(c, {host.home(), in, desk_, host.queue(), alerts, std::move(counted), ports_});
}

// Before the store starts: what people ordered in the last run holds from the first message on.
void gateway::make_seats() {
    std::vector<asio::any_io_executor> homes;
    for (const auto& one : contexts_) homes.push_back(one->get_executor());
    const auto make = [this](const connector_config& c, deliver::lane_host& host, std::shared_ptr<connector_counters> counted) {
        auto made = make_one(c, host, std::move(counted));
        if (modem_pool* pool = made->modems()) modems_.add(c.name, host.home(), *pool);  // at the start only: such connectors stay
        return made;
    };
    queues_.read_notes();
    seats_ = std::make_unique<seats>(seats::house{{store_, board_, networks_, *paths_, &net::mono_now, &net::wall_now},
                                                  dispatch_, queues_, std::move(homes), health_settings(settings_.health), &ways_, make});
    seats_->fill(settings_.connectors);
}

void gateway::start_joining() {
    if (!joiner_) return;
    joiner_->load(std::move(held_parts_), net::wall_now());
    joining_ = std::make_unique<net::ticker>(contexts_.front()->get_executor(), 1s, [this](mono_time) { joiner_->tick(net::wall_now()); });
    joining_->start();
}

// Before the store starts; its first tick comes when the contexts run.
void gateway::start_repeating() {
    recurring_ = std::make_unique<api::recurring_book>(*inbox_, store_, make_tlv_names(settings_.tlvs));
    recurring_->load(store_.notes_of(api::recurring_kind));
    store_.attend(*recurring_);
    repeating_ = std::make_unique<net::ticker>(contexts_.front()->get_executor(), 1s, [this](mono_time) { recurring_->tick(net::wall_now()); });
    repeating_->start();
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

std::string gateway::metrics() const {
    metric_sources from{store_.count(), door_->count(), server_->counters(), callbacks_.count(), log_.dropped(), {}, net::wall_now(), version_text};
    for (const auto& one : doors_) from.sessions.push_back({one->name(), &one->counters()});
    from.networks = &networks_.count();
    from.modems = modems_.look();
    from.purses = credit_.look_at_all(from.now);
    from.counts = &counts_;
    from.queues = queues_.look();
    from.consent = &opt_outs_.count();
    from.opt_outs = opt_outs_.all().size();
    from.held = held_.size();
    seats_->for_each([&](const seat& one) {
        from.connectors.push_back({one.name(), one.configured() ? &one.numbers() : nullptr, &one.host().queue().counters()});
    });
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
            reloader_->reload([](api::config_report) {});  // the log tells
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
        if (!seats_->any_in_flight()) co_return;
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

// Stop accepting, stop claiming, drain the windows, finish callbacks, flush, leave.
asio::awaitable<void> gateway::end() {
    asio::steady_timer timer(*contexts_.front());
    door_->stop();
    co_await server_->stop(http_limit);
    seats_->freeze();
    const auto running = std::make_shared<std::atomic<std::size_t>>(seats_->size() + doors_.size() + 1);
    for (const auto& one : doors_) one->stop(sessions_limit, [left = running] { --*left; });
    seats_->stop_claiming();
    co_await until_idle(seat::drain_limit);
    seats_->close(seat::goodbye_limit, [left = running] { --*left; });
    callbacks_.stop(callback_limit, [left = running] { --*left; });
    for (auto waited = 0ms; running->load() && waited < seat::drain_limit + callback_limit; waited += 10ms) {
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
    networks_.close();  // the connectors have answered what they were asked; what the store still says asks nobody
    for (auto waited = 0ms; networks_.outstanding() && waited < seat::goodbye_limit; waited += 10ms) {
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
    if (joining_) joining_->stop();
    if (deciding_) deciding_->stop();
    if (repeating_) repeating_->stop();
    reloader_->stop();
    store_.stop();
    log_line(log_level::info, "ended");
    signals_.cancel();
    listening_.stop();
    for (auto& context : contexts_) context->stop();
}

int gateway::run(const std::function<void(const std::string&)>& started) {
    open_store();
    follow(settings_, purses_);
    const accept::rules_ptr rules = make_rules(settings_, {purses_, counts_, newcomers_});
    shaping_.use(rules->counting);
    inbox_ = std::make_unique<accept::checked_inbox>(*ids_, store_, rules, static_cast<std::uint64_t>(to_micros(net::wall_now())));
    inbox_->consult(board_);
    inbox_->respect(opt_outs_);
    opt_outs_.use(rules->consents);
    // Parts that were held before joining was switched off are still put together.
    if (settings_.inbound.join_seconds != 0 || !held_parts_.empty())
        joiner_ = std::make_unique<accept::joiner>(*inbox_, *ids_, store_,
                                                   accept::joiner_options{.patience = std::chrono::seconds{settings_.inbound.join_seconds}});
    start_repeating();
    api::door_options door_settings;
    door_settings.version = version_text;
    api::door_parts parts{*inbox_, store_, names_, [this] { return readiness_of(store_.count(), queues_.look()); }, [this] { return metrics(); }, &net::wall_now, &net::mono_now};
    parts.asked = &enquiries_;
    parts.tlvs = make_tlv_names(settings_.tlvs);
    parts.modems = modem_questions();
    parts.queues = queues_.access();
    parts.configuration = configuration();
    parts.at_recipient = [this](std::string_view to, zones::local_time shown) { return inbox_->at_recipient(to, shown); };
    parts.foresee = [this](const submission& what, wall_time now) { return inbox_->foresee(what, now); };
    parts.explain = [this](const submission& what, wall_time now, std::optional<wall_time> at) { return inbox_->explain(what, now, at); };
    parts.recurring = recurring_.get();
    parts.credit = &credit_;
    parts.opted_out = &opt_outs_;
    parts.held = &held_;
    door_ = std::make_unique<api::http_door>(pointers(contexts_), std::move(parts), std::move(door_settings));
    door_->use(make_keys(settings_));
    paths_ = std::make_unique<connector_paths>(*door_);
    server_ = std::make_unique<net::http_server>(pointers(contexts_), *paths_, server_settings(settings_));
    boost::asio::ip::tcp::endpoint failed_at;
    if (const auto bound = server_->start(&failed_at); !bound) {
        std::cerr << "hermod: cannot listen on " << failed_at << ": " << bound.error().message() << '\n';
        return 1;
    }
    make_seats();
    store_.attend(purses_);
    store_.attend(opt_outs_);
    store_.attend(repeats_);
    store_.subscribe(held_);
    store_.subscribe(dispatch_);
    store_.subscribe(board_);
    store_.subscribe(callbacks_);
    store_.subscribe(door_->live());
    store_.subscribe(access_);
    store_.start();
    callbacks_.start(std::move(pending_callbacks_));
    start_joining();
    start_deciding();
    seats_->start();
    open_doors();
    reloader_->start();
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

int run_gateway(std::shared_ptr<const config> settings, std::function<loaded_config()> load,
                const std::function<void(const std::string& listening)>& started) {
    try {
        return gateway(std::move(settings), std::move(load)).run(started);
    } catch (const std::exception& e) {
        set_log_sink(nullptr);
        std::cerr << "hermod: " << e.what() << '\n';
        return 1;
    }
}

}  // namespace hermod::app
