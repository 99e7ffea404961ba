#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "simulate/modem/listen.hpp"
#include "simulate/modem/port.hpp"

namespace hermod::simulate::modem {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t most_unread_of_tcp = 256 * 1024;

class tcp_port final : public port, public std::enable_shared_from_this<tcp_port> {
public:
    tcp_port(asio::any_io_executor executor, port_user& user, std::string host, std::uint16_t number)
        : port(user), acceptor_(executor), caller_(executor), host_(std::move(host)), number_(number) {}

    result<void> plug() override {
        if (const auto listens = listen_on(acceptor_, host_, number_); !listens) return listens;
        error_code ignored;
        number_ = acceptor_.local_endpoint(ignored).port();
        accept();
        return {};
    }

    void unplug() override {
        error_code ignored;
        acceptor_.close(ignored);
        hang_up();
    }

    void say(std::string_view octets) override {
        if (!attached_ || out_.size() + octets.size() > most_unread_of_tcp) return;
        out_ += octets;
        write();
    }

    bool attached() const override { return attached_; }
    bool idle() const override { return !writing_ && out_.empty(); }
    std::string place() const override { return host_ + ':' + std::to_string(number_); }

private:
    void accept() {
        acceptor_.async_accept([self = shared_from_this()](const error_code& failed, tcp::socket socket) {
            if (self->user_ == nullptr || !self->acceptor_.is_open()) return;
            if (!failed && !self->attached_) {
                self->caller_ = std::move(socket);
                error_code ignored;
                self->caller_.set_option(tcp::no_delay(true), ignored);
                self->attached_ = true;
                ++self->call_;
                self->user_->port_attached();
                self->read();
            }
            self->accept();
        });
    }

    void read() {
        caller_.async_read_some(asio::buffer(in_),
                                [self = shared_from_this(), of = call_](const error_code& failed, std::size_t count) {
                                    if (of != self->call_ || self->user_ == nullptr) return;
                                    if (failed) return self->hang_up();
                                    self->user_->port_heard({self->in_.data(), count});
                                    if (of == self->call_ && self->attached_) self->read();
                                });
    }

    void write() {
        if (writing_ || out_.empty()) return;
        writing_ = true;
        sending_.clear();
        sending_.swap(out_);
        asio::async_write(caller_, asio::buffer(sending_),
                          [self = shared_from_this(), of = call_](const error_code& failed, std::size_t) {
                              if (of != self->call_) return;
                              self->writing_ = false;
                              if (failed)
                                  self->out_.clear();
                              else
                                  self->write();
                          });
    }

    void hang_up() {
        if (!attached_) return;
        attached_ = false;
        ++call_;
        error_code ignored;
        caller_.close(ignored);
        writing_ = false;
        out_.clear();
        if (user_ != nullptr) user_->port_detached();
    }

    tcp::acceptor acceptor_;
    tcp::socket caller_;
    std::string host_, out_, sending_;
    std::uint16_t number_;
    std::array<char, 4096> in_{};
    unsigned call_ = 0;  // an operation of an earlier call ends without effect
    bool attached_ = false, writing_ = false;
};

}  // namespace

std::shared_ptr<port> make_tcp_port(asio::any_io_executor executor, port_user& user, std::string host, std::uint16_t number) {
    return std::make_shared<tcp_port>(std::move(executor), user, std::move(host), number);
}

}  // namespace hermod::simulate::modem
