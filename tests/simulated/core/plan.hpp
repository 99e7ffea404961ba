// What a seed makes of a course: everything that is chosen once, before it begins.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ids.hpp"
#include "consent/keywords.hpp"
#include "consent/scope.hpp"
#include "message/state.hpp"
#include "route/table.hpp"
#include "timeline.hpp"

namespace hermod::simulated::core {

// How a network and the way to it behave. "One in n"; 0: never.
struct habits {
    std::size_t window = 10;
    double rate = 0;                                 // parts that it takes a second; beyond, it throttles. 0: no limit
    micros fastest{500}, slowest{40'000};            // one way
    micros patience{20'000'000};                     // how long its connector waits for an answer
    unsigned silent = 0, refuses = 0, puts_off = 0;  // parts that are not answered, refused for good, put off
    micros between_breaks{0}, down_least{200'000}, down_most{5'000'000};  // of the connection; 0: it holds
    unsigned no_receipt = 0, early_receipt = 0, second_receipt = 0, undelivered = 0, intermediate = 0;
};

// What an account pays, by a table that the tariff says; what it has put in, it may spend.
struct purse_plan {
    bool pays = false, prepaid = false;  // prepaid: nothing beyond its balance
    std::vector<state> gives_back;       // the ends after which the price comes back
    std::int64_t first = 0, most = 0;    // thousandths: put in at the beginning, and then each time at most
    micros between{10'000'000};          // what is put in, on the average
    std::int64_t quota_day = 0, quota_month = 0;      // parts; 0: no limit
    std::optional<std::int64_t> cap_day, cap_month;  // thousandths
};

// A token bucket: so many in a period, of which `burst` at once. 0: no limit.
struct pace_plan {
    double count = 0;
    std::chrono::seconds period{1};
    double burst = 1;
};

// A limit whose excess waits: of these accounts (empty: of all), together or each for itself.
struct shaping_plan : pace_plan {
    std::vector<account_id> accounts;
    bool per_account = false, per_sender = false, per_recipient = false;
};

struct sender_plan {
    std::string name;
    account_id id;
    double weight = 1;
    micros between{1'000'000};  // submissions, on the average
    bool prioritised = false;   // uses all four priorities; otherwise one
    std::uint8_t priority = 0;
    purse_plan purse;
    pace_plan rate;  // that it may hand in at
    bool obeys_opt_outs = true;
    consent::reach opt_outs = consent::reach::account;  // how far a STOP to one of its numbers goes
};
sender_plan sender_named(std::string name);

// Few, so that order matters.
std::string some_recipient(dice& luck);
// What accounts send by.
inline constexpr const char* our_numbers[] = {"Hermod", "+441632960001"};

// A part's price by the longest of these beginnings of a recipient's number.
struct tariff_line {
    std::string_view prefix;
    std::int64_t thousandths;
};
inline constexpr tariff_line tariff[] = {{"+44", 35}, {"+447900711", 21}, {"+447900712", 0}, {"+4479007144", 113}};

enum class death : std::uint8_t {
    killed,       // the process; what it had written, the system still has
    power_cut,    // the machine: what was not synced is lost, or a part of it
    in_a_commit,  // the power goes at some operation of the disk inside the next commit
    orderly,      // it is asked to end, and ends as it should
    disk_fails,   // a sync fails; the process ends, and the machine loses power too, or not
};

struct plan {
    std::uint64_t seed = 1;
    bool on_sqlite = false;
    std::uint64_t journal_bytes = 64u << 20;
    std::size_t active = 10'000;
    micros lane_tick{100'000};
    std::vector<sender_plan> senders;
    std::vector<std::pair<connector_id, habits>> networks;
    std::vector<route::rule> rules;
    std::vector<shaping_plan> shaping;
    micros busy{60'000'000};  // how long there are submissions, breaks and deaths
    std::vector<std::pair<micros, death>> deaths;
    micros begins{0};  // how much later than others, by the clock on the wall
    std::vector<std::pair<micros, micros>> clock_steps;  // when, by how much
    bool health = false;  // lanes look at it, and lead out what is queued for a connector that is gone
    // A network is gone, from when, for how long: then what is queued for it leaves by another. In such courses messages are
    // short and due at once.
    struct outage {
        std::size_t network = 0;
        micros when, lasts;
    };
    std::vector<outage> outages;
    std::size_t backlog = 0;  // messages of each sender at the beginning
    micros between_words{0};  // of handsets, to us; 0: they say nothing
    std::vector<consent::word> answered;  // of those words
    std::string held_prefix;  // of recipients: what is for them waits for somebody's word. Empty: nothing does
    micros between_decisions{0};
    std::vector<account_id> keep_hours;  // accounts whose messages go in every second minute
    bool changes = true;      // cancels and replacements
};

plan plan_of(std::uint64_t seed);

// With what a word is answered, where it is.
inline std::string_view answer_to(consent::word what) {
    static constexpr std::string_view texts[] = {"", "You are out.", "You are in again.", "Ask us."};
    return texts[static_cast<std::size_t>(what)];
}
// The word that a message to a handset answers.
inline consent::word word_answered(std::string_view body) {
    for (const consent::word one : {consent::word::stop, consent::word::start, consent::word::help})
        if (body == answer_to(one)) return one;
    return consent::word::none;
}

// Which minutes those are that keep hours.
inline bool is_open(wall_time at) {
    return std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count() % 2 == 0;
}
inline bool keeps_hours(const plan& as, account_id who) {
    return std::count(as.keep_hours.begin(), as.keep_hours.end(), who) != 0;
}

// How often a lane looks at the clock, whatever happens.
inline micros tick_of(const plan& as, micros passed) {
    return passed < as.busy ? as.lane_tick : std::max<micros>(as.lane_tick, std::chrono::seconds{1});
}

}  // namespace hermod::simulated::core
