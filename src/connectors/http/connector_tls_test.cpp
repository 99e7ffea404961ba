#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "connectors/http/connector_stage.hpp"
#include "net/tls_fixture.hpp"

namespace hermod::connectors::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Answers every request with an id.
class tls_provider {
public:
    tls_provider(asio::io_context& io, const net::test_certificates::pair& shown)
        : context_(asio::ssl::context::tls_server), acceptor_(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
        context_.use_certificate_chain_file(shown.certificate_file);
        context_.use_private_key_file(shown.key_file, asio::ssl::context::pem);
        accept();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    std::string heard;

private:
    struct line {
        line(tcp::socket s, asio::ssl::context& context) : stream(std::move(s), context) {}
        asio::ssl::stream<tcp::socket> stream;
        std::string in = std::string(65536, '\0');
    };
    void accept() {
        acceptor_.async_accept([this](const error_code& failed, tcp::socket socket) {
            if (failed) return;
            const auto one = std::make_shared<line>(std::move(socket), context_);
            one->stream.async_handshake(asio::ssl::stream_base::server, [this, one](const error_code& refused) {
                if (!refused) read(one);
            });
            accept();
        });
    }
    void read(const std::shared_ptr<line>& one) {
        one->stream.async_read_some(asio::buffer(one->in), [this, one](const error_code& failed, std::size_t count) {
            if (failed) return;
            heard.append(one->in, 0, count);
            static const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"t\"}";
            asio::async_write(one->stream, asio::buffer(answer), [this, one](const error_code& broken, std::size_t) {
                if (!broken) read(one);
            });
        });
    }
    asio::ssl::context context_;
    tcp::acceptor acceptor_;
};

}  // namespace

class http_connector_tls : public connector_stage {
protected:
    std::string secure(const std::string& more) {
        return more + "reconnect_min_ms = 1\nreconnect_max_ms = 20\n[request]\nurl = \"https://127.0.0.1:" + std::to_string(peer.port()) +
               "/s\"\nform = { to = \"{to}\" }\n[[answer]]\nverdict = \"sent\"\nid = \"json:/id\"\n";
    }
    std::string authorities() const { return "tls_authorities = \"" + certificates.authority.certificate_file + "\"\n"; }

    net::test_certificates certificates;
    tls_provider peer{io, certificates.issue("api.example", &certificates.authority, 7200, "DNS:api.example")};
};

TEST_F(http_connector_tls, the_certificate_is_verified_against_the_authorities_and_the_name) {
    start(secure(authorities() + "tls_name = \"api.example\"\n"));
    send(1);
    EXPECT_EQ(settle(1).detail, "t");
    EXPECT_NE(peer.heard.find("Host: 127.0.0.1:"), std::string::npos);
}

TEST_F(http_connector_tls, a_certificate_of_another_name_is_refused) {
    start(secure(authorities() + "tls_name = \"other.example\"\n"), false);
    until([&] { return out->counters().bind_failures >= 1; });
    EXPECT_EQ(out->capacity(), 0u);
    EXPECT_TRUE(peer.heard.empty());
}

TEST_F(http_connector_tls, a_certificate_of_nobody_s_is_refused) {
    start(secure("tls_name = \"api.example\"\n"), false);
    until([&] { return out->counters().bind_failures >= 1; });
    EXPECT_EQ(out->capacity(), 0u);
    EXPECT_TRUE(peer.heard.empty());
}

}  // namespace hermod::connectors::http
