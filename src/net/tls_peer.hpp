// Who the peer of a TLS connection is: asked for before the handshake, looked at after it. Pure OpenSSL, no sockets.
#pragma once

#include <openssl/ssl.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hermod::net {

// SHA-256 of a public key as it stands in certificates (SubjectPublicKeyInfo).
using tls_pin = std::array<std::uint8_t, 32>;
// "sha256/BASE64"; nullopt for everything else.
std::optional<tls_pin> parse_pin(std::string_view text);

// Before a client's handshake: the certificate must hold `name` (a host name or an IP address), and the server is told which
// host is meant (names only, RFC 6066). False: OpenSSL refuses the name.
bool expect_peer(SSL* connection, const std::string& name);

// After the handshake: one of the certificates that were verified has a pinned key. Pinning an authority pins whoever stands
// below it. No pins: nothing is asked, true.
bool pinned(const SSL* connection, std::span<const tls_pin> pins);

// After the handshake: the peer showed a certificate, and `name` is its common name or one of its alternative DNS names,
// whole; letters' case does not matter. A wildcard in the certificate fits nothing.
bool peer_is_named(const SSL* connection, std::string_view name);

// The verified certificate that it showed, null when there is none; may be looked at on any thread.
using certificate_ptr = std::shared_ptr<x509_st>;
certificate_ptr peer_certificate(const SSL* connection);
// As peer_is_named().
bool is_named(const certificate_ptr& certificate, std::string_view name);

}  // namespace hermod::net
