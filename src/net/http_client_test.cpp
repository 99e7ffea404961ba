#include "net/http_client.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <fstream>
#include <thread>

#include "net/http_server.hpp"

namespace hermod::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A reply copied out, for a borrowed one does not outlive the next call.
struct seen {
    error_code failed;
    int status = 0;
    std::string body;
    std::string x_reply;
};

struct client {
    explicit client(tls_context tls = {}) : connection(context, std::move(tls)) {}

    template <class T>
    T run(asio::awaitable<T> task) {
        auto future = asio::co_spawn(context, std::move(task), asio::use_future);
        context.restart();
        while (future.wait_for(seconds(0)) != std::future_status::ready) context.run_one();
        return future.get();
    }
    error_code connect(const tcp::endpoint& where, bool tls = false, std::string host = "localhost") {
        checked_target target;
        target.url = {tls, host, where.port(), host, "/"};
        target.addresses = {where};
        const auto connected = run(connection.connect(target, seconds(20)));
        return connected ? error_code{} : connected.error();
    }
    seen post(std::string_view target, std::string_view body, std::vector<http_field> headers = {}, milliseconds limit = seconds(20)) {
        const auto reply = run(connection.post(target, headers, body, limit));
        if (!reply) return {reply.error(), 0, "", ""};
        return {{}, reply->status, std::string(reply->body), std::string(reply->header("x-reply"))};
    }

    asio::io_context context;
    http_connection connection;
};

// A peer that plays a script: for each request read, one piece of bytes; then it closes, or stays silent until let go.
class scripted_peer {
public:
    explicit scripted_peer(std::vector<std::string> replies, bool silent = false)
        : acceptor_(context_, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)), where(acceptor_.local_endpoint()),
          replies_(std::move(replies)), silent_(silent), thread_([this] { play(); }) {}
    ~scripted_peer() { thread_.join(); }

private:
    void play() {
        tcp::socket socket(context_);
        error_code failed;
        acceptor_.accept(socket, failed);
        std::string request;
        for (const auto& reply : replies_) {
            const auto size = asio::read_until(socket, asio::dynamic_buffer(request), "\r\n\r\n", failed);
            if (failed) return;
            request.erase(0, size);
            asio::write(socket, asio::buffer(reply), failed);
        }
        if (silent_) asio::read_until(socket, asio::dynamic_buffer(request), "never", failed);
    }

    asio::io_context context_;
    tcp::acceptor acceptor_;

public:
    tcp::endpoint where;

private:
    std::vector<std::string> replies_;
    bool silent_;
    std::thread thread_;
};

// What one reply to one request becomes.
seen reply_to_post(const std::string& reply, bool* stays = nullptr, bool silent = false) {
    client who;
    scripted_peer peer({reply}, silent);
    EXPECT_FALSE(who.connect(peer.where));
    const auto got = who.post("/hook", "");
    if (stays != nullptr) *stays = who.connection.is_open();
    who.connection.close();
    return got;
}

struct echo final : http_handler {
    asio::awaitable<http_response> handle(const http_request& request) override {
        http_response response(request.path == "/created" ? 201 : 200, "text/plain", std::string(request.body));
        (void)response.set("X-Reply", std::string(request.header("x-ask")) + "@" + std::string(request.head.host));
        co_return response;
    }
};

struct http_client_test : testing::Test {
    http_client_test() {
        http_server_options options;
        options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        server = std::make_unique<http_server>(std::vector<asio::io_context*>{&context}, handler, options);
        server->start().value();
        where = server->endpoints().at(0);
        thread = std::thread([this] { context.run(); });
    }
    ~http_client_test() override {
        context.stop();
        thread.join();
        server.reset();
    }
    asio::io_context context{1};
    echo handler;
    std::unique_ptr<http_server> server;
    tcp::endpoint where;
    std::thread thread;
};

TEST_F(http_client_test, posts_again_and_again_on_one_connection) {
    client who;
    ASSERT_FALSE(who.connect(where));
    for (int i = 0; i < 100; ++i) {
        const auto body = std::string(static_cast<std::size_t>(i) * 100, 'b');
        const auto got = who.post(i == 0 ? "/created" : "/x?y=z", body, {{"X-Ask", "hi"}});
        ASSERT_FALSE(got.failed) << got.failed.message();
        EXPECT_EQ(got.status, i == 0 ? 201 : 200);
        EXPECT_EQ(got.body, body);
        EXPECT_EQ(got.x_reply, "hi@localhost");
    }
    EXPECT_EQ(server->counters().connections_accepted, 1u);
    EXPECT_EQ(server->counters().requests, 100u);
}

TEST_F(http_client_test, refuses_headers_and_targets_that_would_split_the_request_and_sends_nothing) {
    client who;
    ASSERT_FALSE(who.connect(where));
    const auto bad = make_error_code(errc::bad_header);
    EXPECT_EQ(who.post("/x", "", {{"X-Ask", "a\r\nX: y"}}).failed, bad);
    EXPECT_EQ(who.post("/x", "", {{"X-Ask", std::string_view("a\0b", 3)}}).failed, bad);
    EXPECT_EQ(who.post("/x", "", {{"X Ask", "a"}}).failed, bad);
    EXPECT_EQ(who.post("/x", "", {{"Content-Length", "0"}}).failed, bad);
    EXPECT_EQ(who.post("/x", "", {{"transfer-encoding", "chunked"}}).failed, bad);
    EXPECT_EQ(who.post("/x", "", {{"Host", "other"}}).failed, bad);
    EXPECT_EQ(who.post("/x y", "").failed, bad);
    EXPECT_EQ(who.post("/x\r\nA: b", "").failed, bad);
    EXPECT_EQ(who.post("", "").failed, bad);
    EXPECT_EQ(who.post("/good", "still open").body, "still open");
    EXPECT_EQ(server->counters().requests, 1u);
}

TEST(http_client, reads_every_way_to_frame_a_reply) {
    bool stays = false;
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", &stays).body, "hello");
    EXPECT_TRUE(stays);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", &stays).body, "hello");
    EXPECT_TRUE(stays);
    EXPECT_EQ(reply_to_post("HTTP/1.1 204 No Content\r\n\r\n", &stays).status, 204);
    EXPECT_TRUE(stays);
    EXPECT_EQ(reply_to_post("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", &stays).status, 202);
    EXPECT_TRUE(stays);
    EXPECT_EQ(reply_to_post("HTTP/1.0 200 OK\r\n\r\nuntil the end", &stays).body, "until the end");
    EXPECT_FALSE(stays);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", &stays).body, "ok");
    EXPECT_FALSE(stays);
    EXPECT_EQ(reply_to_post("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n").status, 302);
}

TEST(http_client, keeps_views_right_when_a_reply_outgrows_the_buffer) {
    const std::string body(60'000, 'b');
    const auto known = reply_to_post("HTTP/1.1 200 OK\r\nX-Reply: here\r\nContent-Length: 60000\r\n\r\n" + body);
    EXPECT_EQ(known.x_reply, "here");
    EXPECT_EQ(known.body, body);
    const auto chunks = reply_to_post("HTTP/1.1 200 OK\r\nX-Reply: here\r\nTransfer-Encoding: chunked\r\n\r\nea60\r\n" + body + "\r\n0\r\n\r\n");
    EXPECT_EQ(chunks.x_reply, "here");
    EXPECT_EQ(chunks.body, body);
    const auto endless = reply_to_post("HTTP/1.0 200 OK\r\nX-Reply: here\r\n\r\n" + body);
    EXPECT_EQ(endless.x_reply, "here");
    EXPECT_EQ(endless.body, body);
}

TEST(http_client, refuses_replies_whose_framing_is_in_doubt) {
    const auto bad = make_error_code(errc::bad_reply);
    bool stays = true;
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", &stays).failed, bad);
    EXPECT_FALSE(stays);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\nContent-Length: 0\n\n").failed, bad);
    EXPECT_EQ(reply_to_post("220 mail.example ESMTP\r\n\r\n").failed, bad);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").failed, bad);
    EXPECT_EQ(reply_to_post("HTTP/1.1 101 Switching Protocols\r\n\r\n").failed, bad);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n", &stays).body, "ok");
    EXPECT_FALSE(stays);  // the second reply was asked for by nobody
}

TEST(http_client, refuses_replies_that_are_too_large_without_reading_them) {
    const auto large = make_error_code(errc::reply_too_large);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n", nullptr, true).failed, large);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n", nullptr, true).failed, large);
    EXPECT_EQ(reply_to_post("HTTP/1.0 200 OK\r\n\r\n" + std::string(70'000, 'x'), nullptr, true).failed, large);
}

TEST(http_client, says_that_the_peer_closed_before_its_reply_was_whole) {
    const auto closed = make_error_code(errc::closed);
    EXPECT_EQ(reply_to_post("").failed, closed);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nContent-Le").failed, closed);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell").failed, closed);
    EXPECT_EQ(reply_to_post("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell").failed, closed);
}

TEST(http_client, times_out_and_closes) {
    client who;
    scripted_peer peer({""}, true);
    ASSERT_FALSE(who.connect(peer.where));
    EXPECT_EQ(who.post("/x", "", {}, milliseconds(20)).failed, make_error_code(errc::timed_out));
    EXPECT_FALSE(who.connection.is_open());
    EXPECT_EQ(who.post("/x", "").failed, make_error_code(errc::not_open));
}

TEST(http_client, says_that_nobody_listens) {
    client who;
    tcp::endpoint gone;
    {
        asio::io_context context;
        gone = tcp::acceptor(context, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)).local_endpoint();
    }
    EXPECT_EQ(who.connect(gone), boost::system::errc::connection_refused);
    EXPECT_FALSE(who.connection.is_open());
}

// A key and a certificate of its own authority, for one name, valid for an hour.
struct certificate {
    explicit certificate(const std::string& name) {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* x509 = X509_new();
        X509_set_version(x509, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
        X509_gmtime_adj(X509_getm_notBefore(x509), -60);
        X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
        X509_set_pubkey(x509, key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
        X509_set_issuer_name(x509, X509_get_subject_name(x509));
        X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + name).c_str());
        X509_add_ext(x509, names, -1);
        X509_EXTENSION_free(names);
        X509_sign(x509, key, EVP_sha256());
        BIO* bio = BIO_new(BIO_s_mem());
        PEM_write_bio_X509(bio, x509);
        certificate_pem = text_of(bio);
        PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
        key_pem = text_of(bio);
        BIO_free(bio);
        X509_free(x509);
        EVP_PKEY_free(key);
        static int count = 0;
        file = testing::TempDir() + "hermod_net_test_" + std::to_string(::getpid()) + "_" + std::to_string(count++) + ".pem";
        std::ofstream(file) << certificate_pem;
    }
    ~certificate() { std::remove(file.c_str()); }
    static std::string text_of(BIO* bio) {
        char* data = nullptr;
        const auto size = BIO_get_mem_data(bio, &data);
        std::string text(data, static_cast<std::size_t>(size));
        (void)BIO_reset(bio);
        return text;
    }
    std::string certificate_pem, key_pem, file;
};

// Answers one request over TLS.
class tls_peer {
public:
    explicit tls_peer(const certificate& own)
        : tls_(asio::ssl::context::tls_server), acceptor_(context_, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)),
          where(acceptor_.local_endpoint()) {
        tls_.use_certificate_chain(asio::buffer(own.certificate_pem));
        tls_.use_private_key(asio::buffer(own.key_pem), asio::ssl::context::pem);
        thread_ = std::thread([this] { play(); });
    }
    ~tls_peer() { thread_.join(); }
    std::string server_name() const { return name_; }

private:
    void play() {
        asio::ssl::stream<tcp::socket> stream(context_, tls_);
        error_code failed;
        acceptor_.accept(stream.next_layer(), failed);
        stream.handshake(asio::ssl::stream_base::server, failed);
        if (failed) return;
        if (const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name)) name_ = name;
        std::string request;
        for (int i = 0; i < 2; ++i) {
            const auto size = asio::read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n", failed);
            if (failed) return;
            request.erase(0, size);
            asio::write(stream, asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n" + name_.substr(0, 6))), failed);
        }
    }

    asio::io_context context_;
    asio::ssl::context tls_;
    tcp::acceptor acceptor_;
    std::string name_;
    std::thread thread_;

public:
    tcp::endpoint where;
};

TEST(http_client, speaks_tls_with_a_peer_it_can_verify_and_names_it) {
    const certificate own("peer.example");
    tls_peer peer(own);
    client who(client_tls(own.file).value());
    ASSERT_FALSE(who.connect(peer.where, true, "peer.example"));
    EXPECT_EQ(who.post("/x", "").body, "peer.e");
    EXPECT_EQ(who.post("/x", "").body, "peer.e");
    who.connection.close();
}

TEST(http_client, refuses_a_certificate_for_another_name) {
    const certificate own("peer.example");
    tls_peer peer(own);
    client who(client_tls(own.file).value());
    EXPECT_TRUE(who.connect(peer.where, true, "other.example"));
    EXPECT_FALSE(who.connection.is_open());
}

TEST(http_client, refuses_a_certificate_of_an_unknown_authority) {
    const certificate own("peer.example");
    const certificate trusted("peer.example");
    tls_peer peer(own);
    client who(client_tls(trusted.file).value());
    EXPECT_TRUE(who.connect(peer.where, true, "peer.example"));
}

TEST(http_client, needs_a_context_for_tls_and_a_file_that_is_there) {
    const certificate own("peer.example");
    tls_peer peer(own);
    client who;
    EXPECT_EQ(who.connect(peer.where, true, "peer.example"), make_error_code(errc::not_open));
    EXPECT_FALSE(client_tls("/no/such/file.pem"));
}

}  // namespace
}  // namespace hermod::net
