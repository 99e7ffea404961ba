#include "accept/hold.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "accept/draft.hpp"

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

// What does not fit, or null.
const char* misfit(const hold_rule& rule, const draft& work) {
    if (rule.account && *rule.account != work.account.id) return "another account";
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
    for (const hold_rule& rule : work.by.holds) {
        if (const char* why = misfit(rule, work)) {
            work.say("hold", rule.name, false, why);
            continue;
        }
        work.say("hold", rule.name, true, "it waits until an administrator releases or refuses it");
        work.held = true;
        work.held_by = rule.name;
        return;
    }
}

}  // namespace hermod::accept
