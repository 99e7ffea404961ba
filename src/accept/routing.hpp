// Asks the tables of routes: a stage of accepting a message to a handset, and whose a message from a handset is.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accept/draft.hpp"

namespace hermod::accept {

// Connector, what `unsure` means, tags, copies. Codes no_route and route_rejected.
std::optional<refusal> choose_route(draft& work);

// What the table of messages from handsets makes of one.
struct inbound_way {
    account_id account;
    std::string rule;                  // that said whose it is; empty: the connector
    std::string tags;                  // separated by commas
    std::vector<account_id> copies;
    std::optional<std::string> discarded;  // why nobody is told
};
inbound_way choose_account(const submission& submitted, std::string_view text, encoding coding, const rules& by, wall_time now, trace* seen);

// Adds those that are not there yet.
void add_tags(std::string& to, std::span<const std::string> tags);

}  // namespace hermod::accept
