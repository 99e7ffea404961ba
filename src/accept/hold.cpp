#include "accept/hold.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "accept/draft.hpp"
#include "accept/newcomers.hpp"

namespace hermod::accept {
namespace {

constexpr std::int64_t most_memory = 4 << 20;  // of one expression

std::string_view bare(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

bool is_from(std::string_view pattern, std::string_view from) {
    from = bare(from);
    return pattern.ends_with('*') ? from.starts_with(pattern.substr(0, pattern.size() - 1)) : from == pattern;
}

// Its place among all that its account has ever handed in; counted only where a rule asks.
std::uint64_t place_of(draft& work) {
    const auto asks = [&](const hold_rule& rule) { return rule.first != 0 && (!rule.account || *rule.account == work.account.id); };
    if (!work.by.newcomers || std::none_of(work.by.holds.begin(), work.by.holds.end(), asks)) return newcomers::most;
    return work.ahead ? work.by.newcomers->next(work.account.id) : work.by.newcomers->enter(work.account.id, work.reserved);
}

// What does not fit, or null.
const char* misfit(const hold_rule& rule, const draft& work, std::uint64_t place) {
    if (rule.account && *rule.account != work.account.id) return "another account";
    if (rule.first != 0 && place >= rule.first) return "the account has handed in as many before";
    if (!rule.from.empty() && !is_from(rule.from, work.from)) return "another sender";
    const auto begins = [&](const std::string& prefix) { return bare(work.to).starts_with(prefix); };
    if (!rule.prefixes.empty() && std::none_of(rule.prefixes.begin(), rule.prefixes.end(), begins)) return "another recipient";
    if (!rule.text) return nullptr;
    if (work.how.coding == encoding::binary) return "no text";
    const std::string_view text = work.text();
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *rule.text) ? nullptr : "another text";
}

}  // namespace

std::shared_ptr<const re2::RE2> compile_text(const std::string& expression, std::string& why) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(most_memory);
    auto out = std::make_shared<const re2::RE2>(expression, options);
    if (out->ok()) return out;
    why = out->error();
    return nullptr;
}

void check_hold(draft& work) {
    if (work.in.extras && !work.in.extras->keyword.empty()) return;
    const std::uint64_t place = place_of(work);
    if (work.held) return;  // by a limit
    for (const hold_rule& rule : work.by.holds) {
        if (const char* why = misfit(rule, work, place)) {
            work.say("hold", rule.name, false, why);
            continue;
        }
        if (work.seen)
            work.say("hold", rule.name, true,
                     (rule.first != 0 ? "it is number " + std::to_string(place + 1) + " of the account's first " + std::to_string(rule.first) + ": " : "") +
                         "it waits until an administrator releases or refuses it");
        work.held = true;
        work.held_by = rule.name;
        return;
    }
}

}  // namespace hermod::accept
