#include "accept/recipient.hpp"

namespace hermod::accept {
namespace {

std::optional<refusal> apply_rule(draft& work) {
    const number_rule* rule = work.by.numbers.find(work.account.id, work.to);
    if (!rule) return std::nullopt;
    std::string made = '+' + rule->to + work.to.substr(1 + rule->from.size());
    if (check_recipient(made))
        return refusal{"to", "invalid_number",
                       work.to + " would become " + made + " by the number rule for +" + rule->from +
                           ", which is not an international number (+, country code, 7 to 15 digits in all)"};
    if (work.seen)
        work.say("recipient", '+' + rule->from, true, work.to + " becomes " + made + ": +" + rule->from + " is +" + rule->to);
    work.to = std::move(made);
    return std::nullopt;
}

}  // namespace

std::optional<refusal> find_recipient(draft& work) {
    if (const country* home = work.account.home) {
        auto made = international_number(work.in.to, *home);
        if (auto* wrong = std::get_if<refusal>(&made)) return std::move(*wrong);
        work.to = std::move(std::get<std::string>(made));
        if (work.seen && work.to != work.in.to)
            work.say("recipient", home->iso, true,
                     std::string(work.in.to) + " is " + work.to + ", as it is dialled in " + std::string(home->iso));
    } else {
        if (auto wrong = check_recipient(work.in.to)) return wrong;
        work.to = work.in.to;
    }
    return work.by.numbers.empty() ? std::nullopt : apply_rule(work);
}

}  // namespace hermod::accept
