// Which connector a message to a handset leaves by: a pure function of what is known of it, over an immutable snapshot.
//
// Rules are tried in the order of the configuration. One that leads to connectors or rejects ends the search; one that only adds
// tags or asks for copies lets it go on, and rules behind it see the tags. matcher.hpp finds the rules that hold without looking
// at each; strategy.hpp chooses among a rule's connectors by what is known of their health.
// Built by app/ from the configuration, shared as shared_ptr<const table>, swapped whole. Any thread: the only thing that changes
// is a counter a rule, by which shares come out even.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.hpp"
#include "route/conditions.hpp"
#include "route/group.hpp"
#include "route/health.hpp"
#include "route/matcher.hpp"
#include "route/prefix_tables.hpp"
#include "route/strategy.hpp"

namespace hermod::route {

struct copy_wish {
    std::optional<connector_id> by;  // nullopt: the connector of the message itself
    std::string to;                  // "+41..."; empty: to the same number
};

struct rule {
    std::string name;
    conditions when;
    std::vector<connector_id> to;        // at most most_options; those of groups among them
    std::vector<group> groups;           // that are choices as wholes; what is in none of them is a choice of its own
    strategy by = strategy::hash;
    sticky_to sticky = sticky_to::recipient;
    std::vector<std::uint32_t> weights;  // beside the choices, a group being one; missing ones are 1
    bool rejects = false;                // then it leads nowhere
    std::string reason;                  // for the sender: why it is rejected
    std::vector<std::string> tags;       // that the message gets
    std::vector<copy_wish> copies;
    bool resend_unsure = true;           // what `unsure` means here: send again (flagged) or park

    std::size_t choices() const;
    bool ends_search() const { return rejects || !to.empty(); }
};

// What is known of a connector beside its health.
struct known_connector {
    std::string name;
    cost_table_ptr costs;  // null: nothing is known of its costs
};
using known_connectors = std::unordered_map<connector_id, known_connector>;

struct choice {
    std::string_view name;  // of the rule that ended the search; lives as long as the table
    connector_id connector;
    bool resend_unsure = true;
    bool rejected = false;
    std::string_view reason{};
    std::vector<const rule*> on_the_way{};  // rules that held and tag or copy, in order; the last may be the one that ended it
    std::vector<connector_id> also{};       // of a broadcast: whom copies go to
};

// What route test shows: each rule that was tried, then the connectors of the one that took the message.
struct told {
    std::string about;  // "route", "group" or "connector"
    std::string name;
    bool took = false;
    std::string sentence;
};

class table {
public:
    // Throws std::invalid_argument: a rule that does nothing or leads to too many, a prefix that is not digits (a "+" may stand before).
    explicit table(std::vector<rule> rules, known_connectors known = {});

    // `now` may be null: then all connectors are usable.
    std::optional<choice> find(const facts& of, const health* now = nullptr) const;
    // The same, told; nothing changes by it, so the next message goes the way that is told.
    std::optional<choice> explain(const facts& of, const health* now, std::vector<told>& into) const;
    // All that has no condition but these.
    std::optional<choice> find(account_id account, std::string_view to, std::string_view from) const;

    // Whom a message goes to next that must leave its connector: of the rule with this name, a usable one of which it has not
    // been tried. nullopt: there is none, it stays. A broadcast's and a copy's connector is their point: they stay.
    std::optional<connector_id> again(std::string_view route, const message& what, std::span<const connector_id> away_from,
                                      const health* now) const;

    // A rule that can never win, and why.
    struct shadow {
        std::string_view name, behind;  // behind: the earlier rule that takes all that it would; empty: it contradicts itself
        std::string why{};              // then
    };
    std::vector<shadow> shadowed() const;

    std::size_t size() const { return rules_.size(); }
    std::span<const rule> rules() const { return rules_; }
    std::size_t octets() const;  // of memory, without tables of labels and costs

private:
    template <class Among>
    considered consider(const rule& by, std::size_t place, const facts& of, const health* now, bool peek, Among among) const;
    void settle(choice& out, std::size_t place, const facts& of, const health* now, std::vector<told>* into) const;
    void tell(const rule& by, const considered& made, std::vector<told>& into) const;
    std::string name_of(connector_id which) const;

    std::vector<rule> rules_;
    matcher matcher_;
    known_connectors known_;
    std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>> places_;  // of rules, by name
    std::vector<std::uint32_t> group_dice_;                                            // one a rule: where those of its groups begin
    std::unique_ptr<std::atomic<std::uint32_t>[]> dice_;                               // one a rule, then one for each of their groups
};

using table_ptr = std::shared_ptr<const table>;

}  // namespace hermod::route
