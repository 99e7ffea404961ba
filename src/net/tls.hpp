// TLS contexts. A client context verifies the peer against the system's authorities or the file given; there is no switch
// that turns verification off. TLS 1.2 and later (RFC 9325).
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"

namespace boost::asio::ssl {
class context;
}

namespace hermod::net {

using tls_context = std::shared_ptr<boost::asio::ssl::context>;

// `authorities`: a PEM file of trusted certificates; empty means the system's.
result<tls_context> client_tls(const std::string& authorities = {});

}  // namespace hermod::net
