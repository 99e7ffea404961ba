#include "net/tls_stream.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <optional>

#include "net/tls_fixture.hpp"
#include "net/tls_peer.hpp"

namespace hermod::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class tls_stream_test : public testing::Test {
protected:
    using stream = std::unique_ptr<tls_stream>;

    // Connected, not shaken.
    std::pair<stream, stream> connect() {
        tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
        tcp::socket one(io);
        one.connect(acceptor.local_endpoint());
        return {std::make_unique<tls_stream>(std::move(one), client_context),
                std::make_unique<tls_stream>(acceptor.accept(), server_context)};
    }
    void until(const std::function<bool()>& reached) {
        while (!reached()) {
            ASSERT_GT(io.run_one_for(std::chrono::seconds(20)), 0u) << "nothing happens";
            if (io.stopped()) io.restart();
        }
    }
    std::pair<error_code, error_code> shake(tls_stream& client, tls_stream& server) {
        std::optional<error_code> c, s;
        client.async_handshake(tls_stream::role::client, [&](error_code e) {
            c = e;
            if (e) client.next_layer().close();
        });
        server.async_handshake(tls_stream::role::server, [&](error_code e) { s = e; });
        EXPECT_FALSE(c || s);
        until([&] { return c && s; });
        return {c.value_or(asio::error::timed_out), s.value_or(asio::error::timed_out)};
    }
    std::pair<stream, stream> shaken() {
        auto both = connect();
        EXPECT_EQ(shake(*both.first, *both.second), std::pair(error_code{}, error_code{}));
        return both;
    }
    std::optional<error_code> read_one(tls_stream& from) {
        std::optional<error_code> out;
        char octet = 0;
        from.async_read_some(asio::buffer(&octet, 1), [&](error_code e, std::size_t) { out = e; });
        until([&] { return out.has_value(); });
        return out;
    }

    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    test_certificates certificates;
    test_certificates::pair own = certificates.issue("centre.example", &certificates.authority, 7200, "DNS:centre.example");
    tls_context client_context = client_tls(client_tls_files{certificates.authority.certificate_file, {}, {}}).context;
    tls_context server_context = server_tls({own.certificate_file, own.key_file, {}, false}).context;
};

}  // namespace

TEST_F(tls_stream_test, carries_both_ways_at_once_more_than_any_buffer_holds) {
    auto [client, server] = shaken();
    constexpr std::size_t size = 8u << 20;
    std::string there(size, 'a'), back(size, 'b'), got_there(size, 0), got_back(size, 0);
    for (std::size_t i = 0; i < size; i += 997) there[i] = back[i] = static_cast<char>(i);
    int left = 4;
    const auto done = [&](error_code e, std::size_t count) {
        EXPECT_FALSE(e) << e.message();
        EXPECT_EQ(count, size);
        --left;
    };
    asio::async_write(*client, asio::buffer(there), done);
    asio::async_write(*server, asio::buffer(back), done);
    asio::async_read(*server, asio::buffer(got_there), done);
    asio::async_read(*client, asio::buffer(got_back), done);
    until([&] { return left == 0; });
    EXPECT_EQ(got_there, there);
    EXPECT_EQ(got_back, back);
}

TEST_F(tls_stream_test, a_peer_of_another_name_fails_the_handshake) {
    auto [client, server] = connect();
    ASSERT_TRUE(expect_peer(client->native_handle(), "other.example"));
    const auto [failed, ignored] = shake(*client, *server);
    EXPECT_NE(failed.message().find("certificate verify failed"), std::string::npos) << failed.message();
}

TEST_F(tls_stream_test, tells_an_end_that_was_said_from_one_that_was_not) {
    auto [client, server] = shaken();
    std::optional<error_code> said;
    client->async_shutdown([&](error_code e) { said = e; });
    until([&] { return said.has_value(); });
    EXPECT_FALSE(*said);
    EXPECT_EQ(read_one(*server), error_code(asio::error::eof));

    auto [rude, other] = shaken();
    rude->next_layer().close();
    EXPECT_EQ(read_one(*other), error_code(asio::ssl::error::stream_truncated));
}

TEST_F(tls_stream_test, a_peer_that_has_gone_is_an_error_and_no_signal) {
    auto [client, server] = shaken();
    server->next_layer().set_option(asio::socket_base::linger(true, 0));
    server->next_layer().close();
    error_code last;
    while (!last) {
        std::optional<error_code> out;
        client->async_write_some(asio::buffer("x", 1), [&](error_code e, std::size_t) { out = e; });
        until([&] { return out.has_value(); });
        last = *out;
    }
    EXPECT_TRUE(last == asio::error::connection_reset || last == asio::error::broken_pipe) << last.message();
}

TEST_F(tls_stream_test, what_is_cancelled_ends_and_the_stream_may_go_meanwhile) {
    auto [client, server] = shaken();
    std::optional<error_code> cancelled, destroyed;
    char octets[2];
    client->async_read_some(asio::buffer(octets, 1), [&](error_code e, std::size_t) { cancelled = e; });
    server->async_read_some(asio::buffer(octets + 1, 1), [&](error_code e, std::size_t) { destroyed = e; });
    client->next_layer().cancel();
    server.reset();
    until([&] { return cancelled && destroyed; });
    EXPECT_EQ(cancelled, error_code(asio::error::operation_aborted));
    EXPECT_EQ(destroyed, error_code(asio::error::operation_aborted));
}

TEST_F(tls_stream_test, nothing_to_read_or_write_is_done_at_once) {
    auto [client, server] = shaken();
    int done = 0;
    client->async_write_some(asio::const_buffer(), [&](error_code e, std::size_t n) { done += !e && n == 0; });
    client->async_read_some(asio::mutable_buffer(), [&](error_code e, std::size_t n) { done += !e && n == 0; });
    EXPECT_EQ(done, 0);
    until([&] { return done == 2; });
}

TEST_F(tls_stream_test, an_idle_one_costs_less_than_forty_kibibytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer's heap does not count itself";
#endif
    constexpr std::size_t pairs = 100;
    std::vector<std::pair<stream, stream>> all;
    all.push_back(shaken());  // whatever the library makes once
    char octets[64];
    const auto heap = [] {
        const auto now = ::mallinfo2();
        return now.uordblks + now.hblkhd;
    };
    const auto before = heap();
    for (std::size_t i = 0; i < pairs; ++i) {
        all.push_back(shaken());
        auto& [client, server] = all.back();
        int left = 2;
        asio::async_write(*client, asio::buffer(octets), [&](error_code, std::size_t) { --left; });
        asio::async_read(*server, asio::buffer(octets), [&](error_code, std::size_t) { --left; });
        until([&] { return left == 0; });
        for (auto* side : {client.get(), server.get()})
            side->async_read_some(asio::buffer(octets, 1), [](error_code, std::size_t) {});
    }
    while (io.poll() > 0) {
    }
    const auto each = (heap() - before) / (2 * pairs);
    RecordProperty("octets", static_cast<int>(each));
    EXPECT_LT(each, 40u * 1024);
    for (auto& [client, server] : all) client.reset(), server.reset();
    while (io.poll() > 0) {
    }
}

}  // namespace hermod::net
