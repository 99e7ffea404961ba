#include "simulate/ucp/peer.hpp"

#include <boost/asio/write.hpp>
#include <cstring>

#include "net/clocks.hpp"
#include "simulate/ucp/centre.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/frame.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::simulate::ucp {

namespace asio = boost::asio;
using namespace wire::ucp;

namespace {

constexpr std::size_t read_size = 128 * 1024, full_output = 1024 * 1024;

}  // namespace

peer::peer(asio::ip::tcp::socket socket, std::uint64_t id, centre& home)
    : socket_(std::move(socket)), id_(id), home_(&home), in_(read_size, '\0') {
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void peer::read() {
    socket_.async_read_some(asio::buffer(in_.data() + in_used_, in_.size() - in_used_),
                            [self = shared_from_this()](const hermod::error_code& failed, std::size_t count) {
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
        const frame_result cut = read_frame(std::string_view(in_).substr(used, in_used_ - used));
        used += cut.consumed();
        if (cut.outcome == framing::incomplete) break;
        if (cut.outcome == framing::complete) {
            handle(cut.frame);
            continue;
        }
        ++home_->numbers().bad_pdus;
        const auto head = readable_header(cut.frame);
        if (head && !head->is_result) (void)encode(out_, head->trn, nak{head->ot, ec(cut.error.suggested), {}});
    }
    if (!home_) return;
    std::memmove(in_.data(), in_.data() + used, in_used_ - used);
    in_used_ -= used;
    home_->turn_ends();
}

void peer::close() {
    if (!home_) return;
    centre& home = *std::exchange(home_, nullptr);
    hermod::error_code ignored;
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
    asio::async_write(socket_, asio::buffer(writing_), [self = shared_from_this()](const hermod::error_code& failed, std::size_t) {
        self->write_in_flight_ = false;
        if (failed) return self->close();
        if (self->home_) self->home_->turn_ends();
    });
}

bool peer::has_room() const {
    return welcome_ && !closing_ && home_ && unanswered_ < std::min<std::size_t>(home_->how().deliver_window, trn_count) &&
           out_.size() < full_output;
}

// There is room, so a number is free.
void peer::deliver(delivery what) {
    while (window_[next_trn_]) next_trn_ = (next_trn_ + 1) % trn_count;
    const unsigned trn = std::exchange(next_trn_, (next_trn_ + 1) % trn_count);
    if (what.statement)
        write_statement(trn, what);
    else if (what.inbound)
        write_message(trn, what);
    else
        write_notification(trn, what);
    window_[trn] = std::move(what);
    ++unanswered_;
}

void peer::write_message(unsigned trn, const delivery& what) {
    ++home_->numbers().inbound_sent;
    const auto scts = *format_seconds(home_->local(what.taken));
    const handset_text& content = what.content;
    (void)encode(out_, trn,
                 deliver_message{.adc = what.adc, .oadc = what.oadc, .rpid = "0000", .scts = scts, .mt = content.mt,
                                 .nb = content.nb, .msg = content.msg, .dcs = content.dcs, .mcls = content.mcls,
                                 .otoa = content.otoa, .xser = content.xser});
}

void peer::write_notification(unsigned trn, const delivery& what) {
    ++home_->numbers().receipts_sent;
    const auto scts = *format_seconds(home_->local(what.taken)), dscts = *format_seconds(home_->local(home_->now_second()));
    const char dst = static_cast<char>('0' + static_cast<int>(what.state));
    const std::string rsn = std::to_string(1000 + what.rsn).substr(1);
    static const std::string words[] = {to_hex("Delivered"), to_hex("Buffered"), to_hex("Not delivered")};
    (void)encode(out_, trn,
                 delivery_notification{.adc = what.adc, .oadc = what.oadc, .scts = scts, .dst = {&dst, 1}, .rsn = rsn,
                                       .dscts = dscts, .mt = mt_alphanumeric, .msg = words[static_cast<int>(what.state)]});
}

void peer::write_statement(unsigned trn, const delivery& what) {
    const auto scts = *format_seconds(home_->local(what.taken));
    const char dst = static_cast<char>('0' + static_cast<int>(what.state));
    const std::string rsn = std::to_string(1000 + what.rsn).substr(1);
    if (what.statement == operation_type::delete_response)
        (void)encode(out_, trn, delete_response{.adc = what.adc, .oadc = what.oadc, .scts = scts, .dst = {&dst, 1}, .rsn = rsn});
    else
        (void)encode(out_, trn, inquiry_response{.adc = what.adc, .oadc = what.oadc, .scts = scts, .dst = {&dst, 1}, .rsn = rsn});
}

void peer::on_result(const any_pdu& read) {
    std::optional<delivery>& place = window_[read.head.trn];
    if (!place) return;
    delivery what = std::move(*place);
    place.reset();
    --unanswered_;
    const auto* refused = std::get_if<nak>(&read.pdu);
    if (!refused) {
        ++home_->numbers().deliveries_answered;
        return;
    }
    ++home_->numbers().deliveries_refused;
    if (what.statement || refused->ec != ec(error_code::system_error)) return;  // for good
    home_->deliver_later(std::move(what));
}

void peer::give_back(centre& home) {
    for (std::optional<delivery>& place : window_) {
        if (place) home.deliver(std::move(*place));
        place.reset();
    }
    unanswered_ = 0;
}

}  // namespace hermod::simulate::ucp
