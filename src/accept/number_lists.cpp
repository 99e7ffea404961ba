#include "accept/number_lists.hpp"

#include <algorithm>

#include "limits/book.hpp"

namespace hermod::accept {
namespace {

refusal denied(draft& work, std::string_view list, std::string why) {
    work.say("lists", list, true, why);
    if (work.by.counts) work.by.counts->denied.fetch_add(1, std::memory_order_relaxed);
    return {"to", "denied_recipient", std::move(why)};
}

const named_list* holding(const std::vector<named_list>& lists, std::string_view number) {
    const auto at =
        std::find_if(lists.begin(), lists.end(), [&](const named_list& one) { return one.numbers->contains(number); });
    return at == lists.end() ? nullptr : &*at;
}

}  // namespace

std::optional<refusal> keep_to_lists(draft& work) {
    if (const named_list* by = holding(work.by.deny, work.to))
        return denied(work, by->name, work.to + " is on the list \"" + by->name + "\" of numbers that nobody may write to");
    if (const named_list* by = holding(work.account.deny, work.to))
        return denied(work, by->name,
                      work.to + " is on the list \"" + by->name + "\" of numbers that this account may not write to");
    if (work.account.allow.empty()) return std::nullopt;
    const named_list* by = holding(work.account.allow, work.to);
    if (!by) return denied(work, {}, work.to + " is on none of the lists of numbers that this account may write to");
    work.say("lists", by->name, true, "the number is on a list that the account may write to");
    return std::nullopt;
}

}  // namespace hermod::accept
