// What a provider brings to us by HTTP, read as the configuration says: receipts, and messages from handsets.
//
// A path may serve both: then each mapping has a condition that tells them apart, and what fits neither is answered as if it
// had been kept, and dropped with a count. One request may bring a list. Pure: a request in, the domain's words out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "calls/brought.hpp"
#include "connectors/http/caller.hpp"
#include "connectors/http/condition.hpp"
#include "connectors/http/text_template.hpp"

namespace hermod::connectors::http {

// What both kinds of mapping have.
struct arrival_mapping {
    std::string path, query;  // query: of the URL that we give to the provider, a template
    condition when;
    std::optional<field> each;
    bool add_plus = false;    // to numbers that come without
    visit_answer answer{200, {}, {}};
};

struct receipt_mapping : arrival_mapping {
    std::optional<field> id, recipient, state, code, detail, time;
    std::map<std::string, std::optional<hermod::state>, std::less<>> states;  // lower case; nullopt: to be passed over
    std::optional<std::optional<hermod::state>> otherwise;
};

struct message_mapping : arrival_mapping {
    std::optional<field> from, to, text, hex, udh, udh_octets, data_coding, part, parts, reference;
};

struct inbound_options {
    std::optional<receipt_mapping> receipts;
    std::optional<message_mapping> messages;
    caller_options caller;
    std::string public_url;               // scheme and host, as the provider reaches us
    text_template receipt_url;            // with the part's id in it, where the query says so
    std::string inbound_url;
};

// Reads public_url, [receipts], [inbound], [caller]. False: a mistake was reported.
bool read_inbound(settings::table_reader& table, const constants& known, inbound_options& out);

using calls::brought;
using calls::read_message;
brought read_visit(const inbound_options& options, const visit& what, connector_id by, wall_time now);

}  // namespace hermod::connectors::http
