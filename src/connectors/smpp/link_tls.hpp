// What TLS needs beyond net/tls: a certificate of our own, and pinned keys of the centre's.
//
// A pin narrows the verification, it never replaces it: the chain must be good, and one of its keys pinned. So a centre
// that signs for itself is its own authority (tls_authorities), pinned or not.
#pragma once

#include <array>
#include <vector>

#include "connectors/smpp/options.hpp"
#include "net/tls.hpp"

struct ssl_st;

namespace hermod::connectors::smpp {

using key_digest = std::array<std::uint8_t, 32>;  // SHA-256 of a SubjectPublicKeyInfo

struct link_tls {
    net::tls_context context;  // null: plain TCP
    std::vector<key_digest> pins;
};

// Errors: a file that cannot be read or does not fit, errc::bad_pin.
result<link_tls> make_link_tls(const connector_options& options);

// 64 hexadecimal digits, or base64 with or without the "sha256//" that curl writes before it.
result<key_digest> parse_pin(std::string_view text);

// Of a handshake that has succeeded: true when `pins` is empty or holds a key of the verified chain.
bool pinned(ssl_st* connection, const std::vector<key_digest>& pins);

}  // namespace hermod::connectors::smpp
