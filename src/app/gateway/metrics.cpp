#include "app/gateway/metrics.hpp"

#include <prometheus/text_serializer.h>

#include "message/state.hpp"

namespace hermod::app {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using labels = std::vector<std::pair<std::string, std::string>>;

class page {
public:
    template <class Number>
    void counter(const std::string& name, const char* help, const Number& value, labels with = {}) {
        ClientMetric& m = add(name, help, MetricType::Counter, std::move(with));
        m.counter.value = static_cast<double>(read(value));
    }
    template <class Number>
    void gauge(const std::string& name, const char* help, const Number& value, labels with = {}) {
        ClientMetric& m = add(name, help, MetricType::Gauge, std::move(with));
        m.gauge.value = static_cast<double>(read(value));
    }
    // counts[i]: observations up to bounds[i] * unit seconds; the last one: all longer ones.
    template <class Counts, class Bounds>
    void histogram(const std::string& name, const char* help, const Counts& counts, const Bounds& bounds, double unit, double sum, labels with = {}) {
        ClientMetric& m = add(name, help, MetricType::Histogram, std::move(with));
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            total += counts[i].load(std::memory_order_relaxed);
            const double bound = i < bounds.size() ? bounds[i] * unit : std::numeric_limits<double>::infinity();
            m.histogram.bucket.push_back({total, bound});
        }
        m.histogram.sample_count = total;
        m.histogram.sample_sum = sum;
    }
    std::string text() const { return prometheus::TextSerializer().Serialize(families_); }

private:
    template <class Number>
    static Number read(const std::atomic<Number>& value) {
        return value.load(std::memory_order_relaxed);
    }
    template <class Number>
        requires std::is_arithmetic_v<Number>
    static Number read(const Number& value) {
        return value;
    }
    ClientMetric& add(const std::string& name, const char* help, MetricType type, labels with) {
        if (families_.empty() || families_.back().name != name) {
            families_.emplace_back();
            families_.back().name = name;
            families_.back().help = help;
            families_.back().type = type;
        }
        ClientMetric& m = families_.back().metric.emplace_back();
        for (auto& [key, value] : with) {
            ClientMetric::Label label;
            label.name = key;
            label.value = value;
            m.label.push_back(std::move(label));
        }
        return m;
    }
    std::vector<MetricFamily> families_;
};

void add_store(page& out, const store::counters& from) {
    out.counter("hermod_messages_stored_total", "Messages made durable, both ways", from.messages_stored);
    for (int s = 0; s < state_count; ++s)
        if (is_final(static_cast<state>(s)))
            out.counter("hermod_messages_ended_total", "Messages by final state", from.ended[s], {{"state", std::string(state_names[s])}});
    out.counter("hermod_receipts_total", "Delivery receipts by what became of them", from.receipts_matched, {{"match", "matched"}});
    out.counter("hermod_receipts_total", "", from.receipts_parked, {{"match", "parked"}});
    out.counter("hermod_receipts_total", "", from.receipts_repeated, {{"match", "repeated"}});
    out.counter("hermod_idempotent_replays_total", "Submissions answered from an idempotency key", from.replays);
    out.counter("hermod_store_refused_full_total", "Submissions refused for want of room", from.refused_full);
    out.counter("hermod_store_archived_total", "Messages moved to history", from.archived);
    out.gauge("hermod_store_records_in_memory", "Records that the journal still tells of", from.records_in_memory);
    out.gauge("hermod_store_journal_bytes", "Journal not yet moved to tables", from.journal_bytes);
    out.gauge("hermod_store_open_on_disk", "Open messages in their table", from.open_on_disk);
    out.gauge("hermod_store_waiting", "Changes waiting for the gate", from.waiting);
    out.gauge("hermod_store_failed", "1 after a write or a sync has failed", static_cast<int>(from.failed.load()));
    out.histogram("hermod_store_commit_seconds", "Write and sync of one batch", from.commit_times, from.commit_bounds_micros, 1e-6,
                  static_cast<double>(from.commit_micros.load()) * 1e-6);
}

void add_doors(page& out, const metric_sources& from) {
    for (const api::route_row& row : api::routes())
        for (std::size_t c = 1; c < 6; ++c)
            if (const auto n = from.api.requests[static_cast<std::size_t>(row.what)][c].load(std::memory_order_relaxed))
                out.counter("hermod_http_requests_total", "API requests", n,
                            {{"operation", std::string(row.name)}, {"class", std::to_string(c) + "xx"}});
    out.histogram("hermod_accept_seconds", "From a request's arrival to its durable answer", from.api.accept_times, from.api.accept_bounds_micros,
                  1e-6, static_cast<double>(from.api.accept_micros.load()) * 1e-6);
    out.counter("hermod_auth_failures_total", "Requests without a known key", from.api.unauthorized);
    out.counter("hermod_turned_away_total", "Requests answered 429", from.api.turned_away);
    out.gauge("hermod_http_connections", "Open HTTP connections", from.http.connections_open);
    std::uint64_t refused = 0;
    for (const auto& n : from.http.refusals) refused += n.load(std::memory_order_relaxed);
    out.counter("hermod_http_refused_total", "Requests that the strict gate refused", refused);
    const auto& c = from.callbacks;
    const char* name = "hermod_callback_attempts_total";
    out.counter(name, "Callback requests by outcome", c.attempts_2xx, {{"class", "2xx"}});
    out.counter(name, "", c.attempts_3xx, {{"class", "3xx"}});
    out.counter(name, "", c.attempts_4xx, {{"class", "4xx"}});
    out.counter(name, "", c.attempts_5xx, {{"class", "5xx"}});
    out.counter(name, "", c.attempts_unreachable, {{"class", "unreachable"}});
    out.counter(name, "", c.attempts_forbidden, {{"class", "forbidden"}});
    out.counter("hermod_callback_events_answered_total", "Events that the application has taken", c.events_answered);
    out.counter("hermod_callback_events_dead_total", "Events given up", c.events_dead);
    out.gauge("hermod_callback_events_pending", "Events waiting to be told", c.pending);
    out.gauge("hermod_callback_endpoints", "Endpoints with work or connections", c.endpoints);
    out.histogram("hermod_callback_seconds", "Callback round trips", c.latencies, c.latency_bounds_ms, 1e-3,
                  static_cast<double>(c.latency_micros.load()) * 1e-6);
}

void add_questions(page& out, const network_counters& from) {
    for (std::size_t verb = 0; verb < from.questions.size(); ++verb)
        for (std::size_t kind = 0; kind < from.questions[verb].size(); ++kind)
            out.counter("hermod_network_questions_total", "Questions about messages that a network has, by its answer", from.questions[verb][kind],
                        {{"question", std::string(network_verb_names[verb])}, {"answer", std::string(to_text(static_cast<network_answer::kind>(kind)))}});
    for (std::size_t kind = 0; kind < from.broadcasts.size(); ++kind)
        out.counter("hermod_network_broadcasts_total", "Requests about broadcasts that were relayed, by what came back", from.broadcasts[kind],
                    {{"answer", std::string(to_text(static_cast<broadcast_answer::kind>(kind)))}});
}

// Each door has families of its own: hermod_smpp_...
void add_sessions(page& out, std::string_view door, const doors::counters& from) {
    const auto named = [&](std::string_view rest) { return "hermod_" + std::string(door) + "_" + std::string(rest); };
    out.gauge(named("connections"), "Open connections of applications", from.open);
    out.gauge(named("sessions"), "Bound sessions of applications", from.bound);
    out.counter(named("connections_total"), "Connections accepted", from.connections);
    out.counter(named("connections_refused_total"), "Connections closed at once: too many had not bound", from.refused_connections);
    out.counter(named("binds_total"), "Binds asked for", from.binds);
    out.counter(named("bind_failures_total"), "Binds refused after verification", from.bind_failures);
    out.counter(named("binds_ignored_total"), "Binds refused unverified: their address or login failed too often",
                from.binds_not_listened_to);
    out.counter(named("submits_total"), "Messages handed to the store", from.submits);
    out.counter(named("refused_total"), "Requests refused", from.submits_refused, {{"why", "wrong"}});
    out.counter(named("refused_total"), "", from.submits_throttled, {{"why", "throttled"}});
    out.counter(named("refused_total"), "", from.submits_held, {{"why", "held"}});
    out.gauge(named("accounts_held"), "Accounts that answer nothing of what they are told: their submits are throttled", from.held);
    const std::string told = named("deliveries_total");
    out.counter(told, "Receipts and messages told to applications, by their answer", from.tellings_taken, {{"answer", "taken"}});
    out.counter(told, "", from.tellings_later, {{"answer", "later"}});
    out.counter(told, "", from.tellings_refused, {{"answer", "refused"}});
    out.counter(named("pdu_errors_total"), "PDUs that could not be read or not be asked", from.pdu_errors);
    out.counter(named("oddities_total"), "Oddities of applications that were survived", from.oddities);
    out.counter(named("response_timeouts_total"), "Deliveries never answered in time", from.response_timeouts);
}

// A family's samples must stand together, so each loops over the connectors.
void add_connectors(page& out, const metric_sources& from) {
    const auto each = [&](auto add) {
        for (const auto& c : from.connectors) add(c, labels{{"connector", c.name}});
    };
    const auto count = [&](const char* name, const char* help, std::atomic<std::uint64_t> connector_counters::*field) {
        each([&](const auto& c, labels l) {
            if (c.counters) out.counter(name, help, c.counters->*field, std::move(l));
        });
    };
    const auto level = [&](const char* name, const char* help, std::atomic<std::uint32_t> connector_counters::*field) {
        each([&](const auto& c, labels l) {
            if (c.counters) out.gauge(name, help, c.counters->*field, std::move(l));
        });
    };
    count("hermod_connector_parts_sent_total", "Parts that the network took", &connector_counters::parts_sent);
    count("hermod_connector_parts_refused_total", "Parts that the network refused", &connector_counters::parts_refused);
    count("hermod_connector_parts_deferred_total", "Parts to try later", &connector_counters::parts_deferred);
    count("hermod_connector_parts_unsure_total", "Parts written and never answered", &connector_counters::parts_unsure);
    count("hermod_connector_throttled_total", "Answers that asked us to slow down", &connector_counters::throttled);
    count("hermod_connector_receipts_total", "Receipts that came in", &connector_counters::receipts_in);
    count("hermod_connector_messages_in_total", "Messages from handsets", &connector_counters::messages_in);
    count("hermod_connector_pdu_errors_total", "PDUs that could not be read", &connector_counters::pdu_errors);
    count("hermod_connector_oddities_total", "Oddities of the peer that were survived", &connector_counters::oddities);
    count("hermod_connector_connects_total", "Connections made", &connector_counters::connects);
    count("hermod_connector_disconnects_total", "Connections lost or closed", &connector_counters::disconnects);
    count("hermod_connector_bind_failures_total", "Binds refused", &connector_counters::bind_failures);
    count("hermod_connector_response_timeouts_total", "Submits never answered in time", &connector_counters::response_timeouts);
    level("hermod_connector_binds", "Binds that are up", &connector_counters::binds_up);
    level("hermod_connector_window_used", "Submits without an answer", &connector_counters::window_used);
    level("hermod_connector_window_size", "Most submits without an answer", &connector_counters::window_size);
    each([&](const auto& c, labels l) {
        if (c.counters)
            out.histogram("hermod_connector_round_trip_seconds", "Submit to response", c.counters->round_trips,
                          c.counters->round_trip_bounds_ms, 1e-3, static_cast<double>(c.counters->round_trip_micros.load()) * 1e-6, std::move(l));
    });
    each([&](const auto& c, labels l) { out.gauge("hermod_queue_depth", "Messages waiting for the connector", c.lane->queued, std::move(l)); });
    each([&](const auto& c, labels l) { out.gauge("hermod_queue_aside", "Of them, messages that wait for their turn by a limit", c.lane->aside, std::move(l)); });
    each([&](const auto& c, labels l) { out.gauge("hermod_queue_scheduled", "Messages whose time has not come", c.lane->scheduled, std::move(l)); });
    each([&](const auto& c, labels l) { out.gauge("hermod_queue_delayed", "Parts waiting for another try", c.lane->delayed, std::move(l)); });
    each([&](const auto& c, labels l) { out.gauge("hermod_queue_in_flight", "Parts on the wire", c.lane->in_flight, std::move(l)); });
    each([&](const auto& c, labels l) {
        const auto oldest = c.lane->oldest_accepted_micros.load(std::memory_order_relaxed);
        out.gauge("hermod_queue_oldest_seconds", "Age of the head of the queue",
                  oldest ? static_cast<double>(to_micros(from.now) - oldest) * 1e-6 : 0.0, std::move(l));
    });
}

void add_queues(page& out, const std::vector<queue_status>& from) {
    const auto each = [&](auto add) {
        for (const queue_status& one : from) add(one, labels{{"connector", one.name}});
    };
    each([&](const auto& q, labels l) { out.gauge("hermod_connector_usable", "1 when routes lead messages here: bound, not paused, its errors few", q.usable ? 1 : 0, std::move(l)); });
    each([&](const auto& q, labels l) { out.gauge("hermod_connector_share", "Of what it would get, while it starts slowly", q.share / 1000.0, std::move(l)); });
    each([&](const auto& q, labels l) {
        out.gauge("hermod_connector_circuit", "0 closed, 1 half open, 2 open: too many of its answers were errors", q.errors == "open" ? 2 : q.errors == "half_open" ? 1 : 0,
                  std::move(l));
    });
    each([&](const auto& q, labels l) {
        if (q.delivered) out.gauge("hermod_connector_delivered_ratio", "Of the messages that ended lately", *q.delivered / 1000.0, std::move(l));
    });
    each([&](const auto& q, labels l) { out.gauge("hermod_queue_paused", "1 when people have paused it", q.order == "paused" ? 1 : 0, std::move(l)); });
    each([&](const auto& q, labels l) { out.gauge("hermod_queue_draining", "1 when people drain it", q.order == "draining" ? 1 : 0, std::move(l)); });
    each([&](const auto& q, labels l) { out.counter("hermod_queue_moved_away_total", "Messages given to another connector", q.moved_away, std::move(l)); });
    each([&](const auto& q, labels l) { out.counter("hermod_queue_moved_here_total", "Messages that came from another connector", q.moved_here, std::move(l)); });
    each([&](const auto& q, labels l) { out.counter("hermod_queue_purged_total", "Messages that people have purged", q.purged, std::move(l)); });
}

void add_modems(page& out, const std::vector<modem_access::group>& from) {
    const auto each = [&](auto add) {
        for (const auto& group : from)
            for (const modem_status& one : *group.modems) add(one, labels{{"connector", group.connector}, {"modem", one.name}});
    };
    each([&](const auto& m, labels l) { out.gauge("hermod_modem_usable", "1 when the modem takes messages", m.usable ? 1 : 0, std::move(l)); });
    each([&](const auto& m, labels l) { out.gauge("hermod_modem_sim_ready", "1 when the SIM is there and unlocked", m.sim == "ready" ? 1 : 0, std::move(l)); });
    each([&](const auto& m, labels l) { out.gauge("hermod_modem_registered", "1 when a network carries its messages", m.registered ? 1 : 0, std::move(l)); });
    each([&](const auto& m, labels l) {
        l.insert(l.end(), {{"operator", m.operator_name}, {"registration", m.registration}, {"sim", m.sim}, {"state", m.word}, {"model", m.model}});
        out.gauge("hermod_modem_info", "1, labelled with what the modem says", 1, std::move(l));
    });
    each([&](const auto& m, labels l) {
        if (m.signal_dbm) out.gauge("hermod_modem_signal_dbm", "Received signal", *m.signal_dbm, std::move(l));
    });
    each([&](const auto& m, labels l) {
        if (m.storage_used) out.gauge("hermod_modem_storage_used", "Messages in the modem's storage", *m.storage_used, std::move(l));
    });
    each([&](const auto& m, labels l) {
        if (m.storage_size) out.gauge("hermod_modem_storage_size", "Messages that the modem's storage holds", *m.storage_size, std::move(l));
    });
    each([&](const auto& m, labels l) { out.counter("hermod_modem_sent_total", "Parts that the modem has sent", m.sent, std::move(l)); });
    each([&](const auto& m, labels l) { out.counter("hermod_modem_received_total", "Messages and reports taken from the modem", m.received, std::move(l)); });
    each([&](const auto& m, labels l) { out.counter("hermod_modem_restarts_total", "Resets of a modem that did not answer", m.restarts, std::move(l)); });
    each([&](const auto& m, labels l) { out.gauge("hermod_modem_sent_day", "Parts in the last 24 hours", m.sent_day, std::move(l)); });
    each([&](const auto& m, labels l) {
        if (m.limit_day != 0) out.gauge("hermod_modem_limit_day", "Parts that the SIM may send in 24 hours", m.limit_day, std::move(l));
    });
}

// Money in the accounts' units: exact to the thousandth as long as a double is.
void add_purses(page& out, const std::vector<money::credit_desk::shown>& from) {
    const auto each = [&](auto&& add) {
        for (const auto& one : from) {
            const auto& p = one.stands;
            const bool bounded = one.within.credit || one.within.quota_day || one.within.quota_month || one.within.cap_day || one.within.cap_month;
            if (bounded || p.credit != 0 || p.charged != 0) add(one, labels{{"account", one.account}});
        }
    };
    const auto units = [](money::thousandths amount) { return static_cast<double>(amount) / 1'000; };
    each([&](const auto& a, labels l) { out.gauge("hermod_credit_balance", "What an account has; below zero: what it owes", units(a.stands.balance()), std::move(l)); });
    each([&](const auto& a, labels l) { out.counter("hermod_credit_charged_total", "What an account's messages cost", units(a.stands.charged), std::move(l)); });
    each([&](const auto& a, labels l) { out.counter("hermod_credit_refunded_total", "Of that, what was given back", units(a.stands.refunded), std::move(l)); });
    each([&](const auto& a, labels l) {
        l.emplace_back("period", "day");
        out.gauge("hermod_spent_parts", "Parts accepted in the running day and month", a.stands.day.parts, l);
        l.back().second = "month";
        out.gauge("hermod_spent_parts", "", a.stands.month.parts, std::move(l));
    });
}

void add_limits(page& out, const limits::book& from) {
    from.for_each([&](const limits::limit_state& one) {
        out.counter("hermod_limit_refused_total", "Messages that a limit has refused", one.refused, {{"limit", one.name}});
    });
    from.for_each([&](const limits::limit_state& one) {
        out.counter("hermod_limit_waited_total", "Messages that a limit has made wait", one.waited, {{"limit", one.name}});
    });
    from.for_each([&](const limits::limit_state& one) {
        out.counter("hermod_limit_held_total", "Messages that a limit has had held for somebody's word", one.held, {{"limit", one.name}});
    });
    from.for_each([&](const limits::limit_state& one) {
        const std::uint64_t forgotten =
            (one.many ? one.many->forgotten() : 0) + (one.windows ? one.windows->forgotten() : 0) + (one.jumps ? one.jumps->forgotten() : 0);
        out.counter("hermod_limit_forgotten_total", "Counts of a limit dropped before their time: [limits] most_keys is too small", forgotten, {{"limit", one.name}});
    });
    out.counter("hermod_duplicates_refused_total", "Messages refused since the same came before", from.duplicates_refused);
    out.counter("hermod_duplicates_forgotten_total", "Of them, forgotten before their time: [limits] most_duplicates is too small", from.seen().forgotten());
    out.counter("hermod_recipients_denied_total", "Messages refused for their recipient by a list of numbers", from.denied);
}

void add_consent(page& out, const metric_sources& from) {
    const consent::counters& c = *from.consent;
    out.gauge("hermod_opt_outs", "Opt-outs in force", from.opt_outs);
    const char* words = "hermod_opt_out_words_total";
    out.counter(words, "Words of handsets that are about being written to", c.heard[1], {{"word", "stop"}});
    out.counter(words, "", c.heard[2], {{"word", "start"}});
    out.counter(words, "", c.heard[3], {{"word", "help"}});
    out.counter("hermod_opt_out_unrecorded_total", "Words of handsets whose number is not international", c.unrecorded);
    const char* refused = "hermod_opt_out_refused_total";
    out.counter(refused, "Messages refused because their recipient has opted out", c.refused, {{"when", "accepting"}});
    out.counter(refused, "", c.refused_waiting, {{"when", "waiting"}});
    const char* answers = "hermod_opt_out_answers_total";
    out.counter(answers, "Automatic answers to words", c.answered, {{"result", "stored"}});
    out.counter(answers, "", c.not_answered, {{"result", "refused"}});
    out.gauge("hermod_held_messages", "Messages that wait for an administrator's word", from.held);
}

}  // namespace

std::string prometheus_text(const metric_sources& from) {
    page out;
    out.gauge("hermod_build_info", "1, labelled with the version", 1, {{"version", from.version}});
    add_store(out, from.store);
    add_doors(out, from);
    if (from.networks) add_questions(out, *from.networks);
    for (const auto& one : from.sessions) add_sessions(out, one.door, *one.counters);
    add_connectors(out, from);
    add_queues(out, from.queues);
    add_modems(out, from.modems);
    add_purses(out, from.purses);
    if (from.counts) add_limits(out, *from.counts);
    if (from.consent) add_consent(out, from);
    out.counter("hermod_log_lines_dropped_total", "Log lines that found no room", from.log_lines_dropped);
    return out.text();
}

}  // namespace hermod::app
