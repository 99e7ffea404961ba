#include "connectors/smpp/link_tls.hpp"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <boost/asio/ssl/context.hpp>

#include "connectors/smpp/errc.hpp"

namespace hermod::connectors::smpp {

namespace {

namespace ssl = boost::asio::ssl;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

result<key_digest> from_hex(std::string_view text) {
    key_digest out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return make_error_code(errc::bad_pin);
        out[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return out;
}

// 44 characters, the last of them the one '=' that 32 octets need: three quarters of 44 are 33, the last one is filling.
result<key_digest> from_base64(std::string_view text) {
    std::array<std::uint8_t, 33> raw{};
    const int count =
        EVP_DecodeBlock(raw.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (count != static_cast<int>(raw.size()) || text[43] != '=' || text[42] == '=') return make_error_code(errc::bad_pin);
    key_digest out;
    std::copy_n(raw.begin(), out.size(), out.begin());
    return out;
}

bool digest_of(X509* certificate, key_digest& out) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0) return false;
    unsigned int length = 0;
    const int done = EVP_Digest(der, static_cast<std::size_t>(size), out.data(), &length, EVP_sha256(), nullptr);
    OPENSSL_free(der);
    return done == 1 && length == out.size();
}

error_code use_own_certificate(ssl::context& context, const connector_options& options) {
    error_code failed;
    if (options.tls_certificate.empty() && options.tls_key.empty()) return failed;
    context.use_certificate_chain_file(options.tls_certificate, failed);
    if (failed) return failed;
    const std::string& key = options.tls_key.empty() ? options.tls_certificate : options.tls_key;
    context.use_private_key_file(key, ssl::context::pem, failed);  // refuses a key of another certificate
    return failed;
}

}  // namespace

result<key_digest> parse_pin(std::string_view text) {
    constexpr std::string_view curls_way = "sha256//";
    if (text.starts_with(curls_way)) text.remove_prefix(curls_way.size());
    if (text.size() == 64) return from_hex(text);
    if (text.size() == 44) return from_base64(text);
    return make_error_code(errc::bad_pin);
}

result<link_tls> make_link_tls(const connector_options& options) {
    link_tls out;
    if (!options.tls) return out;
    auto made = net::client_tls(options.tls_authorities);
    if (!made) return made.error();
    out.context = std::move(*made);
    if (const error_code failed = use_own_certificate(*out.context, options)) return failed;
    for (const std::string& text : options.tls_pins) {
        const auto pin = parse_pin(text);
        if (!pin) return pin.error();
        out.pins.push_back(*pin);
    }
    return out;
}

bool pinned(ssl_st* connection, const std::vector<key_digest>& pins) {
    if (pins.empty()) return true;
    STACK_OF(X509)* chain = SSL_get0_verified_chain(connection);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        key_digest found;
        if (digest_of(sk_X509_value(chain, i), found) && std::find(pins.begin(), pins.end(), found) != pins.end()) return true;
    }
    return false;
}

}  // namespace hermod::connectors::smpp
