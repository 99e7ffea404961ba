// Test only: a bare client of the simulated centre that waits for what it wants; nothing sleeps.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>

#include "net/clocks.hpp"
#include "simulate/smsc/smsc.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::simulate {

using namespace wire::smpp;
using namespace std::chrono_literals;
namespace asio = boost::asio;

// One connection, read on the centre's own io_context.
struct client {
    client(asio::io_context& io, std::uint16_t port) : io(io), socket(io), in(64 * 1024) {
        socket.connect({asio::ip::address_v4::loopback(), port});
        read();
    }
    void read() {
        socket.async_read_some(asio::buffer(in.data() + used, in.size() - used), [this](const error_code& failed,
                                                                                        std::size_t count) {
            if (failed) {
                closed = true;
                return;
            }
            used += count;
            std::size_t done = 0;
            for (;;) {
                const auto cut = read_frame(octets(in.data() + done, used - done));
                if (cut.outcome != framing::complete) break;
                done += cut.frame.size();
                frames.emplace_back(cut.frame.begin(), cut.frame.end());
            }
            std::copy(in.begin() + static_cast<std::ptrdiff_t>(done), in.begin() + static_cast<std::ptrdiff_t>(used), in.begin());
            used -= done;
            read();
        });
    }
    template <class Pdu>
    void write(std::uint32_t sequence, const Pdu& pdu, command_status status = command_status::esme_rok) {
        std::vector<std::uint8_t> out;
        ASSERT_TRUE(encode(out, sequence, pdu, status));
        asio::write(socket, asio::buffer(out));
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << "nothing more came";
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }
    // Waits for the next PDU and takes it away.
    std::vector<std::uint8_t> next() {
        until([&] { return !frames.empty(); });
        if (frames.empty()) return std::vector<std::uint8_t>(16);
        auto out = frames.front();
        frames.erase(frames.begin());
        return out;
    }
    header next_header() { return read_header(next()); }
    void bind() {
        write(1, bind_transceiver{"us", "secret"});
        EXPECT_EQ(next_header().status, command_status::esme_rok);
    }

    asio::io_context& io;
    asio::ip::tcp::socket socket;
    std::vector<std::uint8_t> in;
    std::size_t used = 0;
    std::vector<std::vector<std::uint8_t>> frames;
    bool closed = false;
};

inline submit_sm asking_for_receipt(std::string_view to = "447700900123") {
    static const std::string text = "hello";
    submit_sm pdu;
    pdu.source_addr = "88222";
    pdu.destination_addr = to;
    pdu.registered_delivery = 1;
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    return pdu;
}

class simulated_centre : public testing::Test {
protected:
    simulated_centre() {
        options.port = 0;
        options.first_id = 255;
    }
    client& start() {
        centre = std::make_unique<smsc>(io.get_executor(), options);
        EXPECT_TRUE(centre->start());
        return connect();
    }
    client& connect() { return *clients.emplace_back(std::make_unique<client>(io, centre->port())); }
    client& start_bound() {
        client& c = start();
        c.bind();
        return c;
    }

    asio::io_context io{1};
    smsc_options options;
    std::unique_ptr<smsc> centre;
    std::vector<std::unique_ptr<client>> clients;
};

}  // namespace hermod::simulate
