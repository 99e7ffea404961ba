// The part of a session that watches: SIM, registration, signal, operator, storage, and whether its settings still stand.
#include <utility>

#include "connectors/modem/session.hpp"
#include "wire/at/command.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

constexpr unsigned most_odd_settings = 2;  // then it is a modem that says something else than it was told

const char* line_of(std::size_t what) {
    constexpr const char* lines[] = {"AT+CPIN?\r", "AT+CREG?\r", "AT+CEREG?\r", "AT+CSQ\r",
                                     "AT+COPS?\r", "AT+CPMS?\r", "AT+CNMI?\r"};
    return lines[what];
}

}  // namespace

bool session::next_watch(mono_time now) {
    if (watching_.empty() && now >= next_watch_) {
        watching_ = {wanted::registration,  wanted::lte_registration, wanted::signal,
                     wanted::operator_name, wanted::pin_state,        wanted::settings};
        next_watch_ = now + options_.times.watch;
    }
    if (now >= next_poll_) {
        watching_.push_back(wanted::storage);
        next_poll_ = now + (announces_ ? options_.times.poll : options_.times.poll_unannounced);
    }
    while (!watching_.empty()) {
        watched_ = watching_.front();
        watching_.pop_front();
        if ((watched_ == wanted::registration && no_circuit_) || (watched_ == wanted::lte_registration && no_lte_)) continue;
        if (watched_ == wanted::settings && (!announces_ || odd_settings_ >= most_odd_settings)) continue;
        ask(line_of(static_cast<std::size_t>(watched_)), options_.times.listing, &session::heard_watch, now, "+CPIN");
        return true;
    }
    return false;
}

void session::heard_watch(const command_answer& answer, mono_time now) {
    if (answer.is != command_answer::kind::final) return;
    const auto line_named = [&](std::string_view name) {
        const at::line* line = answer.find(name);
        return line ? std::string_view(line->text) : std::string_view{};
    };
    switch (watched_) {
        case wanted::pin_state: {
            const auto read = at::read_cpin(line_named("+CPIN"));
            if (read ? *read != at::pin_state::ready && *read != at::pin_state::sim_pin2 && *read != at::pin_state::sim_puk2
                     : is_sim_trouble(answer.result))
                forget_settings(now);
            break;
        }
        case wanted::registration:
            if (const auto read = at::read_registration(line_named("+CREG"), "+CREG")) return heard_registration(*read, false);
            no_circuit_ = !answer.good();
            return judge_registration();
        case wanted::lte_registration:
            if (const auto read = at::read_registration(line_named("+CEREG"), "+CEREG")) return heard_registration(*read, true);
            no_lte_ = !answer.good();
            return judge_registration();
        case wanted::signal:
            if (const auto read = at::read_csq(line_named("+CSQ"))) facts_.signal_dbm = read->dbm();
            break;
        case wanted::operator_name:
            if (const auto read = at::read_cops(line_named("+COPS"))) {
                facts_.operator_name = read->name;
                facts_.access = read->access;
            }
            break;
        case wanted::storage: {
            if (!answer.good()) {
                if (memory_.empty()) list_soon(memory_);  // a modem that knows no +CPMS
                break;
            }
            const std::string selected = chosen_;
            heard_storage(answer);
            if (!selected.empty() && chosen_.empty()) chosen_ = selected;
            std::size_t left = 0;
            for (const auto& [key, one] : items_)
                left += !one.direct && one.memory == memory_ && one.now == item::state::left && !one.again;
            if (!facts_.storage_used || *facts_.storage_used > left) list_soon(memory_);
            if (facts_.storage_size && *facts_.storage_size > 0 && facts_.storage_used >= facts_.storage_size)
                events_.noted(session_note::storage_full);
            break;
        }
        case wanted::settings: {
            const auto now_set = at::read_cnmi(line_named("+CNMI"));
            const auto was_set = at::read_cnmi("+CNMI: " + news_plans_[news_plan_]);
            if (!now_set || !was_set) break;
            const bool stands = now_set->mt == was_set->mt && now_set->ds.value_or(0) == was_set->ds.value_or(0);
            odd_settings_ = stands ? 0 : odd_settings_ + 1;
            if (stands) break;
            events_.noted(session_note::settings_lost);
            if (odd_settings_ < most_odd_settings) forget_settings(now);
            break;
        }
    }
    events_.changed();
}

void session::heard_registration(const at::registration& what, bool lte) {
    (lte ? lte_state_ : circuit_state_) = what.state;
    if (what.access) facts_.access = what.access;
    judge_registration();
}

// Either network carries messages. A modem that tells of neither is believed to have one.
void session::judge_registration() {
    const auto good = [](std::optional<unsigned> state) {
        at::registration as;
        as.state = state.value_or(as.state);
        return as.registered();
    };
    const bool silent = no_circuit_ && no_lte_;
    facts_.registered = silent || good(circuit_state_) || good(lte_state_);
    const auto told = good(circuit_state_) ? circuit_state_
                      : good(lte_state_)   ? lte_state_
                      : circuit_state_     ? circuit_state_
                                           : lte_state_;
    facts_.registration = silent ? "unknown" : told ? std::string(at::words_of_registration(*told)) : std::string{};
    if (phase_ == phase::ready) {
        facts_.word = facts_.registered ? "ready" : "searching";
        facts_.sentence = facts_.registered ? "registered: " + facts_.registration : "not registered: " + facts_.registration;
    }
    events_.changed();
}

// Everything is to be set again.
void session::forget_settings(mono_time now) {
    dialogue_.abandon(now);
    facts_.registered = false;
    begin(now);
}

}  // namespace hermod::connectors::modem
