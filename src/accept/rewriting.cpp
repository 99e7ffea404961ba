#include "accept/rewriting.hpp"

#include <algorithm>

#include "message/tags.hpp"

namespace hermod::accept {
namespace {

template <class Item, class Value>
bool allows(const std::vector<Item>& list, const Value& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool recipient_match::has(std::string_view to, const country* of) const {
    if (countries.empty() && prefixes.empty()) return true;
    if (of && std::find(countries.begin(), countries.end(), of) != countries.end()) return true;
    const auto digits = to.substr(to.starts_with('+') ? 1 : 0);
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) { return digits.starts_with(prefix); });
}

const char* rewrite_rule::misfit(const rewrite_facts& of, std::string_view from) const {
    if (!allows(accounts, of.account)) return "account";
    if (!allows(routes, of.route)) return "route";
    if (!allows(connectors, of.connector)) return "connector";
    if (!tags.empty() && std::none_of(tags.begin(), tags.end(), [&](const std::string& tag) { return has_tag(of.tags, tag); }))
        return "tag";
    if (!recipients.has(of.to, of.of)) return recipients.prefixes.empty() ? "country" : "recipient";
    if (!senders.empty() && !senders.has(from)) return "sender";
    if (!looks.empty() && !allows(looks, look_of(from))) return "kind of sender";
    return nullptr;
}

bool rewrite_rule::rewrite(std::string& text) const {
    bool changed = !before.empty() || !after.empty();
    for (const replacement& one : replace) changed = one.apply(text) || changed;
    text.insert(0, before);
    text += after;
    return changed;
}

bool sender_policy::is_for(const rewrite_facts& of) const {
    return allows(accounts, of.account) && recipients.has(of.to, of.of);
}

}  // namespace hermod::accept
