#include "net/address_guard.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace hermod::net {
namespace {

namespace asio = boost::asio;

template <class T>
T run(asio::io_context& context, asio::awaitable<T> task) {
    auto future = asio::co_spawn(context, std::move(task), asio::use_future);
    context.restart();
    context.run();
    return future.get();
}

error_code verdict_of(const char* text, const address_guard& guard) {
    const auto url = parse_http_url(text);
    if (!url) return url.error();
    asio::io_context context;
    const auto target = run(context, guard.resolve(*url, std::chrono::seconds(10)));
    return target ? error_code{} : target.error();
}

struct url_case {
    const char* url;
    error_code expected;
};

const error_code good{};

const std::vector<url_case>& table() {
    static const std::vector<url_case> cases{
        {"http://93.184.216.34/hook", good},
        {"https://93.184.216.34:8443/hook?a=b", good},
        {"http://[2606:2800:220:1:248:1893:25c8:1946]/", good},
        {"http://[::ffff:93.184.216.34]/", good},
        {"HTTP://93.184.216.34", good},
        {"http://8.8.8.8:65535/", good},
        {"ftp://93.184.216.34/", errc::scheme_refused},
        {"file:///etc/passwd", errc::scheme_refused},
        {"gopher://93.184.216.34/", errc::scheme_refused},
        {"javascript:alert(1)", errc::scheme_refused},
        {"ws://93.184.216.34/", errc::scheme_refused},
        {"//93.184.216.34/", errc::bad_url},
        {"93.184.216.34", errc::bad_url},
        {"", errc::bad_url},
        {"http:/93.184.216.34/", errc::bad_url},
        {"http:93.184.216.34/", errc::bad_url},
        {"http://93.184.216.34/a b", errc::bad_url},
        {"http://93.184.216.34/\r\nX: y", errc::bad_url},
        {"http://93.184.216.34\\@127.0.0.1/", errc::bad_url},
        {"http:///x", errc::host_refused},
        {"http://user@93.184.216.34/", errc::userinfo_refused},
        {"http://user:pass@93.184.216.34/", errc::userinfo_refused},
        {"http://93.184.216.34@127.0.0.1/", errc::userinfo_refused},
        {"http://@93.184.216.34/", errc::userinfo_refused},
        {"http://93.184.216.34/#a", errc::fragment_refused},
        {"http://93.184.216.34:0/", errc::port_refused},
        {"http://93.184.216.34:65536/", errc::port_refused},
        {"http://93.184.216.34:99999999999999999999/", errc::port_refused},
        {"http://2130706433/", errc::host_refused},
        {"http://0x7f000001/", errc::host_refused},
        {"http://0x7f.0.0.1/", errc::host_refused},
        {"http://0177.0.0.1/", errc::host_refused},
        {"http://017700000001/", errc::host_refused},
        {"http://127.1/", errc::host_refused},
        {"http://127.0.1/", errc::host_refused},
        {"http://127.0.0.1./", errc::host_refused},
        {"http://1.2.3.4.5/", errc::host_refused},
        {"http://256.1.1.1/", errc::host_refused},
        {"http://a.0x1/", errc::host_refused},
        {"http://127%2e0.0.1/", errc::host_refused},
        {"http://%31%32%37.0.0.1/", errc::host_refused},
        {"http://a..b/", errc::host_refused},
        {"http://a!b/", errc::host_refused},
        {"http://./", errc::host_refused},
        {"http://93.184.216.34.example.com/", errc::host_refused},
        {"http://[fe80::1%25eth0]/", errc::bad_url},
        {"http://[v1.a]/", errc::host_refused},
        {"http://0.0.0.0/", errc::address_refused},
        {"http://0.1.2.3/", errc::address_refused},
        {"http://10.0.0.1/", errc::address_refused},
        {"http://100.64.0.1/", errc::address_refused},
        {"http://100.127.255.255/", errc::address_refused},
        {"http://127.0.0.1/", errc::address_refused},
        {"http://127.255.255.254:8080/", errc::address_refused},
        {"http://169.254.169.254/latest/meta-data/", errc::address_refused},
        {"http://172.16.0.1/", errc::address_refused},
        {"http://172.31.255.255/", errc::address_refused},
        {"http://192.168.1.1/", errc::address_refused},
        {"http://192.0.0.8/", errc::address_refused},
        {"http://198.18.0.1/", errc::address_refused},
        {"http://224.0.0.1/", errc::address_refused},
        {"http://255.255.255.255/", errc::address_refused},
        {"http://[::]/", errc::address_refused},
        {"http://[::1]/", errc::address_refused},
        {"http://[0:0:0:0:0:0:0:1]/", errc::address_refused},
        {"http://[::127.0.0.1]/", errc::address_refused},
        {"http://[::ffff:127.0.0.1]/", errc::address_refused},
        {"http://[::ffff:7f00:1]/", errc::address_refused},
        {"http://[::ffff:a00:1]/", errc::address_refused},
        {"http://[64:ff9b::7f00:1]/", errc::address_refused},
        {"http://[64:ff9b::808:808]/", errc::address_refused},
        {"http://[2002:7f00:1::]/", errc::address_refused},
        {"http://[2001:db8::1]/", errc::address_refused},
        {"http://[fc00::1]/", errc::address_refused},
        {"http://[fd12:3456::1]/", errc::address_refused},
        {"http://[fe80::1]/", errc::address_refused},
        {"http://[febf::1]/", errc::address_refused},
        {"http://[ff02::1]/", errc::address_refused},
        {"http://localhost/", errc::address_refused},
        {"http://LOCALHOST:8080/x", errc::address_refused},
    };
    return cases;
}

TEST(address_guard, judges_every_url_of_the_table) {
    const address_guard guard;
    for (const auto& one : table()) {
        EXPECT_EQ(verdict_of(one.url, guard).message(), one.expected.message()) << one.url;
    }
    EXPECT_GE(table().size(), 75u);
}

TEST(address_guard, lets_the_neighbours_of_refused_ranges_pass) {
    const address_guard guard;
    for (const auto* text : {"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
                             "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
                             "198.17.255.255", "198.20.0.0", "223.255.255.255", "2a00::1", "2400::1", "64:ff9c::1"}) {
        EXPECT_TRUE(guard.allows(asio::ip::make_address(text))) << text;
    }
}

TEST(address_guard, lets_pass_what_the_administrator_allows_and_nothing_beside_it) {
    const address_guard guard({network::parse("127.0.0.0/8").value(), network::parse("fd00::/120").value()});
    EXPECT_EQ(verdict_of("http://127.0.0.1:8080/", guard), good);
    EXPECT_EQ(verdict_of("http://[::ffff:127.0.0.1]/", guard), good);
    EXPECT_EQ(verdict_of("http://localhost/", guard), good);
    EXPECT_EQ(verdict_of("http://[fd00::ff]/", guard), good);
    EXPECT_EQ(verdict_of("http://[fd00::100]/", guard), make_error_code(errc::address_refused));
    EXPECT_EQ(verdict_of("http://10.0.0.1/", guard), make_error_code(errc::address_refused));
    EXPECT_EQ(verdict_of("http://2130706433/", guard), make_error_code(errc::host_refused));
}

TEST(address_guard, hands_over_only_the_addresses_that_passed) {
    asio::io_context context;
    const address_guard only_v4({network::parse("127.0.0.1").value()});
    const auto target = run(context, only_v4.resolve(parse_http_url("http://localhost:99/").value(), std::chrono::seconds(10)));
    ASSERT_TRUE(target) << target.error();
    for (const auto& one : target->addresses) {
        EXPECT_EQ(one.address().to_string(), "127.0.0.1");
        EXPECT_EQ(one.port(), 99);
    }
}

TEST(address_guard, says_that_a_name_does_not_exist) {
    EXPECT_EQ(verdict_of("http://no-such-name.invalid/", address_guard{}), make_error_code(errc::not_resolved));
}

TEST(http_url, is_taken_apart) {
    const auto url = parse_http_url("https://Example.COM:8443/a/b?c=d").value();
    EXPECT_TRUE(url.tls);
    EXPECT_EQ(url.host, "example.com");
    EXPECT_EQ(url.port, 8443);
    EXPECT_EQ(url.authority, "example.com:8443");
    EXPECT_EQ(url.target, "/a/b?c=d");
    const auto bare = parse_http_url("http://[2606::1]?q").value();
    EXPECT_EQ(bare.host, "2606::1");
    EXPECT_EQ(bare.authority, "[2606::1]");
    EXPECT_EQ(bare.target, "/?q");
    EXPECT_EQ(parse_http_url("http://a.example:80/").value().authority, "a.example");
    EXPECT_EQ(parse_http_url("http://a.example:/").value().port, 80);
}

TEST(network, refuses_what_is_no_cidr) {
    for (const auto* text : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0/8", "::/129", "10.0.0.0/-1", "a/8"}) {
        EXPECT_FALSE(network::parse(text)) << text;
    }
    EXPECT_TRUE(network::parse("0.0.0.0/0").value().contains(asio::ip::make_address("8.8.8.8")));
    EXPECT_FALSE(network::parse("0.0.0.0/0").value().contains(asio::ip::make_address("2606::1")));
}

}  // namespace
}  // namespace hermod::net
