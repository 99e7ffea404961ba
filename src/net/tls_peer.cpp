#include "net/tls_peer.hpp"

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <memory>

namespace hermod::net {
namespace {

std::optional<tls_pin> pin_of(const X509* certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0) return std::nullopt;
    tls_pin out;
    const bool made = EVP_Digest(der, static_cast<std::size_t>(size), out.data(), nullptr, EVP_sha256(), nullptr) == 1;
    OPENSSL_free(der);
    return made ? std::optional(out) : std::nullopt;
}

bool is_one_of(const X509* certificate, std::span<const tls_pin> pins) {
    const auto mine = pin_of(certificate);
    return mine && std::find(pins.begin(), pins.end(), *mine) != pins.end();
}

}  // namespace

std::optional<tls_pin> parse_pin(std::string_view text) {
    constexpr std::string_view form = "sha256/";
    constexpr std::size_t characters = 44;  // 32 octets and one "="
    if (!text.starts_with(form) || text.size() != form.size() + characters || text.find('=') != text.size() - 1)
        return std::nullopt;
    text.remove_prefix(form.size());
    unsigned char octets[33];  // EVP_DecodeBlock() counts the padding as a zero octet
    const int size = EVP_DecodeBlock(octets, reinterpret_cast<const unsigned char*>(text.data()), characters);
    if (size != static_cast<int>(sizeof octets)) return std::nullopt;
    tls_pin out;
    std::copy_n(octets, out.size(), out.begin());
    return out;
}

bool expect_peer(SSL* connection, const std::string& name) {
    boost::system::error_code no_address;
    (void)boost::asio::ip::make_address(name, no_address);
    if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), name.c_str()) == 1;
    if (name.empty() || name.front() == '.') return false;  // OpenSSL takes ".x" for every name below x
    SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(connection, name.c_str()) == 1 && SSL_set_tlsext_host_name(connection, name.c_str()) == 1;
}

bool pinned(const SSL* connection, std::span<const tls_pin> pins) {
    if (pins.empty()) return true;
    if (SSL_get_verify_result(connection) != X509_V_OK) return false;
    // A resumed session has no chain, only the peer's own certificate.
    const STACK_OF(X509)* chain = SSL_get0_verified_chain(connection);
    for (int i = 0; i < sk_X509_num(chain); ++i)
        if (is_one_of(sk_X509_value(chain, i), pins)) return true;
    const X509* own = SSL_get0_peer_certificate(connection);
    return own && is_one_of(own, pins);
}

certificate_ptr peer_certificate(const SSL* connection) {
    if (SSL_get_verify_result(connection) != X509_V_OK) return nullptr;
    X509* own = SSL_get1_peer_certificate(connection);
    return own ? certificate_ptr(own, &X509_free) : nullptr;
}

bool is_named(const certificate_ptr& certificate, std::string_view name) {
    if (!certificate || name.empty() || name.front() == '.') return false;
    return X509_check_host(certificate.get(), name.data(), name.size(),
                           X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT | X509_CHECK_FLAG_NO_WILDCARDS, nullptr) == 1;
}

bool peer_is_named(const SSL* connection, std::string_view name) { return is_named(peer_certificate(connection), name); }

}  // namespace hermod::net
