// Test only: the door against real sockets on loopback, with one io_context and its thread, the ports of doors/kept.hpp, and
// clients that write and read PDUs.
#pragma once

#include "connectors/smpp/door.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>

#include "doors/kept.hpp"
#include "wire/smpp/receipt.hpp"

namespace hermod::connectors::smpp::in_the_house {
namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using namespace wire::smpp;
using namespace doors::in_the_house;
using octet_string = std::vector<std::uint8_t>;

// A blocking client; every read gives up after ten seconds.
class client {
public:
    explicit client(const tcp::endpoint& where) : socket_(context_) {
        socket_.connect(where);
        const timeval limit{10, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    explicit client(tcp::socket taken) : socket_(std::move(taken)) {
        const timeval limit{10, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    void write(const octet_string& octets) { asio::write(socket_, asio::buffer(octets)); }
    template <class Pdu>
    void send(std::uint32_t sequence, const Pdu& pdu, command_status status = command_status::esme_rok) {
        octet_string out;
        ASSERT_TRUE(encode(out, sequence, pdu, status));
        write(out);
    }
    // The next PDU; empty when the connection has ended.
    octets read() {
        octet_string head(header_length);
        error_code failed;
        asio::read(socket_, asio::buffer(head), failed);
        if (failed) return {};
        frame_.assign(load_u32(head.data()), 0);
        std::copy(head.begin(), head.end(), frame_.begin());
        asio::read(socket_, asio::buffer(frame_.data() + header_length, frame_.size() - header_length), failed);
        return frame_;
    }
    header answer() {
        const octets frame = read();
        return frame.empty() ? header{} : read_header(frame);
    }
    command_status bind(std::string_view name = "shop", std::string_view password = "secret") {
        bind_transceiver pdu;
        pdu.system_id = name;
        pdu.password = password;
        send(1, pdu);
        return answer().status;
    }
    bool ended() { return read().empty(); }
    void hang_up() { socket_.close(); }
    void end_of_output() { socket_.shutdown(tcp::socket::shutdown_send); }
    void reset() {
        socket_.set_option(asio::socket_base::linger(true, 0));
        socket_.close();
    }

private:
    asio::io_context context_;
    tcp::socket socket_;
    octet_string frame_;
};

inline submit_sm text_to(std::string_view to, std::uint8_t registered = 0) {
    submit_sm pdu;
    static const std::string hello = "Hello";
    pdu.source_addr = "88222";
    pdu.dest_addr_ton = ton::international;
    pdu.destination_addr = to;
    pdu.registered_delivery = registered;
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(hello.data()), hello.size()};
    return pdu;
}

class house {
public:
    explicit house(std::function<void(door_options&, door_account&)> settle = {}, bool two_threads = false) {
        door_options options;
        options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        door_account shop;
        shop.id = account_id{7};
        shop.name = "shop";
        shop.password = "secret";
        if (settle) settle(options, shop);
        auto known = std::make_shared<doors::accounts>();
        known->emplace("shop", std::make_shared<const door_account>(std::move(shop)));
        std::vector<asio::io_context*> contexts{&context};
        if (two_threads) contexts.push_back(&other);
        made = std::make_unique<door>(
            home, contexts, std::move(options), std::move(known),
            door_parts{
                {in, asked, listeners, [] { return 42u; }},
                [this](connector_id by, broadcast what, broadcast_heard then) { relay(by, std::move(what), std::move(then)); }},
            [this](const std::string& hash, std::string password, std::function<void(doors::verified)> done) {
                ++verifications;
                done(!hash.empty() && hash == password ? doors::verified::good : doors::verified::wrong);
            });
        EXPECT_TRUE(made->start());
        where = made->endpoints().front();
        thread = std::thread([this] { context.run(); });
        other_thread = std::thread([this] { other.run(); });
        home_thread = std::thread([this] { home.run(); });
    }
    ~house() {
        std::promise<void> ended;
        made->stop(2s, [&] { ended.set_value(); });
        EXPECT_EQ(ended.get_future().wait_for(10s), std::future_status::ready);
        work.reset();
        other_work.reset();
        home_work.reset();
        home.stop();
        context.stop();
        other.stop();
        thread.join();
        other_thread.join();
        home_thread.join();
        made.reset();
    }

    asio::io_context home{1}, context{1}, other{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    asio::executor_work_guard<asio::io_context::executor_type> other_work = asio::make_work_guard(other);
    asio::executor_work_guard<asio::io_context::executor_type> home_work = asio::make_work_guard(home);
    kept_inbox in;
    kept_enquiries asked{in};
    kept_audience listeners;
    broadcast_relay relay = [](connector_id, const broadcast&, const broadcast_heard& then) { then({}); };  // nobody is bound
    std::atomic<int> verifications{0};
    std::unique_ptr<door> made;
    tcp::endpoint where;
    std::thread thread, other_thread, home_thread;
};

}  // namespace hermod::connectors::smpp::in_the_house
