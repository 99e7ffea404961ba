// Test only: a message centre over TLS, and certificates that sign for themselves.
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

#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::connectors::smpp {

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
        : file(testing::TempDir() + "smpp-tls-" + std::to_string(::getpid()) + "-" + name) {
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

// Takes connections one after the other, answers binds and submits.
class tls_centre {
public:
    tls_centre(asio::io_context& io, const certificate& own)
        : io_(io), tls_(asio::ssl::context::tls_server), acceptor_(io, {asio::ip::address_v4::loopback(), 0}), in_(4096) {
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
            for (std::size_t at = 0; at + 16 <= count;) {  // small PDUs on loopback come whole
                const auto cut = wire::smpp::read_frame({in_.data() + at, count - at});
                if (cut.outcome != wire::smpp::framing::complete) break;
                at += cut.frame.size();
                answer(wire::smpp::read_header(cut.frame));
            }
            read();
        });
    }
    void answer(const wire::smpp::header& head) {
        std::vector<std::uint8_t> out;
        using wire::smpp::command_id;
        if (head.id == command_id::bind_transceiver)
            (void)wire::smpp::encode(out, head.sequence_number, wire::smpp::bind_transceiver_resp{"tls", {}});
        else if (head.id == command_id::submit_sm)
            (void)wire::smpp::encode(out, head.sequence_number, wire::smpp::submit_sm_resp{"id", {}});
        else
            wire::smpp::encode_header(out, response_of(head.id), wire::smpp::command_status::esme_rok, head.sequence_number);
        asio::write(*stream_, asio::buffer(out));
    }

    asio::io_context& io_;
    asio::ssl::context tls_;
    asio::ip::tcp::acceptor acceptor_;
    std::unique_ptr<asio::ssl::stream<asio::ip::tcp::socket>> stream_;
    std::vector<std::uint8_t> in_;
};

}  // namespace hermod::connectors::smpp
