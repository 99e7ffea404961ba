// Test only: a bare client of the simulated centre that waits for what it wants; nothing sleeps. Packets stand without STX,
// checksum and ETX, with | for TAB.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <functional>

#include "net/clocks.hpp"
#include "simulate/cimd2/smsc.hpp"
#include "wire/cimd2/packet.hpp"

namespace hermod::simulate::cimd2 {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace wire_cimd2 = wire::cimd2;

// One connection, read on the centre's own io_context.
struct client {
    client(asio::io_context& io, std::uint16_t port) : io(io), socket(io), chunk(64 * 1024, '\0') {
        socket.connect({asio::ip::address_v4::loopback(), port});
        read();
    }
    void read() {
        socket.async_read_some(asio::buffer(chunk), [this](const error_code& failed, std::size_t count) {
            if (failed) {
                closed = true;
                return;
            }
            in.append(chunk, 0, count);
            for (auto cut = wire_cimd2::read_frame(in); cut.outcome == wire_cimd2::framing::complete; cut = wire_cimd2::read_frame(in)) {
                std::string text(cut.frame.substr(1, cut.frame.rfind(wire_cimd2::tab)));
                has_checksum = wire_cimd2::read_packet(cut.frame).value().has_checksum;
                std::replace(text.begin(), text.end(), wire_cimd2::tab, '|');
                packets.push_back(std::move(text));
                in.erase(0, cut.used);
            }
            read();
        });
    }
    void write(std::string text) {
        std::replace(text.begin(), text.end(), '|', wire_cimd2::tab);
        asio::write(socket, asio::buffer(wire_cimd2::stx + text + wire_cimd2::etx));
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << "nothing more came";
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }
    // Waits for the next packet and takes it away.
    std::string next() {
        until([&] { return !packets.empty(); });
        if (packets.empty()) return "";
        std::string out = packets.front();
        packets.pop_front();
        return out;
    }
    // The value of a parameter of such a packet.
    static std::string value(const std::string& packet, const std::string& id) {
        const auto at = packet.find('|' + id + ':');
        if (at == std::string::npos) return "";
        const auto begin = at + id.size() + 2;
        return packet.substr(begin, packet.find('|', begin) - begin);
    }
    void log_in() {
        write("01:001|010:us|011:secret|");
        EXPECT_EQ(next(), "51:001|");
    }

    asio::io_context& io;
    asio::ip::tcp::socket socket;
    std::string chunk, in;
    std::deque<std::string> packets;
    bool closed = false, has_checksum = false;
};

class simulated_cimd2 : public testing::Test {
protected:
    simulated_cimd2() { how.port = 0; }
    client& start() {
        centre = std::make_unique<smsc>(io.get_executor(), how);
        EXPECT_TRUE(centre->start());
        return connect();
    }
    client& connect() { return *clients.emplace_back(std::make_unique<client>(io, centre->port())); }
    client& start_logged_in() {
        client& c = start();
        c.log_in();
        return c;
    }

    asio::io_context io{1};
    options how;
    std::unique_ptr<smsc> centre;
    std::vector<std::unique_ptr<client>> clients;
};

}  // namespace hermod::simulate::cimd2
