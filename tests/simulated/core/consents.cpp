#include "consents.hpp"

#include <algorithm>

namespace hermod::simulated::core {

using consent::reach;

consents::key consents::key_of(reach how_far, const std::string& handset, const sender_plan& to, const std::string& number) {
    if (how_far == reach::everybody) return {handset, account_id{}, ""};
    return {handset, to.id, how_far == reach::sender ? number : ""};
}

// A STOP goes as far as the account says. A START takes back what a STOP to this number would have made, and all that is
// narrower; one account's word on all its numbers at least.
void consents::set(word what, const std::string& handset, const sender_plan& to, const std::string& number, bool for_certain) {
    const auto move = [&](reach how_far, standing where) {
        standing& now = all_[key_of(how_far, handset, to, number)];
        if (now != where) now = for_certain ? where : standing::unknown;
    };
    if (what == word::stop) move(to.opt_outs, standing::out);
    if (what != word::start) return;
    for (const reach each : {reach::sender, reach::account, reach::everybody})
        if (each <= std::max(to.opt_outs, reach::account)) move(each, standing::in);
}

void consents::said(word what, const std::string& handset, const sender_plan& to, const std::string& number) {
    static constexpr const char* words[] = {"something", "STOP", "START", "HELP"};
    stage_.note("handset " + handset + " says " + words[static_cast<int>(what)] + " to " + to.name + " " + number);
    set(what, handset, to, number, false);
}

void consents::kept(word what, const std::string& handset, const sender_plan& to, const std::string& number) {
    stage_.note("handset " + handset + " is heard");
    set(what, handset, to, number, true);
    if (what == word::stop) ++tally_.stops;
    if (what == word::start) ++tally_.starts;
}

consents::standing consents::of(account_id by, const std::string& from, const std::string& to) const {
    const auto who =
        std::find_if(plan_.senders.begin(), plan_.senders.end(), [by](const sender_plan& one) { return one.id == by; });
    if (who == plan_.senders.end() || !who->obeys_opt_outs) return standing::in;
    standing out = standing::in;
    for (const reach each : {reach::sender, reach::account, reach::everybody})
        if (const auto at = all_.find(key_of(each, to, *who, from)); at != all_.end()) out = std::max(out, at->second);
    return out;
}

void consents::broken(account_id by, const std::string& from, const std::string& to, const std::string& what) {
    stage_.broken("opt-outs: a message of account " + std::to_string(by.value) + " from " + from + " to " + to + " " + what);
}

void consents::accepted(const message& m) {
    if (word_answered(m.body) != word::stop && of(m.account, m.from, m.to) == standing::out) broken(m.account, m.from, m.to, "is taken, which has opted out");
}

void consents::refused(account_id by, const std::string& from, const std::string& to) {
    ++tally_.refused;
    stage_.note("refused what is for " + to + ", which has opted out");
    if (of(by, from, to) == standing::in) broken(by, from, to, "is refused, which has not opted out");
}

void consents::claimed(const message& m) {
    if (word_answered(m.body) != word::stop && of(m.account, m.from, m.to) == standing::out)
        broken(m.account, m.from, m.to, "is claimed (" + to_text(m.id) + "), which has opted out before");
}

void consents::barred(const message& m) {
    ++tally_.barred;
    stage_.note("barred " + to_text(m.id));
    if (word_answered(m.body) == word::stop) broken(m.account, m.from, m.to, "is not sent, which confirms a STOP");
    if (of(m.account, m.from, m.to) == standing::in)
        broken(m.account, m.from, m.to, "is not sent (" + to_text(m.id) + "), which has not opted out");
}

}  // namespace hermod::simulated::core
