#include "net/tls.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>

#include "net/tls_certificates.hpp"
#include "net/tls_fixture.hpp"
#include "net/tls_peer.hpp"

namespace hermod::net {
namespace {

// Two ends over a pair of memory BIOs.
struct connection {
    connection(const tls_context& client_context, const tls_context& server_context)
        : client(SSL_new(client_context->native_handle())), server(SSL_new(server_context->native_handle())) {
        BIO *a = nullptr, *b = nullptr;
        BIO_new_bio_pair(&a, 0, &b, 0);
        SSL_set_bio(client, a, a);
        SSL_set_bio(server, b, b);
        SSL_set_connect_state(client);
        SSL_set_accept_state(server);
    }
    ~connection() {
        SSL_free(client);
        SSL_free(server);
        ERR_clear_error();
    }
    // Both ends are content.
    bool shake() {
        int c = 0, s = 0;
        for (int i = 0; i < 10 && (c != 1 || s != 1); ++i) {
            c = SSL_do_handshake(client);
            s = SSL_do_handshake(server);
        }
        // With TLS 1.3 a client has ended before the server looks at its certificate.
        char octet = 0;
        return c == 1 && s == 1 && SSL_read(client, &octet, 1) <= 0 && SSL_get_error(client, -1) == SSL_ERROR_WANT_READ;
    }
    SSL *client, *server;
};

std::string pin_text(const test_certificates::pair& of) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(of.certificate), &der);
    unsigned char digest[32], base64[64];
    EVP_Digest(der, static_cast<std::size_t>(size), digest, nullptr, EVP_sha256(), nullptr);
    OPENSSL_free(der);
    EVP_EncodeBlock(base64, digest, 32);
    return "sha256/" + std::string(reinterpret_cast<const char*>(base64));
}

class tls_test : public testing::Test {
protected:
    tls_context server() const { return server_tls({own.certificate_file, own.key_file, {}, false}).context; }
    tls_context client() const { return client_tls(client_tls_files{certificates.authority.certificate_file, {}, {}}).context; }
    std::string file(const std::string& name, const std::string& text) const {
        return certificates.folder.write(name, text);
    }
    test_certificates certificates;
    test_certificates::pair own =
        certificates.issue("centre.example", &certificates.authority, 7200, "DNS:centre.example,IP:127.0.0.1");
};

}  // namespace

TEST_F(tls_test, a_client_talks_to_whom_it_expects_and_to_nobody_else) {
    for (const auto& [name, good] :
         {std::pair{"centre.example", true}, {"127.0.0.1", true}, {"other.example", false}, {"127.0.0.2", false}}) {
        connection c(client(), server());
        ASSERT_TRUE(expect_peer(c.client, name));
        EXPECT_EQ(c.shake(), good) << name;
        if (good) {
            EXPECT_STREQ(SSL_get_version(c.client), "TLSv1.3");
        }
    }
    connection c(client(), server());
    EXPECT_FALSE(expect_peer(c.client, ".example"));
    EXPECT_FALSE(expect_peer(c.client, ""));
}

TEST_F(tls_test, a_client_refuses_an_authority_that_it_does_not_know) {
    test_certificates others;
    connection c(client_tls(client_tls_files{others.authority.certificate_file, {}, {}}).context, server());
    ASSERT_TRUE(expect_peer(c.client, "centre.example"));
    EXPECT_FALSE(c.shake());
}

TEST_F(tls_test, a_server_speaks_tls_1_2_with_forward_secrecy_and_nothing_older) {
    connection c(client(), server());
    SSL_set_max_proto_version(c.client, TLS1_2_VERSION);
    EXPECT_TRUE(c.shake());
    EXPECT_TRUE(std::string(SSL_get_cipher_name(c.client)).starts_with("ECDHE-"));

    connection old(client(), server());
    SSL_set_security_level(old.client, 0);
    SSL_set_min_proto_version(old.client, TLS1_1_VERSION);
    SSL_set_max_proto_version(old.client, TLS1_1_VERSION);
    EXPECT_FALSE(old.shake());

    for (const char* weak : {"AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256"}) {
        connection refused(client(), server());
        SSL_set_max_proto_version(refused.client, TLS1_2_VERSION);
        SSL_set_cipher_list(refused.client, weak);
        EXPECT_FALSE(refused.shake()) << weak;
    }
    connection newest(client(), server_tls({own.certificate_file, own.key_file, {}, true}).context);
    SSL_set_max_proto_version(newest.client, TLS1_2_VERSION);
    EXPECT_FALSE(newest.shake());
}

TEST_F(tls_test, a_server_gives_no_tickets) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        connection c(client(), server());
        SSL_set_max_proto_version(c.client, version);
        ASSERT_TRUE(c.shake());
        EXPECT_FALSE(SSL_SESSION_has_ticket(SSL_get_session(c.client)));
    }
}

TEST_F(tls_test, with_client_authorities_a_certificate_of_theirs_is_required) {
    const auto mutual = server_tls({own.certificate_file, own.key_file, certificates.authority.certificate_file, false}).context;
    const auto shop = certificates.issue("Shop Ltd", &certificates.authority, 7200, "DNS:esme.shop.example,DNS:*.wild.example");
    const auto with = [&](const test_certificates::pair& shown) {
        return client_tls(client_tls_files{certificates.authority.certificate_file, shown.certificate_file, shown.key_file})
            .context;
    };
    connection none(client(), mutual);
    EXPECT_FALSE(none.shake());
    const auto stranger = certificates.issue("stranger", nullptr);
    connection unknown(with(stranger), mutual);
    EXPECT_FALSE(unknown.shake());

    connection c(with(shop), mutual);
    ASSERT_TRUE(c.shake());
    for (const char* name : {"Shop Ltd", "shop ltd", "esme.shop.example"}) EXPECT_TRUE(peer_is_named(c.server, name)) << name;
    for (const char* name : {"Shop", "shop.example", ".shop.example", "a.wild.example", ""})
        EXPECT_FALSE(peer_is_named(c.server, name)) << name;
    connection open(client(), server());
    ASSERT_TRUE(open.shake());
    EXPECT_FALSE(peer_is_named(open.server, "Shop Ltd"));
}

TEST_F(tls_test, a_pin_is_the_peers_key_or_that_of_its_authority) {
    connection c(client(), server());
    ASSERT_TRUE(c.shake());
    const auto mine = parse_pin(pin_text(own)).value(), above = parse_pin(pin_text(certificates.authority)).value();
    const auto foreign = parse_pin(pin_text(certificates.issue("x", nullptr))).value();
    EXPECT_TRUE(pinned(c.client, std::vector{mine}));
    EXPECT_TRUE(pinned(c.client, std::vector{foreign, above}));
    EXPECT_FALSE(pinned(c.client, std::vector{foreign}));
    EXPECT_TRUE(pinned(c.client, {}));
    connection before(client(), server());
    EXPECT_FALSE(pinned(before.client, std::vector{mine}));
}

TEST_F(tls_test, a_pin_has_one_form) {
    const std::string right = pin_text(own);
    EXPECT_TRUE(parse_pin(right));
    for (const std::string& bad : {std::string(), right.substr(7), "sha1/" + right.substr(7), right.substr(0, right.size() - 1),
                                   right + "=", right.substr(0, 20) + "!" + right.substr(21)})
        EXPECT_FALSE(parse_pin(bad)) << bad;
}

TEST_F(tls_test, an_error_names_the_file_and_says_why) {
    const auto other = certificates.issue("other", &certificates.authority);
    const auto empty = file("empty.pem", ""),
               noise = file("noise.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const auto locked = certificates.folder.file("locked.key");
    certificates.write(locked, [&](BIO* to) {
        PEM_write_bio_PrivateKey(to, own.key, EVP_aes_128_cbc(), reinterpret_cast<const unsigned char*>("pass"), 4, nullptr,
                                 nullptr);
    });
    const auto error = [&](const std::string& certificate, const std::string& key, const std::string& authorities = {}) {
        const auto made = server_tls({certificate, key, authorities, false});
        EXPECT_FALSE(made);
        return made.error;
    };
    EXPECT_EQ(error("/no/such.pem", own.key_file), "/no/such.pem cannot be read: No such file or directory");
    EXPECT_EQ(error(own.certificate_file, "/no/such.key"), "/no/such.key cannot be read: No such file or directory");
    EXPECT_EQ(error(empty, own.key_file), empty + " holds no certificate in PEM form");
    EXPECT_TRUE(error(noise, own.key_file).starts_with(noise + ": ")) << error(noise, own.key_file);
    EXPECT_EQ(error(own.certificate_file, own.certificate_file), own.certificate_file + " holds no private key in PEM form");
    EXPECT_EQ(error(own.certificate_file, locked), locked + " is protected by a passphrase: give a key without one");
    EXPECT_EQ(error(own.certificate_file, other.key_file),
              "the key " + other.key_file + " is not that of the certificate " + own.certificate_file);
    EXPECT_EQ(error(own.certificate_file, own.key_file, empty), empty + " holds no certificate in PEM form");
    EXPECT_EQ(client_tls(client_tls_files{empty, {}, {}}).error, empty + " holds no certificate in PEM form");
    EXPECT_EQ(client_tls(client_tls_files{{}, own.certificate_file, {}}).error, "a certificate and its key need each other");
    EXPECT_FALSE(client_tls(empty));
}

TEST_F(tls_test, an_expired_certificate_is_used_and_its_time_told) {
    const auto old = certificates.issue("old.example", &certificates.authority, 60);
    const auto made = server_tls({old.certificate_file, old.key_file, {}, false});
    ASSERT_TRUE(made) << made.error;
    EXPECT_LT(made.expires, std::chrono::system_clock::now());
    EXPECT_GT(made.expires, std::chrono::system_clock::now() - std::chrono::hours(2));
    EXPECT_GT(server_tls({own.certificate_file, own.key_file, {}, false}).expires, std::chrono::system_clock::now());
}

TEST_F(tls_test, a_reload_is_for_new_connections_and_a_failed_one_changes_nothing) {
    tls_certificates now({own.certificate_file, own.key_file, {}, false});
    EXPECT_FALSE(now.current());
    ASSERT_EQ(now.reload(), "");
    const auto before = now.current();
    connection standing(client(), before);
    ASSERT_TRUE(standing.shake());

    const auto next = certificates.issue("centre.example", &certificates.authority);
    std::filesystem::copy_file(next.certificate_file, own.certificate_file, std::filesystem::copy_options::overwrite_existing);
    EXPECT_NE(now.reload().find("is not that of the certificate"), std::string::npos);
    EXPECT_EQ(now.current(), before);

    std::filesystem::copy_file(next.key_file, own.key_file, std::filesystem::copy_options::overwrite_existing);
    ASSERT_EQ(now.reload(), "");
    EXPECT_NE(now.current(), before);
    connection later(client(), now.current());
    ASSERT_TRUE(later.shake());
    EXPECT_TRUE(pinned(later.client, std::vector{parse_pin(pin_text(next)).value()}));
    EXPECT_EQ(SSL_write(standing.client, "x", 1), 1);
    char octet = 0;
    EXPECT_EQ(SSL_read(standing.server, &octet, 1), 1);
}

}  // namespace hermod::net
