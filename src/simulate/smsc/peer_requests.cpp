// The part of a peer that takes what it is asked for: binds, submits, questions.
#include "simulate/smsc/centre.hpp"
#include "simulate/smsc/id_text.hpp"
#include "simulate/smsc/peer.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::simulate {

using namespace wire::smpp;

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
            if (home_->how().no_submit_multi) break;
            return on_submit_multi(frame);
        case command_id::bind_transceiver:
            if (home_->how().version < version_3_4) break;  // unknown to it
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
    const smsc_options& wanted = home_->how();
    if (!wanted.system_id.empty() && read->pdu.system_id != wanted.system_id) return refuse(head, command_status::esme_rinvsysid);
    if (!wanted.password.empty() && read->pdu.password != wanted.password) return refuse(head, command_status::esme_rinvpaswd);
    role_ = as;
    version_ = read->pdu.interface_version;
    account_ = home_->account(read->pdu.system_id);
    ++home_->numbers().binds;
    std::vector<std::uint8_t> version;
    tlv_writer tlvs(version);
    if (may_have_tlvs()) (void)tlvs.u8(tlv_tag::sc_interface_version, wanted.version);
    (void)encode(out_, head.sequence_number, Response{"hermod-smsc", tlvs.view()});
}

bool peer::may_have_tlvs() const {
    return home_->how().version >= version_3_4 && (version_ >= version_3_4 || role_ == role::transceiver);
}

// Throttling and faults, in the order in which a centre would notice them.
command_status peer::verdict_on_submit() {
    const command_status status = throttling();
    return status != command_status::esme_rok ? status : fault();
}

command_status peer::throttling() {
    const smsc_options& o = home_->how();
    smsc_statistics& numbers = home_->numbers();
    ++numbers.submits;
    if (!gate_.passes(o.rate_limit, now_)) return ++numbers.throttled, command_status::esme_rthrottled;
    if (o.throttle_every != 0 && numbers.submits % o.throttle_every == 0)
        return ++numbers.throttled, command_status::esme_rthrottled;
    return command_status::esme_rok;
}

command_status peer::fault() {
    const command_status status = home_->how().errors.empty() ? command_status::esme_rok : home_->drawn_error();
    if (status != command_status::esme_rok) ++home_->numbers().errors;
    return status;
}

bool peer::time_to_disconnect() {
    const smsc_options& o = home_->how();
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

    delayed_answer out{{}, id_, home_->next_number(), head.sequence_number, head.id};
    const bool receipt =
        (pdu.registered_delivery & registered_delivery::receipt_mask) == registered_delivery::on_success_or_failure ||
        (pdu.registered_delivery & registered_delivery::receipt_mask) == registered_delivery::on_success;
    const auto note = [&] {
        home_->enter(out.number, {pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr},
                     {pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr}, pdu.esm_class,
                     static_cast<std::uint8_t>(pdu.data_coding), user_data(pdu).value, receipt, account_);
    };
    if (home_->how().receipt_before_answer) {
        note();
        reply(out);
    } else {
        reply(out);
        note();
    }
}

void peer::reply(const delayed_answer& what) {
    const smsc_options& o = home_->how();
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
    const smsc_options& o = home_->how();
    const id_text id = spell(what.number, o.answer_id);
    std::vector<std::uint8_t> congestion;
    tlv_writer tlvs(congestion);
    if (o.congestion >= 0 && o.version >= version_5_0 && version_ >= version_5_0)
        (void)tlvs.u8(tlv_tag::congestion_state, static_cast<std::uint8_t>(o.congestion));
    if (what.request == command_id::submit_multi)
        (void)encode(out_, what.sequence, submit_multi_resp{id, {what.failures, what.failed}, tlvs.view()});
    else if (what.request == command_id::data_sm)
        (void)encode(out_, what.sequence, data_sm_resp{id, tlvs.view()});
    else
        (void)encode(out_, what.sequence, submit_sm_resp{id, tlvs.view()});
}

void peer::on_query(octets frame) {
    const header head = read_header(frame);
    const auto read = decode_as<query_sm>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    const delivery* waits = home_->waiting(read_id(read->pdu.message_id, home_->how().answer_id));
    // A message whose receipt is out is forgotten, as a centre does after a while.
    if (!waits) return refuse(head, command_status::esme_rqueryfail);
    (void)encode(out_, head.sequence_number, query_sm_resp{read->pdu.message_id, {}, message_state::enroute, 0, {}});
}

void peer::on_cancel(octets frame) {
    const header head = read_header(frame);
    const auto read = decode_as<cancel_sm>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    if (!home_->cancel(read_id(read->pdu.message_id, home_->how().answer_id)))
        return refuse(head, command_status::esme_rcancelfail);
    encode_header(out_, command_id::cancel_sm_resp, command_status::esme_rok, head.sequence_number);
}

void peer::on_replace(octets frame) {
    const header head = read_header(frame);
    const auto read = decode_as<replace_sm>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    const octets text = user_data(read->pdu).value;
    if (!home_->replace(read_id(read->pdu.message_id, home_->how().answer_id), text))
        return refuse(head, command_status::esme_rreplacefail);
    encode_header(out_, command_id::replace_sm_resp, command_status::esme_rok, head.sequence_number);
}

}  // namespace hermod::simulate
