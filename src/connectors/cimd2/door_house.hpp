// Test only: the door against real sockets on loopback, with two io_contexts and their threads, the ports of doors/kept.hpp, and
// clients that write and read packets as text: without STX, checksum and ETX, with | for TAB.
#pragma once

#include "connectors/cimd2/door.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>

#include "doors/kept.hpp"
#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::connectors::cimd2::in_the_house {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using namespace doors::in_the_house;

// A blocking client; every read gives up after ten seconds.
class client {
public:
    explicit client(const tcp::endpoint& where) : socket_(context_) {
        socket_.connect(where);
        const timeval limit{10, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    void send(std::string_view packet) {
        asio::write(socket_, asio::buffer(wire::cimd2::golden::octets_of("^" + std::string(packet) + "~")));
    }
    // The next packet; empty when the connection has ended.
    std::string read() {
        for (;;) {
            const auto cut = wire::cimd2::read_frame(rest_);
            if (cut.outcome == wire::cimd2::framing::complete) {
                std::string text(cut.frame.substr(1, cut.frame.rfind(wire::cimd2::tab)));
                std::replace(text.begin(), text.end(), wire::cimd2::tab, '|');
                rest_.erase(0, cut.used);
                return text;
            }
            char more[4096];
            error_code failed;
            const std::size_t count = socket_.read_some(asio::buffer(more), failed);
            if (failed) return {};
            rest_.append(more, count);
        }
    }
    std::string ask(std::string_view packet) {
        send(packet);
        return read();
    }
    std::string log_in(std::string_view password = "secret", std::string_view more = "019:10|") {
        return ask("01:001|010:shop|011:" + std::string(password) + "|" + std::string(more));
    }
    bool ended() { return read().empty(); }
    void hang_up() { socket_.close(); }

private:
    asio::io_context context_;
    tcp::socket socket_;
    std::string rest_;
};

class house {
public:
    explicit house(std::function<void(door_options&, door_account&)> settle = {}) {
        door_options options;
        options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        door_account shop;
        shop.id = account_id{7};
        shop.name = "shop";
        shop.login = "shop";
        shop.password = "secret";
        if (settle) settle(options, shop);
        auto known = std::make_shared<doors::accounts>();
        known->emplace("shop", std::make_shared<const door_account>(std::move(shop)));
        made =
            std::make_unique<door>(home, std::vector<asio::io_context*>{&context}, std::move(options), std::move(known),
                                   doors::parts{in, asked, listeners, [] { return 42u; }},
                                   [](const std::string& hash, std::string password, std::function<void(doors::verified)> done) {
                                       done(!hash.empty() && hash == password ? doors::verified::good : doors::verified::wrong);
                                   });
        EXPECT_TRUE(made->plain().start());
        where = made->plain().endpoints().front();
        thread = std::thread([this] { context.run(); });
        home_thread = std::thread([this] { home.run(); });
    }
    ~house() {
        std::promise<void> ended;
        made->plain().stop(2s, [&] { ended.set_value(); });
        EXPECT_EQ(ended.get_future().wait_for(10s), std::future_status::ready);
        work.reset();
        home_work.reset();
        home.stop();
        context.stop();
        thread.join();
        home_thread.join();
        made.reset();
    }
    // What the audience has for whoever hears first.
    void tell(telling what) {
        std::shared_ptr<listener> to;
        ASSERT_TRUE(listeners.wait([&] { return !listeners.listeners.empty(); }));
        to = listeners.first();
        to->tell({std::move(what)});
    }
    std::vector<told> hears(std::size_t count) {
        EXPECT_TRUE(listeners.wait([&] { return listeners.heard.size() >= count; }));
        const std::lock_guard lock(listeners.mutex);
        return listeners.heard;
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

}  // namespace hermod::connectors::cimd2::in_the_house
