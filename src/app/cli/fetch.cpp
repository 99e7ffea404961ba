#include "app/cli/fetch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <istream>
#include <vector>

#include "net/address_guard.hpp"
#include "net/http_client.hpp"

namespace hermod::app {
namespace {

namespace asio = boost::asio;
constexpr auto limit = std::chrono::seconds{30};

// The operator names the gateway himself: every address is allowed.
net::address_guard open_guard() {
    return net::address_guard({net::network::parse("0.0.0.0/0").value(), net::network::parse("::/0").value()});
}

net::http_url parsed(const std::string& url) {
    auto out = net::parse_http_url(url);
    if (!out) throw unreachable(url + ": " + out.error().message());
    return std::move(*out);
}

asio::awaitable<fetched> exchange(asio::io_context& io, const gateway_access& to, std::string method, std::string target, std::string body) {
    const net::http_url url = parsed(to.url);
    const net::address_guard guard = open_guard();
    auto found = co_await guard.resolve(url, limit);
    if (!found) throw unreachable(to.url + ": " + found.error().message());
    net::tls_context tls;
    if (url.tls) {
        auto made = net::client_tls();
        if (!made) throw unreachable(made.error().message());
        tls = std::move(*made);
    }
    net::http_connection connection(io, std::move(tls));
    auto connected = co_await connection.connect(*found, limit);
    if (!connected) throw unreachable(to.url + ": " + connected.error().message());
    const std::string authorization = "Bearer " + to.key;
    std::vector<net::http_field> headers{{"Authorization", authorization}};
    if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
    auto reply = co_await connection.request(method, target, headers, body, limit);
    if (!reply) throw unreachable(to.url + ": " + reply.error().message());
    fetched out;
    out.status = reply->status;
    out.body = std::string(reply->body);
    co_return out;
}

}  // namespace

fetched fetch(const gateway_access& to, std::string_view method, std::string_view target, std::string_view body) {
    asio::io_context io(1);
    fetched out;
    std::exception_ptr failed;
    asio::co_spawn(io, exchange(io, to, std::string(method), std::string(target), std::string(body)),
                   [&](std::exception_ptr e, fetched got) {
                       failed = e;
                       out = std::move(got);
                   });
    io.run();
    if (failed) std::rethrow_exception(failed);
    return out;
}

int follow(const gateway_access& to, std::string_view target, const std::function<bool(std::string_view line)>& each) {
    const net::http_url url = parsed(to.url);
    if (url.tls) throw unreachable("live events need a plain http URL");
    asio::io_context io(1);
    asio::ip::tcp::socket socket(io);
    boost::system::error_code fault;
    asio::ip::tcp::resolver resolver(io);
    const auto found = resolver.resolve(url.host, std::to_string(url.port), fault);
    if (!fault) asio::connect(socket, found, fault);
    if (fault) throw unreachable(to.url + ": " + fault.message());
    const std::string head = "GET " + std::string(target) + " HTTP/1.0\r\nHost: " + url.authority + "\r\nAuthorization: Bearer " + to.key + "\r\n\r\n";
    asio::write(socket, asio::buffer(head), fault);
    asio::streambuf buffer(1 << 20);
    std::string line;
    int status = 0;
    bool in_head = true;
    while (!fault) {
        asio::read_until(socket, buffer, '\n', fault);
        std::istream in(&buffer);
        if (fault || !std::getline(in, line)) break;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (status == 0) {
            if (!line.starts_with("HTTP/1.") || line.size() < 12) throw unreachable(to.url + " speaks no HTTP");
            status = std::stoi(line.substr(9, 3));
        } else if (in_head) {
            in_head = !line.empty();
        } else if (!each(line)) {
            break;
        }
    }
    return status;
}

}  // namespace hermod::app
