// What the configuration says of where messages go: [[prefix_table]], [[connector_group]], [[route]], [[inbound_route]].
//
// Conditions are read into what src/route asks with; names of connectors and accounts stay names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "route/conditions.hpp"
#include "route/strategy.hpp"

namespace hermod::app {

struct prefix_table_config {
    std::string name, file;
    route::label_table_ptr table;
};

enum class unsure_rule : std::uint8_t { resend, park };

struct route_copy_config {
    std::string connector, to;  // each may be empty, not both
};

// How one of several is chosen.
struct sharing_config {
    route::strategy strategy = route::strategy::hash;
    bool sticky_to_account = false;
    std::vector<std::uint32_t> weights;  // empty, or one for each
};

struct connector_group_config : sharing_config {
    std::string name;
    std::vector<std::string> connectors;
};

struct route_config : sharing_config {
    std::string name;
    route::conditions when;
    std::vector<std::string> to;      // connectors and groups, first choice first
    std::vector<std::string> prefix;  // digits without "+"; empty: every number
    bool rejects = false;
    std::string reason;
    std::vector<std::string> add_tags;
    std::vector<route_copy_config> copies;
    unsure_rule unsure = unsure_rule::resend;
};

struct inbound_route_config {
    std::string name;
    route::conditions when;
    std::string account;                // empty: as the connector has it
    std::vector<std::string> copy_to;   // accounts
    bool discards = false;
    std::string reason;
    std::vector<std::string> add_tags;
};

}  // namespace hermod::app
