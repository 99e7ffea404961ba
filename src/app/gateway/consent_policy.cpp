#include "app/gateway/consent_policy.hpp"

#include <stdexcept>

namespace hermod::app {
namespace {

consent::reach reach_of(opt_out_reach from) {
    switch (from) {
        case opt_out_reach::sender:
            return consent::reach::sender;
        case opt_out_reach::account:
            return consent::reach::account;
        case opt_out_reach::everybody:
            break;
    }
    return consent::reach::everybody;
}

consent::word word_of(opt_out_word from) {
    switch (from) {
        case opt_out_word::stop:
            return consent::word::stop;
        case opt_out_word::start:
            return consent::word::start;
        case opt_out_word::help:
            break;
    }
    return consent::word::help;
}

}  // namespace

consent::policy_ptr make_consent_policy(const config& from) {
    consent::vocabulary_options words;
    words.built_in = from.opt_outs.built_in;
    words.first_word = from.opt_outs.first_word;
    words.stop = from.opt_outs.stop;
    words.start = from.opt_outs.start;
    words.help = from.opt_outs.help;
    words.without = from.opt_outs.without;
    auto out = std::make_shared<consent::policy>();
    out->words = consent::vocabulary(words);
    for (const account_config& a : from.accounts)
        out->accounts[a.id] = {a.consent.obeys, reach_of(a.consent.reach.value_or(from.opt_outs.reach))};
    for (const opt_out_answer_config& a : from.opt_out_answers) {
        consent::answer one;
        if (!a.account.empty()) one.account = account_id{name_hash(a.account)};
        one.to = word_of(a.to);
        one.language = a.language;
        one.text = a.text;
        out->answers.push_back(std::move(one));
    }
    return out;
}

std::vector<accept::hold_rule> make_holds(const config& from) {
    std::vector<accept::hold_rule> out;
    for (const hold_config& h : from.holds) {
        accept::hold_rule rule;
        rule.name = h.name;
        if (!h.account.empty()) rule.account = account_id{name_hash(h.account)};
        std::string why;
        if (!h.text.empty() && !(rule.text = accept::compile_text(h.text, why)))
            throw std::runtime_error("hold " + h.name + ": text: " + why);
        rule.from = h.from;
        rule.prefixes = h.prefix;
        rule.first = h.first;
        out.push_back(std::move(rule));
    }
    return out;
}

}  // namespace hermod::app
