// The part of a session that waits for the SIM and opens it: what AT+CPIN? says, and the one try that a PIN has.
#include <utility>

#include "connectors/modem/session.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

constexpr unsigned most_busy_tries = 30;      // a SIM may take a minute after a start
constexpr unsigned most_vague_tries = 5;      // AT+CPIN? answered by a bare ERROR
constexpr dialogue::ms locked_pause{10'000};  // until somebody has seen to the SIM

}  // namespace

// Whether the step must wait for the SIM. A SIM that stays busy is asked for less and less.
bool session::sim_trouble(const command_answer& answer, mono_time now) {
    if (answer.good() || answer.is != command_answer::kind::final) return false;
    if (is_sim_busy(answer.result) && tries_ < most_busy_tries) {
        facts_.sim = "busy";
        facts_.word = "starting";
        facts_.sentence = "the SIM is busy";
        stay(now, options_.times.sim_retry);
        return true;
    }
    return false;
}

// AT+CPIN? and AT+CPIN=: the PIN is tried once. Whether it was right, the next question shows.
bool session::heard_pin(const command_answer& answer, mono_time now) {
    if (sim_trouble(answer, now)) return false;
    const at::line* line = answer.find("+CPIN");
    const auto read = line ? at::read_cpin(line->text) : at::codec_result<at::pin_state>(at::codec_error{});
    const auto locked = [&](std::string_view sim, std::string sentence) {
        facts_.sim = sim;
        facts_.word = "no SIM";
        facts_.sentence = std::move(sentence);
        stay(now, locked_pause);
        return false;
    };
    if (line && read) switch (*read) {
            case at::pin_state::ready:
                if (std::exchange(pin_tried_, false)) events_.pin_tried(false);
                pin_accepted_ = false;
                facts_.sim = "ready";
                return true;
            case at::pin_state::sim_pin:
                if (pin_accepted_ && tries_ < most_busy_tries) return stay(now, options_.times.sim_retry), false;
                if (options_.pin.empty()) return locked("PIN needed", "the SIM wants a PIN, and none is configured");
                if (pin_tried_) return locked("PIN refused", "the SIM has refused the PIN; it is not tried again");
                pin_tried_ = true;
                events_.pin_tried(true);
                enter_pin_ = true;
                return false;
            case at::pin_state::sim_puk:
                return locked("PUK needed", "the SIM is locked and wants its PUK");
            case at::pin_state::sim_pin2:
            case at::pin_state::sim_puk2:
                facts_.sim = "ready";  // PIN2 guards nothing that messages need
                return true;
            case at::pin_state::device_lock:
            case at::pin_state::network_lock:
            case at::pin_state::other:
                return locked("locked", "the modem or the SIM is locked: " + line->text);
        }
    constexpr unsigned not_inserted = 10, failure = 13, wrong = 15;
    const auto number = answer.result.code == at::result_code::cme_error ? answer.result.number : std::nullopt;
    if (number == not_inserted) return locked("missing", "there is no SIM");
    if (number == failure || number == wrong) return locked("failed", words_of(answer.result));
    if (tries_ < most_vague_tries) return stay(now, options_.times.sim_retry), false;
    facts_.sim = "unknown";
    return true;
}

// AT+CPIN=: OK says that it will be accepted; whatever else, it was tried.
void session::heard_pin_entered(const command_answer& answer, mono_time now) {
    pin_accepted_ = answer.good();
    if (answer.good()) facts_.sentence = "the SIM takes the PIN";
    stay(now, answer.good() ? dialogue::ms(500) : dialogue::ms(0));
}

}  // namespace hermod::connectors::modem
