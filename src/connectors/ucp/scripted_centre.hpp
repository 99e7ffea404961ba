// Test only: a UCP message centre on loopback that does exactly what a test says, on the test's own io_context.
//
// `on_frame` is called with every whole frame that can be read; unless it returns true, 60 and 31 are answered as they should be
// and everything else is left alone.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "base/error.hpp"
#include "wire/ucp/decode.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/frame.hpp"

namespace hermod::connectors::ucp {

class scripted_centre {
public:
    using tcp = boost::asio::ip::tcp;
    using any_pdu = wire::ucp::any_pdu;

    struct line : std::enable_shared_from_this<line> {
        line(tcp::socket s, std::size_t n) : socket(std::move(s)), number(n), in(64 * 1024, '\0') {}
        void write(std::string_view octets) { boost::asio::write(socket, boost::asio::buffer(octets.data(), octets.size())); }
        void write(unsigned trn, const wire::ucp::pdu_variant& pdu) {
            std::string out;
            (void)wire::ucp::encode(out, trn, pdu);
            write(out);
        }
        void close() { socket.close(); }

        tcp::socket socket;
        std::size_t number;  // of the connection, from 1
        std::string in;
        std::size_t used = 0;
    };
    using handler = std::function<bool(line&, const any_pdu&)>;

    explicit scripted_centre(boost::asio::io_context& io)
        : acceptor_(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
        accept();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    handler on_frame = [](line&, const any_pdu&) { return false; };
    std::vector<std::shared_ptr<line>> lines;

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
        one->socket.async_read_some(boost::asio::buffer(one->in.data() + one->used, one->in.size() - one->used),
                                    [this, one](const error_code& failed, std::size_t count) {
                                        if (failed) return;
                                        one->used += count;
                                        take(*one);
                                        read(one);
                                    });
    }
    void take(line& one) {
        std::size_t done = 0;
        while (one.socket.is_open()) {
            const auto cut = wire::ucp::read_frame(std::string_view(one.in).substr(done, one.used - done));
            if (cut.outcome != wire::ucp::framing::complete) break;
            done += cut.consumed();
            const auto read = wire::ucp::decode(cut.frame);
            if (read && !on_frame(one, *read)) behave(one, *read);
        }
        one.in.replace(0, one.used - done, one.in.substr(done, one.used - done));
        one.used -= done;
    }
    static void behave(line& one, const any_pdu& read) {
        using wire::ucp::operation_type;
        if (read.head.is_result) return;
        if (read.head.ot == operation_type::session_management || read.head.ot == operation_type::alert)
            one.write(read.head.trn, wire::ucp::ack{.ot = read.head.ot});
    }

    tcp::acceptor acceptor_;
};

}  // namespace hermod::connectors::ucp
