// table::explain(): the same search rule by rule, in words.
#include <cstdio>

#include "route/table.hpp"
#include "route/why.hpp"

namespace hermod::route {
namespace {

std::string percent(std::uint32_t thousandths) {
    char text[32];
    std::snprintf(text, sizeof text, thousandths % 10 == 0 ? "%.0f%%" : "%.1f%%", thousandths / 10.0);
    return text;
}

std::string units(std::int64_t thousandths) {
    char text[48];
    std::snprintf(text, sizeof text, "%lld.%03lld", static_cast<long long>(thousandths / 1000), static_cast<long long>(thousandths % 1000));
    return text;
}

std::string health_of(const option& one) {
    std::string out = one.now.usable ? "usable" : "not usable";
    if (one.now.usable && one.now.share < 1) out += ", starts slowly with " + percent(static_cast<std::uint32_t>(one.now.share * 1000)) + " of its share";
    out += ", " + percent(one.now.load) + " of its window in use";
    if (one.now.delivered) out += ", " + percent(*one.now.delivered) + " delivered";
    if (one.now.latency_ms) out += ", latency " + std::to_string(*one.now.latency_ms) + " ms";
    return out;
}

std::string_view meaning(strategy by, sticky_to sticky) {
    switch (by) {
        case strategy::hash: return sticky == sticky_to::account ? "by the account's hash" : "by the recipient's hash";
        case strategy::weight: return "by weight";
        case strategy::order: return "in their order";
        case strategy::cost: return "by least cost";
        case strategy::quality: return "by quality";
        case strategy::load: return "by load";
        case strategy::broadcast: return "broadcast: copies go to the others";
    }
    return "";
}

// A group as one of the rule's choices.
told of_group(const rule& by, const group& of, const considered& made) {
    std::size_t usable = 0;
    bool takes = false, copied = false;
    for (std::size_t i = 0; i < made.order.count; ++i) {
        const std::size_t place = made.order.order[i];
        if (place < of.first || place >= of.first + of.count) continue;
        if (made.options[place].now.usable) ++usable;
        takes = takes || i == made.order.taken;
        copied = copied || (by.by == strategy::broadcast && (made.picked >> i & 1));
    }
    std::string sentence = std::to_string(usable) + " of " + std::to_string(of.count) + (of.count == 1 ? " connector" : " connectors") + " usable";
    if (by.by == strategy::weight) sentence += ", weight " + std::to_string(weight_of_group(by, of));
    if (takes) sentence += by.choices() == 1 ? std::string("; the only one") : "; chosen " + std::string(meaning(by.by, by.sticky));
    else if (copied) sentence += "; gets a copy";
    return {"group", of.name, takes || copied, std::move(sentence)};
}

void add_effects(const rule& by, std::string& out) {
    std::string tags;
    for (const auto& one : by.tags) tags += (tags.empty() ? "" : ", ") + one;
    if (!tags.empty()) out += "; adds the tag " + tags;
    if (!by.copies.empty()) out += by.copies.size() == 1 ? "; sends a copy" : "; sends " + std::to_string(by.copies.size()) + " copies";
    if (!by.ends_search()) out += "; goes on";
}

}  // namespace

std::string table::name_of(connector_id which) const {
    const auto at = known_.find(which);
    return at == known_.end() ? std::to_string(which.value) : at->second.name;
}

void table::tell(const rule& by, const considered& made, std::vector<told>& into) const {
    const group* shown = nullptr;
    for (std::size_t i = 0; i < made.order.count; ++i) {
        const std::size_t place = made.order.order[i];  // nobody was left out: a place among the options is one in by.to
        const option& one = made.options[place];
        const group* in = group_of(by, place);
        if (in && in != shown) into.push_back(of_group(by, *in, made));
        shown = in;
        const bool takes = i == made.order.taken;
        const bool copied = by.by == strategy::broadcast && (made.picked >> i & 1);
        const strategy chosen_by = in ? in->by : by.by;
        const std::string chosen(meaning(chosen_by, in ? in->sticky : by.sticky));
        std::string sentence = (in ? "of " + in->name + ", " : std::string()) + health_of(one);
        if (chosen_by == strategy::weight) sentence += ", weight " + std::to_string(one.weight);
        if (chosen_by == strategy::cost || by.by == strategy::cost) sentence += one.cost ? ", costs " + units(*one.cost) : std::string(", its cost is not known");
        if (takes && made.order.waits) sentence += "; chosen " + chosen + ", where it waits: none is usable";
        else if (takes) sentence += (in ? in->count : by.to.size()) == 1 ? std::string("; the only one") : "; chosen " + chosen;
        else if (copied) sentence += "; gets a copy";
        into.push_back({"connector", name_of(one.which), takes || copied, std::move(sentence)});
    }
}

std::optional<choice> table::explain(const facts& of, const health* now, std::vector<told>& into) const {
    choice out;
    std::string tags(of.tags);
    facts as_tagged = of;
    for (std::size_t place = 0; place < rules_.size(); ++place) {
        const rule& by = rules_[place];
        as_tagged.tags = tags;
        if (auto why = why_not(by.when, as_tagged, side::to_handset)) {
            into.push_back({"route", by.name, false, std::move(*why)});
            continue;
        }
        std::string sentence = what_holds(by.when, as_tagged, side::to_handset);
        add_effects(by, sentence);
        if (by.rejects) sentence += "; rejects: " + by.reason;
        into.push_back({"route", by.name, true, std::move(sentence)});
        if (!by.tags.empty() || !by.copies.empty()) out.on_the_way.push_back(&by);
        if (by.ends_search()) {
            settle(out, place, of, now, &into);
            return out;
        }
        for (const auto& one : by.tags) tags += (tags.empty() ? "" : ",") + one;
    }
    return std::nullopt;
}

}  // namespace hermod::route
