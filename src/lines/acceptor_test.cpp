#include "lines/acceptor.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace hermod::lines {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class kept_port : public testing::Test {
protected:
    kept_port() {
        held.bind({asio::ip::address_v4::loopback(), 0});
        held.set_option(tcp::acceptor::reuse_address(true));
        number = held.local_endpoint().port();
    }
    result<acceptor_ptr> listen(std::uint32_t who = 1) {
        return kept.listen(io.get_executor(), connector_id{who}, "127.0.0.1", number);
    }
    bool call() {
        tcp::socket socket(io);
        error_code failed;
        socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), number), failed);
        return !failed;
    }
    void wait_at(acceptor& at) {
        at.socket().async_accept([this](const error_code& failed, const tcp::socket&) { heard.push_back(failed); });
    }
    void turn() {
        io.restart();
        io.poll();
    }

    asio::io_context io{1};
    tcp::acceptor held{io, tcp::v4()};  // a free port stays ours, who listens there gets it all the same
    kept_ports kept;
    std::uint16_t number = 0;
    std::vector<error_code> heard;  // by who has waited
};

TEST_F(kept_port, is_one_connectors) {
    const auto mine = listen(1);
    ASSERT_TRUE(mine);
    EXPECT_EQ(listen(2).error(), boost::system::errc::address_in_use);
    EXPECT_TRUE(listen(1));
    EXPECT_EQ(lines::listen(io.get_executor(), "127.0.0.1", number).error(), boost::system::errc::address_in_use);
    (*mine)->close();
    EXPECT_TRUE(listen(2)) << "nobody has it any more";
}

TEST_F(kept_port, serves_the_one_that_waits_when_another_was_made_in_vain) {
    const auto old = *listen();
    wait_at(*old);
    EXPECT_TRUE(listen());
    turn();
    EXPECT_TRUE(heard.empty());
    EXPECT_TRUE(call());
    turn();
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_FALSE(heard[0]);
}

TEST_F(kept_port, goes_over_without_refusing_anybody) {
    const auto old = *listen();
    wait_at(*old);
    const auto next = *listen();
    old->close();
    turn();
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0], asio::error::operation_aborted);
    EXPECT_TRUE(call()) << "nobody waits yet";
    wait_at(*next);
    turn();
    ASSERT_EQ(heard.size(), 2u);
    EXPECT_FALSE(heard[1]);
    next->close();
    EXPECT_FALSE(call());
}

TEST_F(kept_port, is_closed_by_the_last_that_has_a_share) {
    auto old = *listen();
    auto next = *listen();
    old->close();
    EXPECT_TRUE(call());
    next.reset();  // never waited; `old` is still somebody's
    EXPECT_FALSE(call());
    const auto anew = listen();
    ASSERT_TRUE(anew);
    EXPECT_TRUE(call());
    old->close();
    EXPECT_TRUE(call()) << "once is enough";
}

TEST_F(kept_port, is_known_by_its_address) {
    const auto here = listen();
    EXPECT_TRUE(here);
    EXPECT_TRUE(kept.listen(io.get_executor(), connector_id{1}, "127.0.0.2", number));
    EXPECT_TRUE(kept.listen(io.get_executor(), connector_id{1}, "no address", number).has_error());
}

}  // namespace
}  // namespace hermod::lines
