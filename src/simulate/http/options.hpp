// How the simulated HTTP provider behaves: what all of them share, and who may use it.
#pragma once

#include "simulate/provider/options.hpp"

namespace hermod::simulate::http {

// Of a request, and of what comes back: inbound.form is one of them.
enum form : unsigned { in_json, in_query };

struct options : provider::options {
    std::string user, password;  // HTTP Basic, or user and password in the query; empty: everybody may send
};

}  // namespace hermod::simulate::http
