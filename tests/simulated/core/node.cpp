#include "node.hpp"

#include <algorithm>

#include "accept/schedule.hpp"

namespace hermod::simulated::core {

using namespace std::chrono_literals;

namespace {

std::uint8_t refunds_of(const purse_plan& from) {
    unsigned out = 0;
    for (const state end : from.gives_back) out |= money::refund_bit(end);
    return static_cast<std::uint8_t>(out);
}

money::named_prices_ptr prices() {
    std::string lines;
    for (const tariff_line& one : tariff)
        lines.append(one.prefix).append(",").append(money::amount_text(one.thousandths)).append("\n");
    return std::make_shared<const money::named_prices>(
        money::named_prices{"tariff", money::price_table::read(lines, std::nullopt).table});
}

consent::policy_ptr consents_of(const plan& as) {
    auto out = std::make_shared<consent::policy>();
    for (const sender_plan& s : as.senders) out->accounts[s.id] = {s.obeys_opt_outs, s.opt_outs};
    for (const consent::word one : as.answered) out->answers.push_back({std::nullopt, one, "", std::string(answer_to(one))});
    return out;
}

limits::pace pace_of(const pace_plan& from) {
    return limits::pace::of(from.count, from.period, from.burst);
}

limits::table_ptr limits_of(const plan& as, limits::book& counts) {
    std::vector<limits::limit> all;
    for (const sender_plan& s : as.senders) {
        if (s.rate.count == 0) continue;
        limits::limit& one = all.emplace_back();
        one.name = "account/" + s.name;
        one.accounts = {s.id};
        one.by = pace_of(s.rate);
    }
    for (const shaping_plan& s : as.shaping) {
        limits::limit& one = all.emplace_back();
        one.name = "limit " + std::to_string(all.size());
        one.accounts = s.accounts;
        one.per_account = s.per_account;
        one.per_sender = s.per_sender;
        one.per_recipient = s.per_recipient;
        one.by = pace_of(s);
        one.waits = true;
    }
    for (limits::limit& one : all) counts.attach(one);
    return std::make_shared<const limits::table>(std::move(all));
}

// Every second minute, in UTC.
std::shared_ptr<const accept::schedule_rules> hours_of(const plan& as) {
    auto out = std::make_shared<accept::schedule_rules>();
    accept::named_window one;
    one.name = "every second minute";
    one.fixed = zones::zone();
    one.accounts = as.keep_hours;
    static const auto every_second = [] {
        zones::week_hours all;
        for (int minute = 0; minute < zones::minutes_of_week; minute += 2) all.add(minute, minute + 1);
        return all;
    }();
    one.hours.open = every_second;
    out->windows.push_back(std::move(one));
    return out;
}

accept::rules_ptr rules_of(const plan& as, money::purses& purses, limits::book& counts) {
    auto out = std::make_shared<accept::rules>();
    out->routes = std::make_shared<const route::table>(as.rules);
    out->purses = &purses;
    out->consents = consents_of(as);
    out->counts = &counts;
    out->counting = limits_of(as, counts);
    if (!as.held_prefix.empty()) {
        accept::hold_rule& some = out->holds.emplace_back();
        some.name = "some numbers";
        some.prefixes = {as.held_prefix};
    }
    if (!as.keep_hours.empty()) out->schedule = hours_of(as);
    const auto tariff_prices = prices();
    for (const sender_plan& s : as.senders) {
        accept::account_rules rules;
        rules.id = s.id;
        rules.default_from = "Hermod";
        rules.has_callback_url = true;
        rules.callbacks = callback_final | callback_submitted;
        if (s.purse.pays) {
            rules.money = {tariff_prices, {}, refunds_of(s.purse), purses.of(s.name)};
            rules.money.within.credit = s.purse.prepaid;
            rules.money.within.quota_day = s.purse.quota_day;
            rules.money.within.quota_month = s.purse.quota_month;
            rules.money.within.cap_day = s.purse.cap_day;
            rules.money.within.cap_month = s.purse.cap_month;
        }
        out->accounts.emplace(s.id, rules);
    }
    return out;
}

using when = std::function<wall_time(const message&, wall_time)>;
deliver::lane_options options_of(const plan& as, const consent::desk& opt_outs, const limits::shaping& shaping, when may_go) {
    deliver::lane_options out;
    out.may_go = std::move(may_go);
    out.shaping = &shaping;
    out.barred = [&opt_outs](const message& m) { return opt_outs.barred(m); };
    out.active = as.active;
    out.weights = [&as](account_id who) {
        for (const sender_plan& s : as.senders)
            if (s.id == who) return s.weight;
        return 1.0;
    };
    return out;
}

store::gate_options options_of(stage& on, const plan& as, bool& failed) {
    store::gate_options out;
    out.now = [&on] { return on.time.wall(); };
    out.on_failure = [&failed](std::string_view) { failed = true; };
    out.journal_bytes = as.journal_bytes;
    out.reserve_bytes = 0;
    return out;
}

}  // namespace

node::node(stage& on, ledger& book, credits& money, consents& people, replies& answers, paces& speed, const plan& as,
           disk& on_disk, std::deque<network>& networks)
    : stage_(on),
      money_(money),
      plan_(as),
      connectors_(networks.size()),
      counts_([&on] { return on.time.wall(); }),
      gate_(on_disk.open(), options_of(on, as, failed_)),
      credit_(purses_, gate_),
      opt_outs_(gate_),
      ways_(board_, [this] { return inbox_ ? inbox_->current()->routes : nullptr; }),
      watched_(on, book, people, speed, gate_),
      dispatch_(
          watched_,
          options_of(as, opt_outs_, shaping_, [this](const message& m, wall_time now) { return inbox_ ? inbox_->may_go(m, now) : now; }),
          [&on] { return on.time.wall(); }, static_cast<std::uint32_t>(as.seed),
          [this](micros wait, std::function<void()> what) { later(wait, std::move(what)); }),
      desk_(gate_),
      enquiries_(gate_),
      held_(gate_),
      teller_(on, book, gate_),
      began_(on.time.now()) {
    for (std::size_t i = 0; i < networks.size(); ++i) {
        connected& one = connectors_[i];
        one.host = &dispatch_.add(networks[i].id(), one.home->get_executor());
    }
    std::vector<message_id> pending;
    gate_.open([&](const store::open_entry& left) {
        dispatch_.recover(left, connectors_.front().home->get_executor());
        held_.recover(left);
        if (left.callback_pending) pending.push_back(left.id);
    });
    purses_.restore(gate_);
    opt_outs_.recover();
    ids_ = std::make_unique<id_source>(std::uint8_t{1}, gate_.last_id());
    inbox_ = std::make_unique<accept::checked_inbox>(*ids_, gate_, rules_of(as, purses_, counts_), as.seed);
    inbox_->respect(opt_outs_);
    clerk_ = std::make_unique<clerk>(on, *inbox_, outside{book, money, people, answers, speed});
    opt_outs_.use(inbox_->current()->consents);
    shaping_.use(inbox_->current()->counting);
    gate_.attend(purses_);
    gate_.attend(opt_outs_);
    gate_.subscribe(dispatch_);
    gate_.subscribe(held_);
    gate_.subscribe(teller_);
    gate_.subscribe(money);
    gate_.subscribe(answers);
    for (std::size_t i = 0; i < networks.size(); ++i) {
        connected& one = connectors_[i];
        one.out = std::make_unique<link>(on, book, networks[i], one.host->queue(), desk_);
        one.host->queue().attach(one.out.get());
        if (as.health) {
            const connector_id id = networks[i].id();
            one.host->meet({id, "network " + std::to_string(id.value), &ways_}, {}, board_.row(id), [this] { board_.changed(); });
            board_.show(id, one.out->numbers(), one.host->queue().counters());
        }
        one.host->queue().at(on.time.wall());
        later(on.luck.between(0ms, 200ms), [&one] { one.out->start(); });
    }
    if (as.health) {
        inbox_->consult(board_);
        gate_.subscribe(board_);
    }
    teller_.start(std::move(pending));
    tick();
}

node::~node() = default;

void node::later(micros wait, std::function<void()> what) {
    stage_.after(wait, [alive = std::weak_ptr(alive_), what = std::move(what)] {
        if (!alive.expired()) what();
    });
}

void node::tick() {
    for (connected& one : connectors_) one.host->tick(one.out->bound(), &one.out->numbers(), stage_.time.now());
    held_.tick(stage_.time.wall());
    if (stage_.time.now() != began_) opt_outs_.tick(*clerk_, stage_.time.wall());  // what was left before is looked at first
    later(tick_of(plan_, stage_.time.passed()), [this] { tick(); });
}

// The gate gathers for up to 5 ms, and now and then a disk takes its time.
void node::look() {
    if (commit_planned_ || failed_ || gate_.count().waiting.load() == 0) return;
    commit_planned_ = true;
    const micros wait =
        plan_.outages.empty() && stage_.luck.one_in(100) ? stage_.luck.between(10ms, 900ms) : stage_.luck.between(100us, 6ms);
    later(wait, [this] { commit(); });
}

void node::commit() {
    using worker = store::gate::worker;
    commit_planned_ = false;
    gate_.step(worker::gate);
    if (!failed_) money_.check(purses_);
    answers_arrive();
    later(stage_.luck.between(0us, 5ms), [this] { gate_.step(worker::reader); });
    later(stage_.luck.between(1ms, 300ms), [this] { gate_.step(worker::archiver); });
}

void node::answers_arrive() {
    for (std::size_t i = 0; i < connectors_.size(); ++i) later(stage_.luck.between(0us, 2ms), [this, i] { arrive(i); });
}

void node::arrive(std::size_t connector) {
    boost::asio::io_context& home = *connectors_[connector].home;
    home.restart();
    home.poll();
}

void node::stop() {
    for (connected& one : connectors_) {
        one.host->queue().stop(stage_.time.wall());
        one.out->stop();
    }
}

// Two windows of a priority and those above it, and the message that was the last to fit.
void node::check_claims() {
    for (const connected& one : connectors_) {
        const std::size_t most = deliver::priority_levels * (2 * one.out->window() + 1);
        const std::size_t claimed = watched_.claimed_by(*one.host);
        if (claimed > most)
            stage_.broken("a lane has claimed " + std::to_string(claimed) + " messages, and may have " + std::to_string(most));
    }
}

bool node::idle() const {
    const auto no_one = [](const connected& one) {
        const deliver::lane_counters& c = one.host->queue().counters();
        return c.queued == 0 && c.in_flight == 0 && c.delayed == 0 && c.scheduled == 0 && one.out->idle();
    };
    return gate_.count().waiting.load() == 0 && teller_.idle() && std::all_of(connectors_.begin(), connectors_.end(), no_one);
}

bool node::is_busy() const {
    return std::any_of(connectors_.begin(), connectors_.end(), [](const connected& one) {
        const deliver::lane_counters& c = one.host->queue().counters();
        return c.queued != 0 || c.in_flight != 0 || c.delayed != 0;
    });
}

std::string node::what_is_left() const {
    std::string out;
    for (const connected& one : connectors_) {
        const deliver::lane_counters& c = one.host->queue().counters();
        out += " queued " + std::to_string(c.queued) + " in flight " + std::to_string(c.in_flight) + " delayed " +
               std::to_string(c.delayed) + " scheduled " + std::to_string(c.scheduled) + (one.out->idle() ? ";" : " on its way;");
    }
    return out + (teller_.idle() ? "" : " something is to be told");
}

std::optional<std::size_t> node::left_behind(std::size_t network, micros gone_for) const {
    const mono_time then = stage_.time.now() - gone_for, settled = then - 1s;
    const auto was_there = [&](const connected& one) { return one.out->bound() && one.out->bound_since() < settled; };
    if (began_ > settled || std::none_of(connectors_.begin(), connectors_.end(), was_there)) return std::nullopt;
    const deliver::lane_counters& c = connectors_[network].host->queue().counters();
    return c.queued + c.delayed + c.in_flight;
}

std::optional<record> node::find(message_id id) {
    struct reply final : store::find_reply {
        std::optional<record> what;
        bool done = false;
        void found(std::optional<record> one) noexcept override {
            what = std::move(one);
            done = true;
        }
    } said;
    gate_.find(id, said);
    gate_.step(store::gate::worker::gate);
    gate_.step(store::gate::worker::reader);
    answers_arrive();  // what lanes had asked before is answered, too
    if (!said.done) stage_.broken("a question is not answered");
    return std::move(said.what);
}

}  // namespace hermod::simulated::core
