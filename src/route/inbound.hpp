// Whose a message from a handset is: the first rule that holds says it, or that nobody wants it. Without one the connector's
// account has it.
//
// As in table.hpp, a rule that only adds tags or sends copies lets the search go on. Built by app/, immutable; any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "route/conditions.hpp"
#include "route/matcher.hpp"
#include "route/table.hpp"

namespace hermod::route {

struct inbound_rule {
    std::string name;
    conditions when;                    // `number` is the handset's, `other` what it wrote to, `came_in` the connector
    std::optional<account_id> account;
    std::vector<account_id> copies;     // who gets one as well
    bool discards = false;              // it is kept, ended, and nobody is told
    std::string reason;
    std::vector<std::string> tags;      // that the message gets

    bool ends_search() const { return discards || account.has_value(); }
};

struct inbound_choice {
    const inbound_rule* by = nullptr;  // that ended the search; null: none did
    std::vector<const inbound_rule*> on_the_way{};  // that tag or copy, in order; the last may be `by`
};

class inbound_table {
public:
    // Throws std::invalid_argument: a rule that does nothing, a prefix that is not digits.
    explicit inbound_table(std::vector<inbound_rule> rules);

    inbound_choice find(const facts& of) const;
    // The same, told rule by rule.
    inbound_choice explain(const facts& of, std::vector<told>& into) const;

    struct shadow {
        std::string_view name, behind;  // as in table::shadow
        std::string why{};
    };
    std::vector<shadow> shadowed() const;

    std::size_t size() const { return rules_.size(); }

private:
    std::vector<inbound_rule> rules_;
    matcher matcher_;
};

using inbound_table_ptr = std::shared_ptr<const inbound_table>;

}  // namespace hermod::route
