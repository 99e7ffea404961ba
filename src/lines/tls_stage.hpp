// Test only: a message centre over TLS, certificates that sign for themselves, and what every connector with lines must do with
// them. A protocol's connector_tls_test.cpp says how its centre answers and instantiates the tests:
//
//     struct talk {
//         using options = connector_options;
//         static result<std::unique_ptr<connector>> make(executor, const options&, clock_functions, test_ports&);
//         static void log_in(options&);                                      // whatever the login needs
//         static std::size_t answer(std::string_view in, std::string& out);  // octets used, of whole frames
//     };
//     INSTANTIATE_TYPED_TEST_SUITE_P(smpp, tls_line, talk);
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <fstream>

#include "gateway/connector.hpp"
#include "lines/errc.hpp"
#include "lines/options.hpp"
#include "lines/test_ports.hpp"
#include "net/clocks.hpp"

namespace hermod::lines {

namespace asio = boost::asio;
inline std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string out(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return out;
}

// Signed by itself, for one name, valid for an hour; its file is an authority for itself.
struct certificate {
    explicit certificate(const std::string& name)
        : file(testing::TempDir() + "lines-tls-" + std::to_string(::getpid()) + "-" + name) {
        EVP_PKEY* own = EVP_EC_gen("P-256");
        X509* x509 = X509_new();
        X509_set_version(x509, 2);
        X509_gmtime_adj(X509_getm_notBefore(x509), -60);
        X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
        X509_set_pubkey(x509, own);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
        X509_set_issuer_name(x509, X509_get_subject_name(x509));
        X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + name).c_str());
        X509_add_ext(x509, names, -1);
        X509_EXTENSION_free(names);
        X509_sign(x509, own, EVP_sha256());
        BIO* out = BIO_new(BIO_s_mem());
        PEM_write_bio_X509(out, x509);
        pem = text_of(out);
        out = BIO_new(BIO_s_mem());
        PEM_write_bio_PrivateKey(out, own, nullptr, nullptr, 0, nullptr, nullptr);
        key = text_of(out);
        unsigned char* der = nullptr;
        const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &der);
        key_sha256.resize(32);
        EVP_Digest(der, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(key_sha256.data()), nullptr,
                   EVP_sha256(), nullptr);
        OPENSSL_free(der);
        X509_free(x509);
        EVP_PKEY_free(own);
        std::ofstream(file) << pem;
        std::ofstream(key_file()) << key;
    }
    ~certificate() {
        ::unlink(file.c_str());
        ::unlink(key_file().c_str());
    }
    std::string key_file() const { return file + ".key"; }
    std::string pin() const {
        std::string out(45, '\0');
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(key_sha256.data()),
                        32);
        return "sha256/" + out.substr(0, 44);
    }
    std::string pem, key, file, key_sha256;
};

// Takes connections one after the other; what it answers says `talk`.
class tls_centre {
public:
    using talk = std::function<std::size_t(std::string_view in, std::string& out)>;
    tls_centre(asio::io_context& io, const certificate& own, talk answer)
        : io_(io),
          answer_(std::move(answer)),
          tls_(asio::ssl::context::tls_server),
          acceptor_(io, {asio::ip::address_v4::loopback(), 0}),
          in_(4096, '\0') {
        tls_.use_certificate_chain(asio::buffer(own.pem));
        tls_.use_private_key(asio::buffer(own.key), asio::ssl::context::pem);
        accept();
    }
    // Nobody without a certificate that `authority` has signed.
    void demand(const certificate& authority) {
        tls_.load_verify_file(authority.file);
        tls_.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
        stream_->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);  // it waits already
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    int handshakes = 0, certificates_shown = 0;

private:
    void accept() {
        stream_ = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket>>(io_, tls_);
        rest_.clear();
        acceptor_.async_accept(stream_->next_layer(), [this](const error_code& failed) {
            if (failed) return;
            stream_->async_handshake(asio::ssl::stream_base::server, [this](const error_code& refused) {
                if (refused) return accept();
                ++handshakes;
                X509* shown = SSL_get1_peer_certificate(stream_->native_handle());
                certificates_shown += shown != nullptr;
                X509_free(shown);
                read();
            });
        });
    }
    void read() {
        stream_->async_read_some(asio::buffer(in_), [this](const error_code& failed, std::size_t count) {
            if (failed) return accept();
            rest_.append(in_, 0, count);
            std::string out;
            rest_.erase(0, answer_(rest_, out));
            asio::write(*stream_, asio::buffer(out));
            read();
        });
    }

    asio::io_context& io_;
    talk answer_;
    asio::ssl::context tls_;
    asio::ip::tcp::acceptor acceptor_;
    std::unique_ptr<asio::ssl::stream<asio::ip::tcp::socket>> stream_;
    std::string in_, rest_;
};

template <class Talk>
class tls_line : public testing::Test {
protected:
    using ms = std::chrono::milliseconds;

    tls_line() {
        set_log_sink(&log);
        options.name = "tls";
        options.host = "127.0.0.1";
        options.tls = true;
        options.tls_authorities = own.file;
        options.reconnect_least = options.reconnect_most = ms(5);
        Talk::log_in(options);
    }
    ~tls_line() override {
        bool stopped = !out;
        if (out) out->stop(ms(500), [&] { stopped = true; });
        until([&] { return stopped; });
        set_log_sink(nullptr);
    }
    auto made() {
        options.port = centre.port();
        return Talk::make(io.get_executor(), options, clock_functions{net::mono_now, net::wall_now}, ports);
    }
    void start(const std::string& wanted_name) {
        options.tls_name = wanted_name;
        out = made().value();
        out->start();
    }
    bool bound() const { return out->counters().binds_up != 0; }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + std::chrono::seconds(20);
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << log.text;
            io.run_one_for(ms(100));
            if (io.stopped()) io.restart();
        }
    }

    typename Talk::options options;
    asio::io_context io{1};
    quiet_log log;
    certificate own{"centre.example"};
    tls_centre centre{io, own, &Talk::answer};
    test_ports ports;
    std::unique_ptr<connector> out;
};
TYPED_TEST_SUITE_P(tls_line);

TYPED_TEST_P(tls_line, binds_and_sends_to_a_centre_it_trusts) {
    this->start("centre.example");
    this->until([&] { return this->bound(); });
    auto what = std::make_shared<message>();
    what->to = "+447700900123";
    what->body = "hello";
    this->out->send({what, 1, 1, false});
    this->out->flush();
    this->until([&] { return this->ports.verdicts.contains(1); });
    EXPECT_EQ(this->ports.verdicts[1].is, verdict::kind::sent) << this->ports.verdicts[1].detail;
}

TYPED_TEST_P(tls_line, refuses_a_centre_of_another_name) {
    this->start("other.example");
    this->until([&] { return this->log.text.find("certificate verify failed") != std::string::npos; });
    EXPECT_FALSE(this->bound());
    EXPECT_FALSE(this->out->health().usable);
}

TYPED_TEST_P(tls_line, shows_its_certificate_to_a_centre_that_demands_one) {
    const certificate client("client.example");
    this->centre.demand(client);
    this->options.tls_certificate = client.file;
    this->options.tls_key = client.key_file();
    this->start("centre.example");
    this->until([&] { return this->bound(); });
    EXPECT_EQ(this->centre.certificates_shown, 1);
}

TYPED_TEST_P(tls_line, is_turned_away_without_the_certificate_that_is_demanded) {
    const certificate client("client.example"), other("other.example");
    this->centre.demand(client);
    this->options.tls_certificate = other.file;
    this->options.tls_key = other.key_file();
    this->start("centre.example");
    // With TLS 1.3 the client's handshake is over before the centre has looked at its certificate.
    this->until([&] { return this->out->counters().disconnects >= 2; });
    EXPECT_FALSE(this->bound());
    EXPECT_EQ(this->centre.handshakes, 0);
}

TYPED_TEST_P(tls_line, pinned_key_is_accepted) {
    this->options.tls_pins = {certificate("other.example").pin(), this->own.pin()};
    this->start("centre.example");
    this->until([&] { return this->bound(); });
}

TYPED_TEST_P(tls_line, key_that_is_not_pinned_is_refused) {
    this->options.tls_pins = {certificate("other.example").pin()};
    this->start("centre.example");
    this->until([&] { return this->log.text.find(lines::text(errc::no_pin_matches)) != std::string::npos; });
    EXPECT_FALSE(this->bound());
    EXPECT_FALSE(this->out->health().usable);
}

TYPED_TEST_P(tls_line, what_cannot_be_used_is_refused_at_once) {
    auto& options = this->options;
    const auto fault = [&] {
        auto one = this->made();
        return one ? error_code{} : one.error();
    };
    EXPECT_FALSE(fault());
    options.tls_pins = {"abc"};
    EXPECT_EQ(fault(), make_error_code(errc::bad_pin));
    options.tls_pins.clear();
    options.tls_key = this->own.key_file();
    EXPECT_EQ(fault(), make_error_code(errc::bad_tls_files));  // a key without a certificate
    EXPECT_NE(this->log.text.find("TLS cannot be used"), std::string::npos);
    options.tls_certificate = this->own.file;
    EXPECT_FALSE(fault());
    options.tls_key = certificate("other.example").key_file();
    EXPECT_TRUE(fault());  // gone, and another's anyway
    const certificate other("other.example");
    options.tls_key = other.key_file();
    EXPECT_TRUE(fault());  // another's
}

REGISTER_TYPED_TEST_SUITE_P(tls_line, binds_and_sends_to_a_centre_it_trusts, refuses_a_centre_of_another_name,
                            shows_its_certificate_to_a_centre_that_demands_one,
                            is_turned_away_without_the_certificate_that_is_demanded, pinned_key_is_accepted,
                            key_that_is_not_pinned_is_refused, what_cannot_be_used_is_refused_at_once);

}  // namespace hermod::lines
