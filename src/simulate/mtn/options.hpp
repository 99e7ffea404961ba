// How the simulated MTN behaves: what all providers share, and who may use it.
#pragma once

#include "simulate/provider/options.hpp"

namespace hermod::simulate::mtn {

// Of a request, and of what comes back.
enum form : unsigned { no_form, madapi_v1, madapi_v2, madapi_v3, parlayx };

struct options : provider::options {
    std::string client_id, client_secret;  // of the token; empty: MADAPI asks for none
    std::string api_key;                   // x-api-key; empty: not asked for
    std::chrono::seconds token_life{3'599};
    std::string sp_id, sp_password;  // of ParlayX; empty: everybody may send
};

}  // namespace hermod::simulate::mtn
