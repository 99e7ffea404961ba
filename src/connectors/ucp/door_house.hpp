// Test only: the door against real sockets on loopback, with one io_context and its thread, the ports of doors/kept.hpp, and
// clients that write and read frames.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>

#include "connectors/ucp/door.hpp"
#include "connectors/ucp/door_stage.hpp"
#include "doors/kept.hpp"

namespace hermod::connectors::ucp::in_the_house {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using namespace doors::in_the_house;
using namespace on_stage;

// A blocking client; every read gives up after ten seconds.
class client {
public:
    explicit client(const tcp::endpoint& where) : socket_(context_) {
        socket_.connect(where);
        const timeval limit{10, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    void write(std::string_view octets) { asio::write(socket_, asio::buffer(octets)); }
    void send(unsigned trn, const pdu_variant& pdu) { write(frame_of(trn, pdu)); }
    // The next frame; empty when the connection has ended.
    std::string read() {
        for (;;) {
            const auto cut = read_frame(rest_);
            if (cut.outcome == framing::complete) {
                frame_ = cut.frame;
                rest_.erase(0, cut.consumed());
                return frame_;
            }
            char more[4096];
            error_code failed;
            const std::size_t count = socket_.read_some(asio::buffer(more), failed);
            if (failed) return {};
            rest_.append(more, count);
        }
    }
    // As door_stage.hpp says it: "51 A 01 447700900123:251126223000".
    std::string line() {
        const std::string frame = read();
        return frame.empty() ? "ended" : line_of(frame);
    }
    template <class Pdu>
    Pdu pdu() {
        const auto read = decode(frame_);
        return std::get<Pdu>(read->pdu);
    }
    std::string log_in(std::string_view user = "shop") {
        write(login_frame(0, user));
        return line();
    }
    void end_of_output() { socket_.shutdown(tcp::socket::shutdown_send); }
    void hang_up() { socket_.close(); }

private:
    using error_code = boost::system::error_code;
    asio::io_context context_;
    tcp::socket socket_;
    std::string rest_, frame_;
};

class house {
public:
    explicit house(std::function<void(door_options&, door_account&)> settle = {}) {
        door_options options;
        options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        options.clock.utc_offset = 60min;
        door_account shop;
        shop.id = account_id{7};
        shop.name = shop.login = "shop";
        shop.password = "secret";
        if (settle) settle(options, shop);
        auto known = std::make_shared<doors::accounts>();
        known->emplace("shop", std::make_shared<const door_account>(std::move(shop)));
        made = std::make_unique<door>(
            home, std::vector<asio::io_context*>{&context}, std::move(options), std::move(known),
            doors::parts{in, asked, listeners, [] { return 0u; }},
            [](const std::string& stored, const std::string& password, const std::function<void(doors::verified)>& done) {
                done(!stored.empty() && stored == password ? doors::verified::good : doors::verified::wrong);
            });
        EXPECT_TRUE(made->start());
        where = made->endpoints().front();
        thread = std::thread([this] { context.run(); });
        home_thread = std::thread([this] { home.run(); });
    }
    ~house() {
        std::promise<void> ended;
        made->stop(2s, [&] { ended.set_value(); });
        EXPECT_EQ(ended.get_future().wait_for(10s), std::future_status::ready);
        home.stop();
        context.stop();
        thread.join();
        home_thread.join();
        made.reset();
    }

    asio::io_context home{1}, context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    asio::executor_work_guard<asio::io_context::executor_type> home_work = asio::make_work_guard(home);
    kept_inbox in;
    kept_enquiries asked{in};
    kept_audience listeners;
    std::unique_ptr<door> made;
    tcp::endpoint where;
    std::thread thread, home_thread;
};

}  // namespace hermod::connectors::ucp::in_the_house
