#include "simulate/smsc/peer.hpp"

#include <bit>
#include <boost/asio/write.hpp>
#include <cstring>

#include "net/clocks.hpp"
#include "simulate/smsc/centre.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::simulate {

namespace asio = boost::asio;
using namespace wire::smpp;

namespace {

constexpr std::size_t read_size = 128 * 1024;

}  // namespace

peer::peer(asio::ip::tcp::socket socket, std::uint64_t id, centre& home)
    : socket_(std::move(socket)),
      id_(id),
      home_(&home),
      in_(read_size),
      window_(std::bit_ceil(2 * std::max<std::size_t>(1, home.how().deliver_window))) {
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

void peer::start_with_outbind() {
    called_ = true;
    const smsc_options& o = home_->how();
    (void)encode(out_, next_sequence_++, outbind{o.outbind_system_id, o.outbind_password, {}});
    flush();
    read();
}

void peer::take(std::size_t count) {
    in_used_ += count;
    now_ = net::mono_now();
    std::size_t used = 0;
    while (home_ && !closing_) {
        const frame_result cut = read_frame(octets(in_.data() + used, in_used_ - used));
        if (cut.outcome == framing::incomplete) break;
        if (cut.outcome != framing::complete) {
            ++home_->numbers().bad_pdus;
            encode_header(out_, command_id::generic_nack, command_status::esme_rinvcmdlen, 0);
            closing_ = true;
            break;
        }
        used += cut.frame.size();
        handle(cut.frame);
    }
    if (!home_) return;
    std::memmove(in_.data(), in_.data() + used, in_used_ - used);
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

}  // namespace hermod::simulate
