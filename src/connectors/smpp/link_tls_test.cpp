// The connector over TLS: it binds to a centre whose certificate its authorities vouch for, and to no other.
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

#include "base/log.hpp"
#include "connectors/smpp/connector.hpp"
#include "net/clocks.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::connectors::smpp {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string out(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return out;
}

// Signed by itself, for one name, valid for an hour; its file is an authority for itself.
struct certificate {
    explicit certificate(const std::string& name) : file(testing::TempDir() + "smpp-tls-" + std::to_string(::getpid()) + ".pem") {
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
        X509_free(x509);
        EVP_PKEY_free(own);
        std::ofstream(file) << pem;
    }
    ~certificate() { ::unlink(file.c_str()); }
    std::string pem, key, file;
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
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    int handshakes = 0;

private:
    void accept() {
        stream_ = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket>>(io_, tls_);
        acceptor_.async_accept(stream_->next_layer(), [this](const error_code& failed) {
            if (failed) return;
            stream_->async_handshake(asio::ssl::stream_base::server, [this](const error_code& refused) {
                if (refused) return accept();
                ++handshakes;
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

class bare_ports final : public inbox, public receipts, public outlet_events {
public:
    prepared prepare(const submission&, wall_time) override { return {}; }
    void put(std::vector<message_ptr>, std::unique_ptr<idempotency>, put_reply& reply) override { reply.put_done({}); }
    void report(remote_receipt, receipt_reply& reply, std::uint64_t token) override {
        reply.receipt_done(token, receipt_match::matched);
    }
    void settled(std::uint64_t, verdict result) override { last = result.is; }
    void ready() override { bound = true; }
    std::optional<verdict::kind> last;
    bool bound = false;
};

class quiet final : public log_sink {
public:
    void write(log_level, std::string_view fields) noexcept override { text += fields; }
    std::string text;
};

class smpp_link_tls : public testing::Test {
protected:
    smpp_link_tls() { set_log_sink(&log); }
    ~smpp_link_tls() override {
        bool stopped = false;
        out->stop(500ms, [&] { stopped = true; });
        until([&] { return stopped; });
        set_log_sink(nullptr);
    }
    void start(const std::string& wanted_name) {
        connector_options options;
        options.name = "tls";
        options.host = "127.0.0.1";
        options.port = centre.port();
        options.tls = true;
        options.tls_authorities = own.file;
        options.tls_name = wanted_name;
        options.reconnect_least = options.reconnect_most = 5ms;
        out = make_connector(io.get_executor(), options, {net::mono_now, net::wall_now}, ports, ports, ports).value();
        out->start();
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << log.text;
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }

    asio::io_context io{1};
    quiet log;
    certificate own{"centre.example"};
    tls_centre centre{io, own};
    bare_ports ports;
    std::unique_ptr<connector> out;
};

TEST_F(smpp_link_tls, binds_and_sends_to_a_centre_it_trusts) {
    start("centre.example");
    until([&] { return ports.bound; });
    auto what = std::make_shared<message>();
    what->to = "+447700900123";
    out->send({what, 1, 1, false});
    out->flush();
    until([&] { return ports.last.has_value(); });
    EXPECT_EQ(ports.last, verdict::kind::sent);
}

TEST_F(smpp_link_tls, refuses_a_centre_of_another_name) {
    start("other.example");
    until([&] { return log.text.find("certificate verify failed") != std::string::npos; });
    EXPECT_FALSE(ports.bound);
    EXPECT_FALSE(out->health().usable);
}

}  // namespace
}  // namespace hermod::connectors::smpp
