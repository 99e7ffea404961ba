// The part of a session that sends: one message at a time, its prompt, and what the final result means.
#include <charconv>
#include <utility>

#include "connectors/modem/session.hpp"
#include "wire/at/command.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

void session::send(send_request what, mono_time now) {
    if (!room()) return events_.settled(what.token, {}, {});
    sending_ = being_sent{};
    static_cast<send_request&>(*sending_) = std::move(what);
    sending_->at = now;
    pump(now);
}

void session::start_sending(mono_time now) {
    const being_sent& one = *sending_;
    constexpr unsigned ucs2 = 8, gsm7 = 0, submit = 17, a_day = 167;
    // In text mode TP-DCS is a setting of the modem.
    const unsigned coding = one.ucs2 ? ucs2 : gsm7;
    if (text_mode_ && coding != parameters_) {
        const auto line = at::command("+CSMP").number(submit).number(a_day).number(0).number(coding).line();
        parameters_ = coding;
        return ask(*line, options_.times.answer, &session::heard_mode, now);
    }
    const auto line = text_mode_ ? at::command("+CMGS").string(one.number).line()
                                 : at::command("+CMGS").number(static_cast<unsigned>(one.length)).line();
    const auto body = at::pdu_text(text_mode_ ? one.text : one.pdu);
    if (!line || !body) {
        verdict refused;
        refused.is = verdict::kind::refused;
        refused.detail = "cannot be written as an AT command";
        return settle(std::move(refused), now);
    }
    sending_->asked = true;
    sending_->at = now;
    then_ = &session::heard_sent;
    dialogue_.ask({*line, options_.times.sending, *body, options_.times.prompt}, now);
}

void session::heard_mode(const command_answer& answer, mono_time now) {
    if (answer.good() || !sending_) return;
    parameters_ = no_parameters;
    settle(verdict_of(answer, now), now);
}

void session::heard_sent(const command_answer& answer, mono_time now) {
    if (!sending_) return;
    verdict result = verdict_of(answer, now);
    if (result.is == verdict::kind::sent) ++facts_.sent;
    settle(std::move(result), now);
}

void session::settle(verdict result, mono_time now) {
    const being_sent one = std::move(*sending_);
    sending_.reset();
    const bool heard = result.is != verdict::kind::unsure && result.is != verdict::kind::unsent;
    events_.settled(one.token, std::move(result), heard && one.asked ? now - one.at : mono_time::duration{});
}

verdict session::verdict_of(const command_answer& answer, mono_time now) {
    constexpr unsigned network_timeout = 332;
    verdict out;
    if (answer.is != command_answer::kind::final) {
        if (!answer.pdu_gone) return out;  // unsent: the modem has seen no end of it
        out.is = verdict::kind::unsure;
        out.detail = answer.is == command_answer::kind::lost ? "the modem was lost before it answered"
                                                             : "the modem did not answer in time";
        return out;
    }
    // An OK alone, before the PDU was written, answers something else.
    if (answer.good() && !answer.pdu_gone && !answer.find("+CMGS")) return out;
    if (answer.good()) {
        out.is = verdict::kind::sent;
        throttle_ = {};
        if (const at::line* line = answer.find("+CMGS"))
            if (const auto read = at::read_cmgs(line->text)) out.detail = std::to_string(read->reference);
        return out;
    }
    out.code = answer.result.number.value_or(0);
    out.detail = words_of(answer.result);
    if (is_sim_trouble(answer.result)) {
        // Nothing of it was sent, and nothing will be: another modem may do it, this one begins anew.
        forget_settings(now);
        return {};
    }
    // The modem gave it to the network, which never said what became of it.
    if (answer.result.code == at::result_code::cms_error && out.code == network_timeout && answer.pdu_gone) {
        out.is = verdict::kind::unsure;
        return out;
    }
    switch (options_.errors.of(answer.result)) {
        case error_meaning::elsewhere:
            out.elsewhere = true;
            [[fallthrough]];
        case error_meaning::refused:
            out.is = verdict::kind::refused;
            break;
        case error_meaning::later:
            out.is = verdict::kind::later;
            out.after = options_.times.retry_after;
            break;
        case error_meaning::unsure:
            out.is = verdict::kind::unsure;
            out.after = options_.times.retry_after;
            break;
        case error_meaning::throttled:
            out.is = verdict::kind::later;
            out.throttled = true;
            throttle_ =
                throttle_ == dialogue::ms{} ? options_.times.throttle_pause : std::min(throttle_ * 2, dialogue::ms(600'000));
            out.after = throttle_;
            pause_until_ = now + throttle_;
            events_.noted(session_note::throttled);
            break;
    }
    return out;
}

}  // namespace hermod::connectors::modem
