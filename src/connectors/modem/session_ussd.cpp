// The part of a session that asks the network by USSD, one question at a time.
#include <utility>

#include "connectors/modem/session.hpp"
#include "connectors/modem/ussd_text.hpp"
#include "wire/at/command.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

void session::ask_ussd(std::string code, ussd_heard then, mono_time now) {
    if (phase_ != phase::ready || draining_)
        return then({ussd_answer::kind::unavailable, "the modem is not ready: " + facts_.sentence});
    if (ussd_) return then({ussd_answer::kind::unavailable, "another question waits for its answer"});
    ussd_ = ussd_request{std::move(code), std::move(then), {}, false, false};
    pump(now);
}

bool session::next_ussd(mono_time now) {
    if (!ussd_ || ussd_->asked) return false;
    const ussd_form form = hex_text_ ? ussd_form::ucs2_hex : ussd_->packed ? ussd_form::packed_hex : ussd_form::text;
    constexpr unsigned on = 1, end = 2, gsm7 = 15;
    const auto written = write_ussd(ussd_->code, form);
    const auto line = ussd_->code.empty() ? at::command("+CUSD").number(end).line()
                                          : at::command("+CUSD").number(on).string(written.value_or("")).number(gsm7).line();
    if (!written || !line) {
        end_ussd(ussd_answer::kind::refused, "the code has a character that cannot be sent");
        return true;
    }
    ussd_->asked = true;
    ussd_->until = now + options_.times.ussd;
    ask(*line, options_.times.ussd, &session::heard_ussd, now);
    return true;
}

void session::heard_ussd(const command_answer& answer, mono_time) {
    if (!ussd_) return;  // the network was quicker
    if (answer.good()) {
        if (ussd_->code.empty()) end_ussd(ussd_answer::kind::ended, {});
        return;
    }
    if (answer.is == command_answer::kind::lost) return end_ussd(ussd_answer::kind::unavailable, "the modem is gone");
    if (answer.is != command_answer::kind::final) return end_ussd(ussd_answer::kind::no_answer, "the modem did not answer");
    if (family_->packed_ussd && !ussd_->packed && !ussd_->code.empty()) {
        ussd_->packed = true;
        ussd_->asked = false;
        return;
    }
    end_ussd(ussd_answer::kind::refused, words_of(answer.result));
}

void session::network_said(const at::ussd& what, mono_time) {
    if (!ussd_) return;  // the network speaks unasked, or repeats itself
    const ussd_form form = hex_text_ ? ussd_form::ucs2_hex : ussd_->packed ? ussd_form::packed_hex : ussd_form::text;
    std::string text = read_ussd(what.text, what.dcs, form);
    using kind = ussd_answer::kind;
    switch (what.state) {
        case 0:
            return end_ussd(kind::done, std::move(text));
        case 1:
            return end_ussd(kind::wants_more, std::move(text));
        case 2:
            return end_ussd(kind::ended, std::move(text));
        case 3:
            return end_ussd(kind::refused, "another client of the network answered");
        case 4:
            return end_ussd(kind::refused, "the network does not support it");
        default:
            return end_ussd(kind::no_answer, "the network's time was over");
    }
}

void session::end_ussd(ussd_answer::kind is, std::string text) {
    const auto one = std::exchange(ussd_, std::nullopt);
    one->then({is, std::move(text)});
}

}  // namespace hermod::connectors::modem
