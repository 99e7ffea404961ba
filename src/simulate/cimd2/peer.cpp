#include "simulate/cimd2/peer.hpp"

#include <boost/asio/write.hpp>

#include "net/clocks.hpp"
#include "simulate/cimd2/centre.hpp"
#include "wire/cimd2/frame.hpp"

namespace hermod::simulate::cimd2 {

namespace asio = boost::asio;
using namespace wire::cimd2;

namespace {

constexpr std::size_t read_size = 128 * 1024;

}  // namespace

peer::peer(asio::ip::tcp::socket socket, std::uint64_t id, centre& home)
    : socket_(std::move(socket)), id_(id), home_(&home), in_(read_size, '\0') {
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void peer::read() {
    socket_.async_read_some(asio::buffer(in_.data() + in_used_, in_.size() - in_used_),
                            [self = shared_from_this()](const error_code& failed, std::size_t count) {
                                if (!self->home_) return;
                                if (failed) return self->close();
                                self->take(count);
                                if (self->home_) self->read();
                            });
}

void peer::take(std::size_t count) {
    in_used_ += count;
    now_ = net::mono_now();
    std::size_t used = 0;
    while (home_ && !closing_) {
        const frame_result cut = read_frame(octet_view(in_).substr(used, in_used_ - used));
        used += cut.used;
        if (cut.garbage + cut.unterminated != 0) ++home_->numbers().bad_pdus;
        if (cut.outcome == framing::incomplete) break;
        if (cut.outcome == framing::too_long) {
            ++home_->numbers().bad_pdus;
            closing_ = true;
            break;
        }
        handle(cut.frame);
    }
    if (!home_) return;
    std::copy(in_.begin() + static_cast<std::ptrdiff_t>(used), in_.begin() + static_cast<std::ptrdiff_t>(in_used_), in_.begin());
    in_used_ -= used;
    home_->turn_ends();
}

void peer::close() {
    if (!home_) return;
    centre& home = *std::exchange(home_, nullptr);
    error_code ignored;
    socket_.close(ignored);
    home.gone(*this);
}

void peer::flush() {
    if (write_in_flight_ || !home_) return;
    if (out_.empty()) {
        if (closing_) close();
        return;
    }
    write_in_flight_ = true;
    writing_.clear();
    writing_.swap(out_);
    asio::async_write(socket_, asio::buffer(writing_), [self = shared_from_this()](const error_code& failed, std::size_t) {
        self->write_in_flight_ = false;
        if (failed) return self->close();
        if (self->home_) self->home_->turn_ends();
    });
}

}  // namespace hermod::simulate::cimd2
