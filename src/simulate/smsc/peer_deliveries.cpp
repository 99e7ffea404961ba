// The part of a peer that delivers receipts and messages from handsets, and hears what becomes of them.
#include "net/clocks.hpp"
#include "simulate/smsc/centre.hpp"
#include "simulate/smsc/id_text.hpp"
#include "simulate/smsc/peer.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/receipt.hpp"

namespace hermod::simulate {

using namespace wire::smpp;

namespace {

constexpr std::size_t full_output = 1024 * 1024;  // deliver nothing more to a peer that does not read

octets as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

bool peer::has_room() const {
    return (role_ == role::receiver || role_ == role::transceiver) && !closing_ && home_ &&
           unanswered_ < home_->how().deliver_window && out_.size() < full_output;
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
    if (what.inbound)
        write_message(place->sequence, what);
    else
        write_receipt_of(place->sequence, what);
    place->what = std::move(what);
    ++unanswered_;
}

namespace {

void put_addresses(auto& pdu, const delivery& what) {
    pdu.source_addr_ton = what.from.ton;
    pdu.source_addr_npi = what.from.npi;
    pdu.source_addr = what.from.digits;
    pdu.dest_addr_ton = what.to.ton;
    pdu.dest_addr_npi = what.to.npi;
    pdu.destination_addr = what.to.digits;
}

}  // namespace

void peer::write_message(std::uint32_t sequence, const delivery& what) {
    ++home_->numbers().inbound_sent;
    deliver_sm pdu;
    put_addresses(pdu, what);
    pdu.esm_class = what.esm_class;
    pdu.data_coding = data_coding{what.data_coding};
    pdu.short_message = as_octets(what.text);
    (void)encode(out_, sequence, pdu);
}

void peer::write_receipt_of(std::uint32_t sequence, const delivery& what) {
    const smsc_options& o = home_->how();
    ++home_->numbers().receipts_sent;
    text_.clear();
    const bool good = what.state == message_state::delivered;
    write_receipt(text_, {spell(what.number, o.receipt_id), what.state, 1, good, what.submitted, net::wall_now(), good ? 0 : 1,
                          what.beginning});
    if (o.receipts_as_data_sm) {
        data_sm pdu;
        put_addresses(pdu, what);
        pdu.esm_class = esm_class::delivery_receipt;
        std::vector<std::uint8_t> payload;
        tlv_writer tlvs(payload);
        (void)tlvs.add(tlv_tag::message_payload, as_octets(text_));
        pdu.tlvs = tlvs.view();
        (void)encode(out_, sequence, pdu);
        return;
    }
    deliver_sm pdu;
    put_addresses(pdu, what);
    pdu.esm_class = esm_class::delivery_receipt;
    pdu.short_message = as_octets(text_);
    (void)encode(out_, sequence, pdu);
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
    home_->deliver_later(std::move(place.what));
}

void peer::give_back(centre& home) {
    for (in_flight& place : window_) {
        if (std::exchange(place.sequence, 0) != 0) home.deliver(std::move(place.what));
    }
    unanswered_ = 0;
}

}  // namespace hermod::simulate
