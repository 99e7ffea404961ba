#include "net/tls.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <boost/asio/ssl/context.hpp>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "net/errc.hpp"

namespace hermod::net {
namespace {

namespace ssl = boost::asio::ssl;

// RFC 9325, section 4.2: forward secrecy and authenticated encryption. TLS 1.3 has no others.
constexpr auto server_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

// What OpenSSL said first since ERR_clear_error(), in its own words.
std::string reason() {
    const unsigned long first = ERR_peek_error();
    ERR_clear_error();
    const char* words = first ? ERR_reason_error_string(first) : nullptr;
    return words ? words : "unknown reason";
}

// Empty when the file can be read.
std::string unreadable(const std::string& path) {
    BIO* file = BIO_new_file(path.c_str(), "r");
    const int why = errno;
    ERR_clear_error();
    if (!file) return path + " cannot be read: " + std::strerror(why);
    BIO_free(file);
    return {};
}

std::string not_pem(const std::string& path, std::string_view what) {
    const unsigned long first = ERR_peek_error();
    const int library = ERR_GET_LIB(first), code = ERR_GET_REASON(first);
    const bool none = (library == ERR_LIB_PEM && code == PEM_R_NO_START_LINE) ||
                      (library == ERR_LIB_X509 && code == X509_R_NO_CERTIFICATE_OR_CRL_FOUND) || library == ERR_LIB_OSSL_DECODER;
    const std::string why = reason();
    return none ? path + " holds no " + std::string(what) + " in PEM form" : path + ": " + why;
}

// Without it OpenSSL asks the terminal. Says that it was asked.
int no_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

std::string use_key(SSL_CTX* context, const std::string& path, const std::string& certificate) {
    if (auto why = unreadable(path); !why.empty()) return why;
    bool asked = false;
    BIO* file = BIO_new_file(path.c_str(), "r");
    EVP_PKEY* key = file ? PEM_read_bio_PrivateKey(file, nullptr, no_passphrase, &asked) : nullptr;
    BIO_free(file);
    if (!key) {
        std::string why = not_pem(path, "private key");
        return asked ? path + " is protected by a passphrase: give a key without one" : why;
    }
    ERR_clear_error();
    // Asked by hand: SSL_CTX_use_PrivateKey() would drop the certificate where they do not fit and say nothing of it.
    const bool fits = X509_check_private_key(SSL_CTX_get0_certificate(context), key) == 1;
    ERR_clear_error();
    const bool used = fits && SSL_CTX_use_PrivateKey(context, key) == 1;
    EVP_PKEY_free(key);
    if (!fits) return "the key " + path + " is not that of the certificate " + certificate;
    return used ? std::string() : path + ": " + reason();
}

wall_time expiry(const SSL_CTX* context) {
    const X509* own = SSL_CTX_get0_certificate(context);
    std::tm at{};
    if (!own || ASN1_TIME_to_tm(X509_get0_notAfter(own), &at) != 1) return {};
    return std::chrono::time_point_cast<wall_time::duration>(std::chrono::system_clock::from_time_t(::timegm(&at)));
}

std::string use_certificate(SSL_CTX* context, const std::string& certificate, const std::string& key) {
    if (auto why = unreadable(certificate); !why.empty()) return why;
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1) return not_pem(certificate, "certificate");
    return use_key(context, key, certificate);
}

std::string trust(SSL_CTX* context, const std::string& authorities) {
    ERR_clear_error();
    if (authorities.empty())
        return SSL_CTX_set_default_verify_paths(context) == 1 ? std::string() : "the system's authorities: " + reason();
    if (auto why = unreadable(authorities); !why.empty()) return why;
    return SSL_CTX_load_verify_file(context, authorities.c_str()) == 1 ? std::string() : not_pem(authorities, "certificate");
}

// Whose certificates we take, in the order of the file: a client that has several sends the right one.
std::string ask_for_certificates(SSL_CTX* context, const std::string& authorities) {
    if (auto why = trust(context, authorities); !why.empty()) return why;
    STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(authorities.c_str());
    if (!names) return not_pem(authorities, "certificate");
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return {};
}

void set_common(SSL_CTX* context, int least) {
    SSL_CTX_set_min_proto_version(context, least);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

}  // namespace

made_tls client_tls(const client_tls_files& files) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    SSL_CTX* raw = context->native_handle();
    set_common(raw, TLS1_2_VERSION);
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
    if (auto why = trust(raw, files.authorities); !why.empty()) return {{}, std::move(why)};
    if (files.certificate.empty() != files.key.empty()) return {{}, "a certificate and its key need each other"};
    if (!files.certificate.empty())
        if (auto why = use_certificate(raw, files.certificate, files.key); !why.empty()) return {{}, std::move(why)};
    return {std::move(context), {}, expiry(raw)};
}

result<tls_context> client_tls(const std::string& authorities) {
    auto made = client_tls(client_tls_files{authorities, {}, {}});
    if (!made) return make_error_code(errc::bad_certificate);
    return std::move(made.context);
}

made_tls server_tls(const server_tls_files& files) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX* raw = context->native_handle();
    set_common(raw, files.least_is_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_options(raw, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(raw, 0);
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    if (SSL_CTX_set_cipher_list(raw, server_ciphers) != 1) return {{}, "this OpenSSL knows none of our ciphers: " + reason()};
    if (auto why = use_certificate(raw, files.certificate, files.key); !why.empty()) return {{}, std::move(why)};
    if (!files.client_authorities.empty())
        if (auto why = ask_for_certificates(raw, files.client_authorities); !why.empty()) return {{}, std::move(why)};
    return {std::move(context), {}, expiry(raw)};
}

}  // namespace hermod::net
