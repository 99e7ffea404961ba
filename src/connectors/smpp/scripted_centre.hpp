// Test only: a message centre on loopback that does exactly what a test says, on the test's own io_context.
//
// `on_pdu` is called with every whole PDU; unless it returns true, binds, enquire_link and unbind are answered as they
// should be and everything else is left alone.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::connectors::smpp {

class scripted_centre {
public:
    using octet_string = std::vector<std::uint8_t>;
    using tcp = boost::asio::ip::tcp;
    using command_id = wire::smpp::command_id;
    using command_status = wire::smpp::command_status;

    struct line : std::enable_shared_from_this<line> {
        line(tcp::socket s, std::size_t n) : socket(std::move(s)), number(n), in(64 * 1024) {}
        void write(octet_string octets) { boost::asio::write(socket, boost::asio::buffer(octets)); }
        template <class Pdu>
        void write(std::uint32_t sequence, const Pdu& pdu, command_status status = command_status::esme_rok) {
            octet_string out;
            (void)wire::smpp::encode(out, sequence, pdu, status);
            write(std::move(out));
        }
        void head(command_id id, std::uint32_t sequence, command_status status = command_status::esme_rok) {
            octet_string out;
            wire::smpp::encode_header(out, id, status, sequence);
            write(std::move(out));
        }
        void close() { socket.close(); }

        tcp::socket socket;
        std::size_t number;  // of the connection, from 1
        octet_string in;
        std::size_t used = 0;
    };
    using handler = std::function<bool(line&, const wire::smpp::header&, wire::smpp::octets)>;

    explicit scripted_centre(boost::asio::io_context& io)
        : acceptor_(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
        accept();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    // Connects to who waits for outbind; what it writes is read as on any other line.
    line& call(std::uint16_t port) {
        tcp::socket socket(acceptor_.get_executor());
        socket.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
        lines.push_back(std::make_shared<line>(std::move(socket), lines.size() + 1));
        read(lines.back());
        return *lines.back();
    }

    handler on_pdu = [](line&, const wire::smpp::header&, wire::smpp::octets) { return false; };
    std::function<void(line&)> on_connect = [](line&) {};
    std::vector<std::shared_ptr<line>> lines;

private:
    void accept() {
        acceptor_.async_accept([this](const error_code& failed, tcp::socket socket) {
            if (failed) return;
            lines.push_back(std::make_shared<line>(std::move(socket), lines.size() + 1));
            on_connect(*lines.back());
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
        for (;;) {
            const auto cut = wire::smpp::read_frame(wire::smpp::octets(one.in.data() + done, one.used - done));
            if (cut.outcome != wire::smpp::framing::complete || !one.socket.is_open()) break;
            done += cut.frame.size();
            const auto head = wire::smpp::read_header(cut.frame);
            if (!on_pdu(one, head, cut.frame)) behave(one, head);
        }
        std::copy(one.in.begin() + static_cast<std::ptrdiff_t>(done), one.in.begin() + static_cast<std::ptrdiff_t>(one.used),
                  one.in.begin());
        one.used -= done;
    }
    static void behave(line& one, const wire::smpp::header& head) {
        const std::uint32_t sequence = head.sequence_number;
        if (head.id == command_id::bind_transceiver)
            one.write(sequence, wire::smpp::bind_transceiver_resp{"centre", {}});
        else if (head.id == command_id::bind_transmitter)
            one.write(sequence, wire::smpp::bind_transmitter_resp{"centre", {}});
        else if (head.id == command_id::bind_receiver)
            one.write(sequence, wire::smpp::bind_receiver_resp{"centre", {}});
        else if (head.id == command_id::enquire_link || head.id == command_id::unbind)
            one.head(response_of(head.id), sequence);
    }

    tcp::acceptor acceptor_;
};

}  // namespace hermod::connectors::smpp
