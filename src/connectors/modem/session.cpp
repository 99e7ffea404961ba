#include "connectors/modem/session.hpp"

#include <utility>

#include "connectors/modem/modem_words.hpp"
#include "wire/at/command.hpp"
#include "wire/at/line_kind.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

constexpr dialogue::ms late_answers{500};

}  // namespace

session::session(const modem_options& options, session_events& events, bool pin_tried)
    : options_(options), events_(events), dialogue_(*this), family_(&generic_family()), pin_tried_(pin_tried) {
    facts_.number = options.number;
    facts_.word = "closed";
}

void session::connected(mono_time now) {
    dialogue_.connected();
    closing_ = false;
    then_ = nullptr;
    begin(now);
    pump(now);
}

void session::disconnected(mono_time now) {
    dialogue_.disconnected(now);
    if (sending_) settle({}, now);  // not asked for yet
    if (ussd_) end_ussd(ussd_answer::kind::unavailable, "the modem is gone");
    phase_ = phase::closed;
    then_ = nullptr;
    facts_.registered = false;
    facts_.registration.clear();
    facts_.signal_dbm.reset();
    facts_.word = "closed";
    events_.changed();
}

void session::feed(std::string_view octets, mono_time now) {
    dialogue_.feed(octets, now);
    pump(now);
}

void session::tick(mono_time now) {
    if (phase_ == phase::closed) return;
    dialogue_.tick(now);
    if (ussd_ && ussd_->asked && now >= ussd_->until)
        end_ussd(ussd_answer::kind::no_answer, "the network did not answer in time");
    if (pause_until_ != mono_time{} && now >= pause_until_) {
        pause_until_ = {};
        events_.changed();
    }
    if (draining_ && now >= drain_until_) close("stopped");
    pump(now);
}

void session::start_drain(mono_time now, mono_time until) {
    draining_ = true;
    drain_until_ = until;
    events_.changed();
    pump(now);
}

bool session::usable() const {
    return phase_ == phase::ready && !draining_ && !closing_ && rung_ == 0 && !calling_ && facts_.registered &&
           pause_until_ == mono_time{};
}

void session::ask(std::string line, dialogue::ms patience, heard then, mono_time now, std::string_view enough) {
    then_ = then;
    dialogue_.ask({std::move(line), patience, {}, {}, enough}, now);
}

// What comes first, when nothing is being answered.
void session::pump(mono_time now) {
    while (phase_ != phase::closed && !closing_ && !dialogue_.busy() && next_command(now)) {
    }
}

// False: nothing is to be asked now. True: asked, or look again.
bool session::next_command(mono_time now) {
    if (calling_) return call(now), true;
    if (now < quiet_until_) return false;
    if (phase_ == phase::starting) {
        if (draining_) return close("stopped"), false;
        return now >= resume_at_ && next_step(now);
    }
    // What the network waits for goes first, then what makes room in the SIM.
    if (next_incoming(now)) return true;
    if (sending_ && !sending_->asked) return start_sending(now), true;
    if (draining_) {
        if (!sending_ && deletes_.empty() && !storing()) close("stopped");
        return false;
    }
    return next_ussd(now) || next_watch(now);
}

void session::close(std::string_view why) {
    if (std::exchange(closing_, true)) return;
    events_.close_me(why);
}

void session::answered(command_answer answer, mono_time now) {
    const heard then = std::exchange(then_, nullptr);
    const bool silent = answer.is == command_answer::kind::silent || answer.is == command_answer::kind::no_prompt;
    if (silent) events_.noted(session_note::answer_timeout);
    if (then) (this->*then)(answer, now);
    late_ = late_ || silent;
    if (silent && then != &session::heard_call) {
        calling_ = true;
        events_.changed();
    }
    if (answer.is == command_answer::kind::final && then != &session::heard_call) rung_ = 0;
}

// A modem that has not answered: once more, then out of a prompt that it may wait at, then a reset, then the connection.
void session::call(mono_time now) {
    constexpr unsigned out_of_prompt = 1, reset = 2;
    std::string line = "AT\r";
    if (rung_ == out_of_prompt) dialogue_.write(std::string(at::leave_prompt) + "\r");
    if (rung_ == reset) {
        line = "AT+CFUN=1,1\r";
        ++facts_.restarts;
        events_.noted(session_note::reset);
    }
    ask(std::move(line), options_.times.answer, &session::heard_call, now);
}

void session::heard_call(const command_answer& answer, mono_time now) {
    constexpr unsigned reset = 2;
    if (answer.is == command_answer::kind::lost) return;
    const bool was_reset = rung_ == reset;
    if (answer.is == command_answer::kind::final && !was_reset) {
        rung_ = 0;
        calling_ = false;
        // What it says now may be the answer to what was given up: nothing is asked that could be taken for answered by it.
        if (std::exchange(late_, false)) quiet_until_ = now + late_answers;
        events_.changed();
        return;
    }
    ++rung_;
    if (!was_reset) return;
    rung_ = 0;
    facts_.word = "silent";
    facts_.sentence = "does not answer";
    close(answer.is == command_answer::kind::final ? "reset, since it did not answer" : "does not answer");
}

void session::news(const at::line& line, mono_time now) {
    const std::string_view name = at::name_of(line.text);
    if (name == "+CMTI" || name == "+CDSI") {
        const auto where = name == "+CMTI" ? at::read_cmti(line.text) : at::read_cdsi(line.text);
        if (!where) return odd_line();
        read_soon({where->memory, where->index});
    } else if (name == "+CMT" || name == "+CDS") {
        take_direct(line, name == "+CDS");
    } else if (name == "+CREG" || name == "+CEREG") {
        if (const auto state = at::read_registration(line.text, name)) heard_registration(*state, name == "+CEREG");
    } else if (name == "+CUSD") {
        if (const auto said = at::read_cusd(line.text)) network_said(*said, now);
    } else if (name == "^SMMEMFULL") {
        events_.noted(session_note::storage_full);
        list_soon(memory_);
    } else if (says_restarted(line.text)) {
        forget_settings(now);
    } else if (name == "+CPIN" || says_sim_ready(line.text)) {
        resume_at_ = {};
    }
}

}  // namespace hermod::connectors::modem
