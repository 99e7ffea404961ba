// Which connector a message leaves by: a pure function of account, recipient and sender over an immutable snapshot.
//
// Rules are tried in the order of the configuration and the first that matches wins. Inside a rule the prefixes are kept as
// the least set that means the same ("+41" swallows "+4179"), so that a number costs one binary search a rule.
// Of several connectors the recipient's hash picks one: messages to one handset keep one way and so their order, and
// the load spreads. A connector that is down does not change the choice; its messages wait for it.
// Built by app/ from the configuration, shared as shared_ptr<const table>, swapped whole. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace hermod::route {

struct rule {
    std::string name;
    std::optional<account_id> account;  // nullopt: every account
    std::vector<std::string> prefixes;  // "+4179" or "4179"; none: every number
    std::optional<std::string> from;    // exactly this sender; nullopt: every sender
    std::vector<connector_id> to;       // at least one
    bool resend_unsure = true;          // what `unsure` means here: send again (flagged) or park
};

struct choice {
    std::string_view name;  // lives as long as the table
    connector_id connector;
    bool resend_unsure = true;
};

class table {
public:
    // Throws std::invalid_argument: a rule without connectors, or a prefix that is not digits (a "+" may stand before).
    explicit table(std::vector<rule> rules);

    // `to` with or without "+".
    std::optional<choice> find(account_id account, std::string_view to, std::string_view from) const;

    // A rule that can never win, because an earlier one takes all that it would.
    struct shadow {
        std::string_view name, behind;
    };
    std::vector<shadow> shadowed() const;

    std::size_t size() const { return rules_.size(); }

private:
    std::vector<rule> rules_;  // prefixes without "+", sorted, none the beginning of another
};

using table_ptr = std::shared_ptr<const table>;

}  // namespace hermod::route
