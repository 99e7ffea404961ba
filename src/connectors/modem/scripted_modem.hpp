// Test only: a modem on loopback, as ser2net would offer it, that does what a test says, on the test's own io_context.
//
// `on_command` is asked first; an empty answer means the usual one: what a modem without faults says. Commands may be kept
// unanswered with "-". A PDU is answered with the next reference.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace hermod::connectors::modem {

class scripted_modem {
public:
    using tcp = boost::asio::ip::tcp;

    scripted_modem(boost::asio::io_context& io, std::string number)
        : number_(std::move(number)), acceptor_(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)), socket_(io) {
        accept();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void say(std::string_view text) {
        error_code ignored;
        boost::asio::write(socket_, boost::asio::buffer("\r\n" + std::string(text) + "\r\n"), ignored);
    }
    void close() { socket_.close(); }

    std::function<std::string(const std::string&)> on_command = [](const std::string&) { return std::string(); };
    std::vector<std::string> commands, pdus;
    unsigned reference = 1;

private:
    void accept() {
        acceptor_.async_accept([this](const error_code& failed, tcp::socket socket) {
            if (failed) return;
            socket_ = std::move(socket);
            in_.clear();
            read();
            accept();
        });
    }
    void read() {
        socket_.async_read_some(boost::asio::buffer(space_), [this](const error_code& failed, std::size_t count) {
            if (failed) return;
            in_.append(space_, count);
            take();
            if (socket_.is_open()) read();
        });
    }
    void take() {
        for (std::size_t end; (end = in_.find_first_of("\r\x1A\x1B")) != std::string::npos && socket_.is_open();) {
            const char how = in_[end];
            const std::string line = in_.substr(0, end);
            in_.erase(0, end + 1);
            if (how == '\x1B' || line.empty()) continue;
            if (how == '\x1A') {
                pdus.push_back(line);
                answer(on_command("PDU"), "+CMGS: " + std::to_string(reference++) + "\r\n\r\nOK");
                continue;
            }
            commands.push_back(line);
            if (line.starts_with("AT+CMGS=")) {
                const std::string other = on_command(line);
                if (other.empty())
                    boost::asio::write(socket_, boost::asio::buffer(std::string("\r\n> ")));
                else
                    answer(other, "");
                continue;
            }
            answer(on_command(line), usual(line));
        }
    }
    void answer(const std::string& other, const std::string& usual_one) {
        const std::string& text = other.empty() ? usual_one : other;
        if (text != "-") say(text);
    }
    std::string usual(const std::string& line) const {
        const std::map<std::string, std::string> all{{"AT+CPIN?", "+CPIN: READY"},
                                                     {"AT+CPMS?", "+CPMS: \"SM\",0,30,\"SM\",0,30,\"SM\",0,30"},
                                                     {"AT+CNMI=?", "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)"},
                                                     {"AT+CNMI?", "+CNMI: 2,1,0,1,0"},
                                                     {"AT+CNUM", "+CNUM: ,\"" + number_ + "\",145"},
                                                     {"AT+CREG?", "+CREG: 1,1"},
                                                     {"AT+CSQ", "+CSQ: 20,99"}};
        const auto at = all.find(line);
        return at == all.end() ? "OK" : at->second + "\r\n\r\nOK";
    }

    std::string number_;
    tcp::acceptor acceptor_;
    tcp::socket socket_;
    std::string in_;
    char space_[4096] = {};
};

}  // namespace hermod::connectors::modem
