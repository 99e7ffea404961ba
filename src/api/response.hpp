// A problem as an HTTP response, with the headers that its status asks for.
// Apart from problem.hpp, which so knows nothing of sockets and can be fuzzed without them.
#pragma once

#include "api/problem.hpp"
#include "net/http_message.hpp"

namespace hermod::api {

inline constexpr const char* json_type = "application/json";

net::http_response to_response(const problem& what);

}  // namespace hermod::api
