// Who is on the other side of a TLS connection.
#pragma once

#include <string>

typedef struct ssl_st SSL;

namespace hermod::net {

// The common name of the peer's verified certificate, or its first DNS name when it has none; empty without a certificate.
std::string peer_certificate_name(SSL* connection);

}  // namespace hermod::net
