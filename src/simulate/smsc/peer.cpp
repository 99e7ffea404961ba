#include "simulate/smsc/peer.hpp"

#include <bit>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <cstring>

#include "net/clocks.hpp"
#include "simulate/smsc/centre.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"
#include "wire/smpp/receipt.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::simulate {

namespace asio = boost::asio;
using namespace wire::smpp;

namespace {

constexpr std::size_t read_size = 128 * 1024;
constexpr std::size_t full_output = 1024 * 1024;  // deliver nothing more to a peer that does not read

octets as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

struct id_text {
    std::array<char, 24> chars{};
    std::size_t size = 0;
    operator std::string_view() const { return {chars.data(), size}; }  // NOLINT: it is a string
};

id_text spell(std::uint64_t number, id_spelling how) {
    static constexpr const char* forms[] = {"%llu", "%llx", "%llX", "%010llu"};
    id_text out;
    out.size = static_cast<std::size_t>(
        std::snprintf(out.chars.data(), out.chars.size(), forms[static_cast<int>(how)], static_cast<unsigned long long>(number)));
    return out;
}

std::uint64_t read_id(std::string_view text, id_spelling how) {
    const bool hex = how == id_spelling::hex || how == id_spelling::upper_hex;
    return std::strtoull(std::string(text).c_str(), nullptr, hex ? 16 : 10);
}

}  // namespace

peer::peer(asio::ip::tcp::socket socket, std::uint64_t id, centre& home)
    : socket_(std::move(socket)),
      id_(id),
      home_(&home),
      in_(read_size),
      window_(std::bit_ceil(2 * std::max<std::size_t>(1, home.options().deliver_window))) {
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

void peer::handle(octets frame) {
    const header head = read_header(frame);
    switch (head.id) {
        case command_id::submit_sm:
            return on_submit<submit_sm>(frame);
        case command_id::deliver_sm_resp:
        case command_id::data_sm_resp:
            return on_delivery_answer(head);
        case command_id::data_sm:
            return on_submit<data_sm>(frame);
        case command_id::submit_multi:
            return on_submit_multi(frame);
        case command_id::bind_transceiver:
            return on_bind<bind_transceiver, bind_transceiver_resp>(frame, role::transceiver);
        case command_id::bind_transmitter:
            return on_bind<bind_transmitter, bind_transmitter_resp>(frame, role::transmitter);
        case command_id::bind_receiver:
            return on_bind<bind_receiver, bind_receiver_resp>(frame, role::receiver);
        case command_id::enquire_link:
            return encode_header(out_, command_id::enquire_link_resp, command_status::esme_rok, head.sequence_number);
        case command_id::unbind:
            encode_header(out_, command_id::unbind_resp, command_status::esme_rok, head.sequence_number);
            closing_ = true;
            return;
        case command_id::query_sm:
            return on_query(frame);
        case command_id::cancel_sm:
            return on_cancel(frame);
        case command_id::replace_sm:
            return on_replace(frame);
        default:
            break;
    }
    if (is_response(head.id)) return;
    ++home_->numbers().bad_pdus;
    encode_header(out_, command_id::generic_nack, command_status::esme_rinvcmdid, head.sequence_number);
}

void peer::refuse(const header& head, command_status status) {
    ++home_->numbers().errors;
    encode_header(out_, response_of(head.id), status, head.sequence_number);
}

template <class Bind, class Response>
void peer::on_bind(octets frame, role as) {
    const header head = read_header(frame);
    const auto read = decode_as<Bind>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    if (role_ != role::none) return refuse(head, command_status::esme_ralybnd);
    const smsc_options& wanted = home_->options();
    if (!wanted.system_id.empty() && read->pdu.system_id != wanted.system_id) return refuse(head, command_status::esme_rinvsysid);
    if (!wanted.password.empty() && read->pdu.password != wanted.password) return refuse(head, command_status::esme_rinvpaswd);
    role_ = as;
    account_ = home_->account(read->pdu.system_id);
    ++home_->numbers().binds;
    std::vector<std::uint8_t> version;
    tlv_writer tlvs(version);
    (void)tlvs.u8(tlv_tag::sc_interface_version, version_3_4);
    (void)encode(out_, head.sequence_number, Response{"hermod-smsc", tlvs.view()});
}

// Throttling and faults, in the order in which a centre would notice them.
command_status peer::verdict_on_submit() {
    const smsc_options& o = home_->options();
    smsc_statistics& numbers = home_->numbers();
    ++numbers.submits;
    if (o.rate_limit > 0) {
        const double passed = std::chrono::duration<double>(now_ - tokens_at_).count();
        tokens_ = tokens_at_ == mono_time{} ? o.rate_limit : std::min(o.rate_limit, tokens_ + passed * o.rate_limit);
        tokens_at_ = now_;
        if (tokens_ < 1) return ++numbers.throttled, command_status::esme_rthrottled;
        tokens_ -= 1;
    }
    if (o.throttle_every != 0 && numbers.submits % o.throttle_every == 0)
        return ++numbers.throttled, command_status::esme_rthrottled;
    const command_status status = o.errors.empty() ? command_status::esme_rok : home_->drawn_error();
    if (status != command_status::esme_rok) ++numbers.errors;
    return status;
}

bool peer::time_to_disconnect() {
    const smsc_options& o = home_->options();
    return o.disconnect_every != 0 && home_->numbers().submits % o.disconnect_every == 0;
}

template <class Pdu>
void peer::on_submit(octets frame) {
    const header head = read_header(frame);
    if (!may_submit()) return refuse(head, command_status::esme_rinvbndsts);
    const auto read = decode_as<Pdu>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    const Pdu& pdu = read->pdu;
    const command_status status = verdict_on_submit();
    if (status != command_status::esme_rok) return encode_header(out_, response_of(head.id), status, head.sequence_number);

    delayed_answer out{{}, id_, home_->next_number(), head.sequence_number, head.id, false};
    const bool receipt =
        (pdu.registered_delivery & registered_delivery::receipt_mask) == registered_delivery::on_success_or_failure ||
        (pdu.registered_delivery & registered_delivery::receipt_mask) == registered_delivery::on_success;
    const auto note = [&] {
        home_->enter(out.number, {pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr},
                     {pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr}, pdu.esm_class,
                     static_cast<std::uint8_t>(pdu.data_coding), user_data(pdu).value, receipt, account_);
    };
    if (home_->options().receipt_before_answer) {
        note();
        reply(out);
    } else {
        reply(out);
        note();
    }
}

void peer::on_submit_multi(octets frame) {
    const header head = read_header(frame);
    if (!may_submit()) return refuse(head, command_status::esme_rinvbndsts);
    const auto read = decode_as<submit_multi>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    const submit_multi& pdu = read->pdu;
    const command_status status = verdict_on_submit();
    if (status != command_status::esme_rok) return encode_header(out_, response_of(head.id), status, head.sequence_number);
    const delayed_answer out{{}, id_, home_->next_number(), head.sequence_number, head.id, false};
    std::vector<std::uint8_t> failed;
    std::size_t failures = 0;
    for (const destination& to : pdu.destinations) {
        if (to.dest_flag == destination::sme_address) {
            home_->enter(out.number, {pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr},
                         {to.dest_addr_ton, to.dest_addr_npi, to.destination_addr}, pdu.esm_class,
                         static_cast<std::uint8_t>(pdu.data_coding), user_data(pdu).value,
                         (pdu.registered_delivery & registered_delivery::receipt_mask) != 0, account_);
        } else {  // this centre keeps no distribution lists
            ++failures;
            (void)append_item(failed, unsuccess_sme{{}, {}, to.dl_name, command_status::esme_rinvdlname});
        }
    }
    (void)encode(
        out_, head.sequence_number,
        submit_multi_resp{spell(out.number, home_->options().answer_id), packed_list<unsuccess_sme>(failures, failed), {}});
}

void peer::reply(const delayed_answer& what) {
    const smsc_options& o = home_->options();
    if (time_to_disconnect()) {
        ++home_->numbers().disconnects;
        if (o.disconnect_inside_pdu) {
            const std::size_t start = out_.size();
            write_answer(what);
            out_.resize(start + (out_.size() - start) / 2);
        }
        closing_ = true;
        return;
    }
    if (home_->chance(o.never_answer_percent)) {
        ++home_->numbers().never_answered;
        return;
    }
    delayed_answer out = what;
    out.twice = home_->chance(o.answer_twice_percent);
    if (out.twice) ++home_->numbers().answered_twice;
    if (o.answer_delay.count() != 0) return home_->answer_later(out);
    answer(out);
}

void peer::answer(const delayed_answer& what) {
    write_answer(what);
    if (what.twice) write_answer(what);
}

void peer::write_answer(const delayed_answer& what) {
    const id_text id = spell(what.number, home_->options().answer_id);
    if (what.request == command_id::data_sm)
        (void)encode(out_, what.sequence, data_sm_resp{id, {}});
    else
        (void)encode(out_, what.sequence, submit_sm_resp{id, {}});
}

void peer::on_query(octets frame) {
    const header head = read_header(frame);
    const auto read = decode_as<query_sm>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    const delivery* waits = home_->waiting(read_id(read->pdu.message_id, home_->options().answer_id));
    // A message whose receipt is out is forgotten, as a centre does after a while.
    if (!waits) return refuse(head, command_status::esme_rqueryfail);
    (void)encode(out_, head.sequence_number, query_sm_resp{read->pdu.message_id, {}, message_state::enroute, 0, {}});
}

void peer::on_cancel(octets frame) {
    const header head = read_header(frame);
    const auto read = decode_as<cancel_sm>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    if (!home_->cancel(read_id(read->pdu.message_id, home_->options().answer_id)))
        return refuse(head, command_status::esme_rcancelfail);
    encode_header(out_, command_id::cancel_sm_resp, command_status::esme_rok, head.sequence_number);
}

void peer::on_replace(octets frame) {
    const header head = read_header(frame);
    const auto read = decode_as<replace_sm>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    if (!home_->waiting(read_id(read->pdu.message_id, home_->options().answer_id)))
        return refuse(head, command_status::esme_rreplacefail);
    encode_header(out_, command_id::replace_sm_resp, command_status::esme_rok, head.sequence_number);
}

bool peer::has_room() const {
    return (role_ == role::receiver || role_ == role::transceiver) && !closing_ && home_ &&
           unanswered_ < home_->options().deliver_window && out_.size() < full_output;
}

void peer::deliver(delivery what) {
    in_flight* place = nullptr;
    do {
        place = &window_[next_sequence_ & (window_.size() - 1)];
        if (place->sequence == 0)
            place->sequence = next_sequence_;
        else
            place = nullptr;
        next_sequence_ = next_sequence_ >= 0x7FFFFFFF ? 1 : next_sequence_ + 1;
    } while (!place);
    deliver_sm pdu;
    pdu.source_addr_ton = what.from.ton;
    pdu.source_addr_npi = what.from.npi;
    pdu.source_addr = what.from.digits;
    pdu.dest_addr_ton = what.to.ton;
    pdu.dest_addr_npi = what.to.npi;
    pdu.destination_addr = what.to.digits;
    if (what.inbound) {
        ++home_->numbers().inbound_sent;
        pdu.esm_class = what.esm_class;
        pdu.data_coding = data_coding{what.data_coding};
        pdu.short_message = as_octets(what.text);
    } else {
        ++home_->numbers().receipts_sent;
        text_.clear();
        const bool good = what.state == message_state::delivered;
        write_receipt(text_, {spell(what.number, home_->options().receipt_id), what.state, 1, good, what.submitted,
                              net::wall_now(), good ? 0 : 1, what.beginning});
        pdu.esm_class = esm_class::delivery_receipt;
        pdu.short_message = as_octets(text_);
    }
    (void)encode(out_, place->sequence, pdu);
    place->what = std::move(what);
    ++unanswered_;
}

void peer::on_delivery_answer(const header& head) {
    in_flight& place = window_[head.sequence_number & (window_.size() - 1)];
    if (head.sequence_number == 0 || place.sequence != head.sequence_number) return;
    place.sequence = 0;
    --unanswered_;
    if (head.status == command_status::esme_rok) {
        ++home_->numbers().deliveries_answered;
        return;
    }
    ++home_->numbers().deliveries_refused;
    if (head.status == command_status::esme_rx_p_appn || head.status == command_status::esme_rx_r_appn) return;  // for good
    home_->deliver_later(std::move(place.what), home_->options().deliver_retry);
}

void peer::give_back(centre& home) {
    for (in_flight& place : window_) {
        if (std::exchange(place.sequence, 0) != 0) home.deliver_first(std::move(place.what));
    }
    unanswered_ = 0;
}

}  // namespace hermod::simulate
