// Test only: a bare client of a simulated provider, and a gateway that takes what the provider brings; nothing sleeps.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <functional>

#include "net/clocks.hpp"
#include "net/http_server.hpp"
#include "simulate/provider/simulated.hpp"

namespace hermod::simulate::provider {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// One connection, read on the provider's own io_context.
struct client {
    struct answer {
        int status = 0;
        std::string head, body;
    };

    client(asio::io_context& io, std::uint16_t port) : io(io), socket(io), in(64 * 1024, '\0') {
        socket.connect({asio::ip::address_v4::loopback(), port});
        read();
    }
    void read() {
        socket.async_read_some(asio::buffer(in), [this](const hermod::error_code& failed, std::size_t count) {
            rest.append(in, 0, count);
            closed = closed || failed;
            if (!failed) read();
        });
    }
    void write(std::string_view octets) { asio::write(socket, asio::buffer(octets.data(), octets.size())); }
    void post(std::string_view body, std::string_view headers = {}, std::string_view path = "/messages") {
        write("POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
              "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
    }
    void get(std::string_view target) { write("GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n"); }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << "nothing more came";
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }
    bool whole(answer& out) const {
        const auto end = rest.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        out.head = rest.substr(0, end + 2);
        std::from_chars(out.head.data() + 9, out.head.data() + 12, out.status);
        const auto at = out.head.find("Content-Length: ");
        const auto length = at == std::string::npos ? 0 : std::stoul(out.head.substr(at + 16));
        if (rest.size() < end + 4 + length) return false;
        out.body = rest.substr(end + 4, length);
        return true;
    }
    // Waits for the next answer and takes it away.
    answer next() {
        answer out;
        until([&] { return whole(out); });
        rest.erase(0, out.head.size() + 2 + out.body.size());
        return out;
    }
    // "200 ID: 1".
    std::string next_text() {
        const answer got = next();
        return std::to_string(got.status) + ' ' + got.body;
    }

    asio::io_context& io;
    asio::ip::tcp::socket socket;
    std::string in, rest;
    bool closed = false;
};

// What the provider calls: keeps each request as "POST /r?a=b {...}".
struct called final : net::http_handler {
    std::optional<net::http_response> try_handle(const net::http_request& request) override {
        std::string text(request.method);
        text.append(" ").append(request.path);
        if (!request.query.empty()) text.append("?").append(request.query);
        if (!request.body.empty()) text.append(" ").append(request.body);
        requests.push_back(std::move(text));
        if (refusals > 0) return --refusals, net::http_response(status);
        return net::http_response(200);
    }
    asio::awaitable<net::http_response> handle(const net::http_request&) override { co_return net::http_response(500); }
    std::vector<std::string> requests;
    int refusals = 0, status = 503;
};

// What is simulated is the test's to construct: start(make_unique<...>(io.get_executor(), how)).
class provider_stage : public testing::Test {
protected:
    provider_stage() {
        net::http_server_options to;
        to.listen = {{asio::ip::address_v4::loopback(), 0}};
        gateway = std::make_unique<net::http_server>(std::vector<asio::io_context*>{&io}, heard, to);
        EXPECT_TRUE(gateway->start());
        base = "http://127.0.0.1:" + std::to_string(gateway->endpoints().front().port());
    }
    client& start(std::unique_ptr<simulated> one) {
        provider = std::move(one);
        EXPECT_EQ(provider->start(), "");
        return connect();
    }
    client& connect() { return *clients.emplace_back(std::make_unique<client>(io, provider->port())); }

    asio::io_context io{1};
    called heard;
    std::unique_ptr<net::http_server> gateway;
    std::string base;  // its URL
    std::unique_ptr<simulated> provider;
    std::vector<std::unique_ptr<client>> clients;
};

}  // namespace hermod::simulate::provider
