// The pseudo-terminal's master. While no one has the slave open, reading the master fails and poll() says POLLHUP: that is
// how a terminal's coming and going is seen.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstdlib>

#include "simulate/modem/port.hpp"

namespace hermod::simulate::modem {
namespace {

namespace asio = boost::asio;

constexpr std::size_t most_unread = 256 * 1024;  // what nobody reads is lost, as on a cable

error_code last_error() {
    return {errno, boost::system::system_category()};
}

class pty_port final : public port, public std::enable_shared_from_this<pty_port> {
public:
    pty_port(asio::any_io_executor executor, port_user& user, std::string link)
        : port(user), master_(std::move(executor)), link_(std::move(link)) {}

    result<void> plug() override {
        const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        std::array<char, 128> name{};
        if (master < 0) return last_error();
        if (::grantpt(master) != 0 || ::unlockpt(master) != 0 || ::ptsname_r(master, name.data(), name.size()) != 0) {
            const error_code failed = last_error();
            ::close(master);
            return failed;
        }
        name_ = name.data();
        if (const auto raw = make_raw(); !raw) {
            ::close(master);
            return raw;
        }
        error_code failed;
        master_.assign(master, failed);
        if (failed) return failed;
        ++plugged_;
        return link_.empty() ? result<void>{} : make_link();
    }

    void unplug() override {
        if (!master_.is_open()) return;
        remove_link();
        error_code ignored;
        master_.close(ignored);
        ++plugged_;
        out_.clear();
        writing_ = false;
        left();
    }

    void say(std::string_view octets) override {
        if (!attached_ || out_.size() + octets.size() > most_unread) return;
        out_ += octets;
        write();
    }

    bool attached() const override { return attached_; }
    bool idle() const override { return !writing_ && out_.empty(); }
    std::string place() const override { return link_.empty() ? name_ : link_ + " (" + name_ + ')'; }

    void look() override {
        if (attached_ || !master_.is_open() || user_ == nullptr) return;
        pollfd what{master_.native_handle(), POLLIN, 0};
        if (::poll(&what, 1, 0) < 0 || (what.revents & POLLHUP) != 0) return;
        attached_ = true;
        user_->port_attached();
        read();
    }

private:
    // Also the first opening, behind which poll() says POLLHUP. The settings stay as long as the master is open.
    result<void> make_raw() {
        const int slave = ::open(name_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (slave < 0) return last_error();
        termios how{};
        ::tcgetattr(slave, &how);
        ::cfmakeraw(&how);
        ::tcsetattr(slave, TCSANOW, &how);
        ::close(slave);
        return {};
    }

    result<void> make_link() {
        struct stat there {};
        if (::lstat(link_.c_str(), &there) == 0 && !S_ISLNK(there.st_mode))
            return error_code(EEXIST, boost::system::system_category());
        const std::string fresh = link_ + ".new";
        ::unlink(fresh.c_str());
        if (::symlink(name_.c_str(), fresh.c_str()) != 0 || ::rename(fresh.c_str(), link_.c_str()) != 0) return last_error();
        return {};
    }

    // Only while it is ours: a file that stood there, or another simulator's link, stays.
    void remove_link() {
        std::array<char, 256> leads_to{};
        const ssize_t size = link_.empty() ? -1 : ::readlink(link_.c_str(), leads_to.data(), leads_to.size());
        if (size > 0 && std::string_view(leads_to.data(), static_cast<std::size_t>(size)) == name_) ::unlink(link_.c_str());
    }

    void read() {
        master_.async_read_some(asio::buffer(in_),
                                [self = shared_from_this(), of = plugged_](const error_code& failed, std::size_t count) {
                                    if (of != self->plugged_ || self->user_ == nullptr) return;
                                    if (failed) return self->left();
                                    self->user_->port_heard({self->in_.data(), count});
                                    if (of == self->plugged_ && self->attached_) self->read();
                                });
    }

    void write() {
        if (writing_ || out_.empty()) return;
        writing_ = true;
        sending_.clear();
        sending_.swap(out_);
        asio::async_write(master_, asio::buffer(sending_),
                          [self = shared_from_this(), of = plugged_](const error_code& failed, std::size_t) {
                              if (of != self->plugged_) return;
                              self->writing_ = false;
                              if (failed)
                                  self->out_.clear();
                              else
                                  self->write();
                          });
    }

    void left() {
        if (!attached_) return;
        attached_ = false;
        out_.clear();
        if (user_ != nullptr) user_->port_detached();
    }

    asio::posix::stream_descriptor master_;
    std::string link_, name_, out_, sending_;
    std::array<char, 4096> in_{};
    unsigned plugged_ = 0;  // an operation of an earlier plugging ends without effect
    bool attached_ = false, writing_ = false;
};

}  // namespace

std::shared_ptr<port> make_pty_port(asio::any_io_executor executor, port_user& user, std::string link) {
    return std::make_shared<pty_port>(std::move(executor), user, std::move(link));
}

}  // namespace hermod::simulate::modem
