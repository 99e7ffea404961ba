#include "api/response.hpp"

namespace hermod::api {

net::http_response to_response(const problem& what) {
    net::http_response response(what.kind->status);
    response.content_type = "application/problem+json";
    append_problem(response.body, what);
    if (what.retry_after > 0) (void)response.set("Retry-After", std::to_string(what.retry_after));
    if (what.kind->status == 401) (void)response.set("WWW-Authenticate", "Bearer realm=\"hermod\"");
    return response;
}

}  // namespace hermod::api
