// Everything that one HTTP connector is told by its table of the configuration. Plain values, immutable once read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calls/options.hpp"
#include "connectors/http/answer_rules.hpp"
#include "connectors/http/auth.hpp"
#include "connectors/http/inbound.hpp"
#include "connectors/http/request_template.hpp"

namespace hermod::connectors::http {

// One request a kind of content. A kind without one cannot be sent: binary, where the configuration does not say how.
struct requests {
    std::optional<request_template> text, unicode, binary;
    const request_template* of(encoding coding) const {
        const auto& one = coding == encoding::binary ? binary : coding == encoding::ucs2 ? unicode : text;
        return one ? &*one : nullptr;
    }
};

struct http_options : calls::call_options {
    requests ask;
    answer_rules answers;
    auth_options auth;
    std::optional<body_signature> signing;
    inbound_options inbound;

    value_options values;  // whole: part 1 carries the text of all
};

// Asks for the keys of type = "http". Mistakes go to the table's problems; then what is returned is not to be used.
http_options read_http_options(settings::table_reader& table);

// The paths of the program's HTTP server that it asks for.
std::vector<std::string> paths_of(const http_options& options);

}  // namespace hermod::connectors::http
