// Test only: a bare client of the simulated UCP centre that waits for what it wants; nothing sleeps.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>

#include "net/clocks.hpp"
#include "simulate/ucp/smsc.hpp"
#include "wire/ucp/decode.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/frame.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::simulate::ucp {

using namespace wire::ucp;
using namespace std::chrono_literals;
namespace asio = boost::asio;

// One connection, read on the centre's own io_context.
struct client {
    client(asio::io_context& io, std::uint16_t port) : io(io), socket(io), in(64 * 1024, '\0') {
        socket.connect({asio::ip::address_v4::loopback(), port});
        read();
    }
    void read() {
        socket.async_read_some(asio::buffer(in), [this](const hermod::error_code& failed, std::size_t count) {
            if (failed) {
                closed = true;
                return;
            }
            rest.append(in, 0, count);
            for (;;) {
                const auto cut = read_frame(rest);
                if (cut.outcome != framing::complete) break;
                frames.emplace_back(cut.frame);
                rest.erase(0, cut.consumed());
            }
            read();
        });
    }
    void write(std::string_view octets) { asio::write(socket, asio::buffer(octets.data(), octets.size())); }
    void write(unsigned trn, const pdu_variant& pdu) {
        std::string out;
        ASSERT_TRUE(encode(out, trn, pdu));
        write(out);
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << "nothing more came";
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }
    // Waits for the next frame and takes it away; it stays readable until the one after.
    any_pdu next() {
        until([&] { return !frames.empty(); });
        if (frames.empty()) return {};
        last = frames.front();
        frames.erase(frames.begin());
        return *decode(last);
    }
    // "51 A 01 447700900123:...", "60 N 00 07", "53 O 00".
    std::string next_text() {
        const any_pdu read = next();
        std::string out(two_digits(static_cast<unsigned>(read.head.ot)));
        const auto* done = std::get_if<ack>(&read.pdu);
        const auto* refused = std::get_if<nak>(&read.pdu);
        out += done ? " A " : refused ? " N " : " O ";
        out += two_digits(read.head.trn);
        if (refused) out.append(" ").append(refused->ec);
        return out;
    }
    void log_in(std::string_view user = "us", std::string_view password = "secret") {
        write(0, session_management{.oadc = user, .styp = styp_open_session, .pwd = to_hex(password), .vers = vers_1});
    }

    asio::io_context& io;
    asio::ip::tcp::socket socket;
    std::string in, rest, last;
    std::vector<std::string> frames;
    bool closed = false;
};

inline submit_message hello(std::string_view adc = "447700900123") {
    return {.adc = adc, .oadc = "88222", .nrq = "1", .nt = "3", .mt = "3", .msg = "68656C6C6F"};
}

class simulated_ucp : public testing::Test {
protected:
    simulated_ucp() { how.port = 0; }
    client& start() {
        centre = std::make_unique<smsc>(io.get_executor(), how);
        EXPECT_TRUE(centre->start());
        return connect();
    }
    client& connect() { return *clients.emplace_back(std::make_unique<client>(io, centre->port())); }
    client& start_logged_in() {
        client& c = start();
        c.log_in();
        EXPECT_EQ(c.next_text(), "60 A 00");
        return c;
    }

    asio::io_context io{1};
    options how;
    std::unique_ptr<smsc> centre;
    std::vector<std::unique_ptr<client>> clients;
};

}  // namespace hermod::simulate::ucp
