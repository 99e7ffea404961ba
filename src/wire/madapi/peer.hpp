// The interface's own side: which call a request is, for the simulator and for tests that what we write reads back.
#pragma once

#include <string_view>
#include <variant>

#include "wire/madapi/requests.hpp"
#include "wire/madapi/version.hpp"

namespace hermod::wire::madapi {

using request = std::variant<v3::outbound, v3::subscription, v3::subscription_change, v3::deletion, v2::outbound,
                             v2::status_request, v2::subscription, v2::deletion, v2::poll, v1::outbound, v1::status_request,
                             v1::poll, v1::listener, v1::deletion>;

// `path` as in http_request. What write() would refuse is refused with the same error.
checked<request> read_request(version v, std::string_view method, std::string_view path, std::string_view body);

}  // namespace hermod::wire::madapi
