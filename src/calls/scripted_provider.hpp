// Test only: a provider on loopback that answers as the test says, on the test's own io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hermod::calls {

class scripted_provider {
public:
    using tcp = boost::asio::ip::tcp;
    struct line {
        explicit line(tcp::socket s) : socket(std::move(s)) {}
        tcp::socket socket;
        std::string in;
        void write(std::string_view text) {
            boost::system::error_code ignored;
            boost::asio::write(socket, boost::asio::buffer(text.data(), text.size()), ignored);
        }
        void answer(int status, std::string_view body = {}, std::string_view headers = {}) {
            write("HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) +
                  "\r\n" + std::string(body));
        }
        void close() {
            boost::system::error_code ignored;
            socket.close(ignored);
        }
    };
    struct request {
        std::string head, body, method, target;
        std::string header(const std::string& name) const {
            const auto at = head.find("\r\n" + name + ": ");
            if (at == std::string::npos) return {};
            const auto begin = at + name.size() + 4;
            return head.substr(begin, head.find("\r\n", begin) - begin);
        }
    };

    explicit scripted_provider(boost::asio::io_context& io) : io_(io), acceptor_(io) { open(tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0)); }

    std::uint16_t port() const { return port_; }
    std::string url(std::string_view path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + std::string(path); }
    void go_away() {
        acceptor_.close();
        for (const auto& one : lines) one->close();
    }
    void come_back() { open(tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), port_)); }

    std::function<void(line&, const request&)> on_request = [](line& one, const request&) { one.answer(200, "ok"); };
    bool keep_requests = true;
    std::vector<request> requests;
    std::vector<std::shared_ptr<line>> lines;

private:
    void open(const tcp::endpoint& place) {
        acceptor_ = tcp::acceptor(io_);
        acceptor_.open(place.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(place);
        acceptor_.listen();
        port_ = acceptor_.local_endpoint().port();
        accept();
    }
    void accept() {
        acceptor_.async_accept([this](const boost::system::error_code& failed, tcp::socket socket) {
            if (failed) return;
            lines.push_back(std::make_shared<line>(std::move(socket)));
            read(lines.back());
            accept();
        });
    }
    void read(const std::shared_ptr<line>& one) {
        const auto buffer = std::make_shared<std::string>(65536, '\0');
        one->socket.async_read_some(boost::asio::buffer(*buffer), [this, one, buffer](const boost::system::error_code& failed, std::size_t count) {
            if (failed) return one->close();
            one->in.append(*buffer, 0, count);
            take(*one);
            if (one->socket.is_open()) read(one);
        });
    }
    void take(line& one) {
        for (;;) {
            const auto end = one.in.find("\r\n\r\n");
            if (end == std::string::npos) return;
            request made;
            made.head = one.in.substr(0, end + 2);
            const std::string length = made.header("Content-Length");
            const std::size_t body = length.empty() ? 0 : std::stoul(length);
            if (one.in.size() < end + 4 + body) return;
            made.body = one.in.substr(end + 4, body);
            made.method = made.head.substr(0, made.head.find(' '));
            made.target = made.head.substr(made.method.size() + 1, made.head.find(' ', made.method.size() + 1) - made.method.size() - 1);
            one.in.erase(0, end + 4 + body);
            if (keep_requests) requests.push_back(made);
            on_request(one, made);
        }
    }

    boost::asio::io_context& io_;
    tcp::acceptor acceptor_;
    std::uint16_t port_ = 0;
};

}  // namespace hermod::calls
