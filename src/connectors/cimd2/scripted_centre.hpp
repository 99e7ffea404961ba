// Test only: a CIMD2 message centre on loopback that does exactly what a test says, on the test's own io_context.
//
// `on_packet` is called with every whole packet as text, without STX, checksum and ETX, with | for TAB; unless it returns true,
// 01, 02 and 40 are answered as they should be and everything else is left alone.
#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "wire/cimd2/frame.hpp"
#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::connectors::cimd2 {

class scripted_centre {
public:
    using tcp = boost::asio::ip::tcp;

    struct line : std::enable_shared_from_this<line> {
        line(tcp::socket s, std::size_t n) : socket(std::move(s)), number(n), chunk(64 * 1024, '\0') {}
        void write_octets(std::string_view octets) { boost::asio::write(socket, boost::asio::buffer(octets.data(), octets.size())); }
        // A packet as text, without checksum.
        void write(std::string_view packet) { write_octets(wire::cimd2::golden::octets_of("^" + std::string(packet) + "~")); }
        void close() { socket.close(); }

        tcp::socket socket;
        std::size_t number;  // of the connection, from 1
        std::string chunk, in;
    };
    using handler = std::function<bool(line&, const std::string& packet)>;

    explicit scripted_centre(boost::asio::io_context& io)
        : acceptor_(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
        accept();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    handler on_packet = [](line&, const std::string&) { return false; };
    std::vector<std::shared_ptr<line>> lines;

    static std::string number_of(const std::string& packet) { return packet.substr(3, 3); }
    static bool is(const std::string& packet, std::string_view operation) { return packet.starts_with(std::string(operation) + ':'); }

private:
    void accept() {
        acceptor_.async_accept([this](const error_code& failed, tcp::socket socket) {
            if (failed) return;
            lines.push_back(std::make_shared<line>(std::move(socket), lines.size() + 1));
            read(lines.back());
            accept();
        });
    }
    void read(const std::shared_ptr<line>& one) {
        if (!one->socket.is_open()) return;
        one->socket.async_read_some(boost::asio::buffer(one->chunk), [this, one](const error_code& failed, std::size_t count) {
            if (failed) return;
            one->in.append(one->chunk, 0, count);
            take(*one);
            read(one);
        });
    }
    void take(line& one) {
        while (one.socket.is_open()) {
            const auto cut = wire::cimd2::read_frame(one.in);
            if (cut.outcome != wire::cimd2::framing::complete) return;
            std::string packet(cut.frame.substr(1, cut.frame.rfind(wire::cimd2::tab)));
            std::replace(packet.begin(), packet.end(), wire::cimd2::tab, '|');
            one.in.erase(0, cut.used);
            if (!on_packet(one, packet)) behave(one, packet);
        }
    }
    static void behave(line& one, const std::string& packet) {
        if (is(packet, "01")) one.write("51:" + number_of(packet) + "|");
        if (is(packet, "02")) one.write("52:" + number_of(packet) + "|");
        if (is(packet, "40")) one.write("90:" + number_of(packet) + "|");
    }

    tcp::acceptor acceptor_;
};

}  // namespace hermod::connectors::cimd2
