// The part of a peer that takes what it is asked for: logins, submits, keep-alives.
#include "net/clocks.hpp"
#include "simulate/ucp/centre.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_reference.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::simulate::ucp {

using namespace wire::ucp;

void peer::handle(std::string_view frame) {
    const auto read = decode(frame);
    if (!read) {
        ++home_->numbers().bad_pdus;
        const auto head = readable_header(frame);
        if (head && !head->is_result) (void)encode(out_, head->trn, nak{head->ot, ec(read.error().suggested), {}});
        return;
    }
    if (read->head.is_result) return on_result(*read);
    on_operation(*read);
}

void peer::refuse(const header& head, error_code code, std::string_view sm) {
    (void)encode(out_, head.trn, nak{head.ot, ec(code), sm});
}

namespace {

handset_text text_of(const auto& pdu) {
    handset_text out;
    out.mt = pdu.mt;
    out.nb = pdu.nb;
    out.msg = pdu.msg;
    if constexpr (requires { pdu.xser; }) {
        out.dcs = pdu.dcs;
        out.mcls = pdu.mcls;
        out.xser = pdu.xser;
    }
    return out;
}

constexpr unsigned nt_usual = nt_delivery + nt_failure;

}  // namespace

// 02, 03 and 61: centres that have them are few, and nobody here asks.
void peer::on_operation(const any_pdu& read) {
    const header& head = read.head;
    if (const auto* pdu = std::get_if<session_management>(&read.pdu)) return on_login(head, *pdu);
    if (std::get_if<alert>(&read.pdu)) return (void)encode(out_, head.trn, ack{head.ot, {}, "0000"});
    if (const auto* pdu = std::get_if<submit_message>(&read.pdu)) {
        const unsigned nt = pdu->nrq == "1" ? number_of(pdu->nt).value_or(nt_usual) : 0;
        return on_submit(head, {pdu->adc, pdu->oadc, pdu->otoa, pdu->nadc, nt, text_of(*pdu)}, pdu->vp);
    }
    if (const auto* pdu = std::get_if<sms_transfer>(&read.pdu)) {
        handset_text content;
        content.mt = mt_alphanumeric;
        content.msg = pdu->amsg;
        return on_submit(head, {pdu->adc, pdu->oadc, {}, pdu->nadc, pdu->nrq == "1" ? nt_usual : 0, content}, pdu->vp);
    }
    if (const auto* pdu = std::get_if<call_input>(&read.pdu))
        return on_submit(head, {pdu->adc, pdu->oadc, {}, {}, 0, text_of(*pdu)}, {});
    if (const auto* pdu = std::get_if<modify_message>(&read.pdu)) return on_question(head, *pdu);
    if (const auto* pdu = std::get_if<inquiry_message>(&read.pdu)) return on_question(head, *pdu);
    if (const auto* pdu = std::get_if<delete_message>(&read.pdu)) return on_question(head, *pdu);
    ++home_->numbers().errors;
    refuse(head, error_code::operation_not_supported);
}

void peer::on_login(const header& head, const session_management& pdu) {
    const options& wanted = home_->how();
    const bool known = (wanted.user.empty() || pdu.oadc == wanted.user) &&
                       (wanted.password.empty() || from_hex(pdu.pwd).value_or("") == wanted.password);
    if (pdu.styp != styp_open_session || !known) {
        ++home_->numbers().errors;
        return refuse(head, known ? error_code::operation_not_allowed : error_code::authentication_failure);
    }
    welcome_ = true;
    account_ = home_->account(pdu.oadc);
    ++home_->numbers().binds;
    (void)encode(out_, head.trn, ack{head.ot, {}, "logged in"});
}

// A message whose last notification is out is forgotten, as a centre does after a while.
template <class Pdu>
void peer::on_question(const header& head, const Pdu& pdu) {
    if (!welcome_) return refuse(head, error_code::operation_not_allowed, "log in first");
    delivery* found = home_->waiting(pdu.adc, pdu.scts);
    if (!found) {
        ++home_->numbers().errors;
        return refuse(head, error_code::message_not_found, "no such message");
    }
    const bool tells = !home_->how().answers_in_result && pdu.ot != operation_type::modify_message;
    (void)encode(out_, head.trn, ack{head.ot, {}, reference_text({pdu.adc, pdu.scts})});
    if (pdu.ot == operation_type::delete_message) found->state = delivery_state::failed;
    if (!tells) return;
    const bool deletion = pdu.ot == operation_type::delete_message;
    home_->state(*found, deletion ? operation_type::delete_response : operation_type::inquiry_response, account_);
}

// Faults in the order in which a centre would notice them.
peer::error_code peer::verdict_on_submit(const submitted& what, std::string_view vp) {
    const options& o = home_->how();
    statistics& numbers = home_->numbers();
    ++numbers.submits;
    const bool every = o.throttle_every != 0 && numbers.submits % o.throttle_every == 0;
    if (every || !gate_.passes(o.rate_limit, now_)) return ++numbers.throttled, o.throttle_code;
    error_code code = home_->drawn_error();
    const auto end = parse_minutes(vp);
    if (code == error_code::none && what.adc.empty()) code = error_code::adc_invalid;
    if (code == error_code::none && end && *end <= home_->local(home_->now_second())) code = error_code{22};  // time period invalid
    if (code != error_code::none) ++numbers.errors;
    return code;
}

void peer::on_submit(const header& head, const submitted& what, std::string_view vp) {
    if (!welcome_ && !home_->how().user.empty()) {
        ++home_->numbers().errors;
        return refuse(head, error_code::operation_not_allowed, "log in first");
    }
    if (!welcome_) welcome_ = true, account_ = home_->account({});
    if (const error_code code = verdict_on_submit(what, vp); code != error_code::none) {
        const error_row* row = find_error(code);
        return refuse(head, code, row ? row->name : std::string_view());
    }
    const std::int64_t second = home_->second_for(what.adc);
    delayed_answer out{{}, id_, head.trn, head.ot, reference_text({what.adc, *format_seconds(home_->local(second))})};
    if (home_->how().receipt_before_answer) {
        home_->enter(what, second, account_);
        reply(std::move(out));
    } else {
        reply(std::move(out));
        home_->enter(what, second, account_);
    }
}

void peer::reply(delayed_answer what) {
    const options& o = home_->how();
    statistics& numbers = home_->numbers();
    if (o.disconnect_every != 0 && numbers.submits % o.disconnect_every == 0) {
        ++numbers.disconnects;
        const std::size_t start = out_.size();
        if (o.disconnect_inside_frame) write_answer(what);
        out_.resize(start + (out_.size() - start) / 2);
        closing_ = true;
        return;
    }
    if (home_->chance(o.never_answer_percent)) {
        ++numbers.never_answered;
        return;
    }
    what.twice = home_->chance(o.answer_twice_percent);
    if (what.twice) ++numbers.answered_twice;
    if (o.answer_delay.count() != 0) return home_->answer_later(std::move(what));
    answer(what);
}

void peer::answer(const delayed_answer& what) {
    write_answer(what);
    if (what.twice) write_answer(what);
}

void peer::write_answer(const delayed_answer& what) {
    (void)encode(out_, what.trn, ack{what.ot, {}, what.sm});
}

}  // namespace hermod::simulate::ucp
