// The part of a session that begins: one step after the other, from the echo to the first look at the network.
#include <utility>

#include "connectors/modem/session.hpp"
#include "wire/at/command.hpp"
#include "wire/at/line_kind.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

constexpr dialogue::ms locked_pause{10'000};  // until somebody has seen to the SIM

std::string line_of(const at::codec_result<std::string>& line) {
    return line ? *line : std::string{};
}

// What a modem says of itself, in all lines of an answer.
std::string words_in(const command_answer& answer) {
    std::string out;
    for (const at::line& one : answer.lines) out.append(one.text).append("\n");
    return out;
}

std::string identity(const command_answer& answer, std::string_view name) {
    return answer.good() && !answer.lines.empty() ? at::read_identity(answer.lines.front().text, name) : std::string{};
}

}  // namespace

// What is asked (empty: nothing, the next one), and whether its answer leads on.
struct session::first_step {
    std::string (*line)(session&);
    bool (*leads_on)(session&, const command_answer&, mono_time);
    bool slow = false;  // may take as long as a listing
};

struct session::first_steps {
    using step = first_step;
    static bool whatever(session&, const command_answer&, mono_time) { return true; }
    // Settings of the SIM: refused while it is busy.
    static bool unless_busy(session& s, const command_answer& answer, mono_time now) { return !s.sim_trouble(answer, now); }

    static std::string smsc(session& s) {
        if (s.options_.smsc.empty()) return {};
        constexpr unsigned international = 145, unknown = 129;
        return line_of(at::command("+CSCA")
                           .string(s.options_.smsc)
                           .number(s.options_.smsc.starts_with('+') ? international : unknown)
                           .line());
    }
    static std::string storage(session& s) {
        const std::string& memory = s.options_.storage.empty() ? s.memory_ : s.options_.storage;
        if (memory.empty() || (s.options_.storage.empty() && s.chosen_ == memory)) return {};
        return line_of(at::command("+CPMS").string(memory).string(memory).string(memory).line());
    }
    static bool mode(session& s, const command_answer& answer, mono_time now) {
        if (s.sim_trouble(answer, now)) return false;
        if (answer.is == command_answer::kind::final && !answer.good() && s.options_.mode == message_mode::automatic)
            s.text_mode_ = true;
        return true;
    }
    static std::string text_characters(session& s) { return s.text_mode_ ? "AT+CSCS=\"UCS2\"\r" : ""; }
    static bool maker(session& s, const command_answer& answer, mono_time) {
        s.facts_.manufacturer = identity(answer, "+CGMI");
        s.said_ += words_in(answer);
        s.family_ = &family_of(s.said_);
        return true;
    }
    static bool serial(session& s, const command_answer& answer, mono_time now) {
        s.facts_.imei = identity(answer, "+CGSN");
        if (s.options_.imei.empty() || s.facts_.imei == s.options_.imei) return true;
        s.facts_.word = "another modem";
        s.facts_.sentence = "the modem here has the IMEI " + s.facts_.imei + ", " + s.options_.imei + " is configured";
        s.close(s.facts_.sentence);
        s.stay(now, locked_pause);
        return false;
    }
    static bool own_line(session& s, const command_answer& answer, mono_time) {
        if (!answer.good() && answer.is == command_answer::kind::final) s.events_.noted(session_note::odd_line);
        return true;
    }

    static std::vector<step> all(const modem_options& options);
};

std::vector<session::first_step> session::first_steps::all(const modem_options& options) {
    std::vector<step> out{
        {[](session&) { return std::string("ATE0\r"); }, whatever},
        {[](session&) { return std::string("AT+CMEE=1\r"); }, whatever},
        {[](session&) { return std::string("ATI\r"); },
         [](session& s, const command_answer& answer, mono_time) {
             s.said_ = words_in(answer);
             return true;
         }},
        {[](session&) { return std::string("AT+CGMI\r"); }, maker},
        {[](session&) { return std::string("AT+CGMM\r"); },
         [](session& s, const command_answer& answer, mono_time) {
             s.facts_.model = identity(answer, "+CGMM");
             s.family_ = &family_of(s.said_.append(s.facts_.model));
             return true;
         }},
        {[](session&) { return std::string("AT+CGMR\r"); },
         [](session& s, const command_answer& answer, mono_time) {
             s.facts_.revision = identity(answer, "+CGMR");
             return true;
         }},
        {[](session&) { return std::string("AT+CGSN\r"); }, serial},
        {[](session& s) { return std::string(s.family_->quiet); }, whatever},
        {[](session&) { return std::string("AT+CPIN?\r"); },
         [](session& s, const command_answer& answer, mono_time now) { return s.heard_pin(answer, now); }},
        {[](session&) { return std::string("AT+CIMI\r"); },
         [](session& s, const command_answer& answer, mono_time now) {
             if (s.sim_trouble(answer, now)) return false;
             s.facts_.imsi = identity(answer, "+CIMI");
             return true;
         }},
        {[](session& s) { return std::string(s.options_.mode == message_mode::text ? "" : "AT+CMGF=0\r"); }, mode},
        {[](session& s) { return std::string(s.text_mode_ ? "AT+CMGF=1\r" : ""); }, unless_busy},
        {text_characters,
         [](session& s, const command_answer& answer, mono_time) {
             s.hex_text_ = answer.good();
             return true;
         }},
        {smsc, unless_busy},
        {[](session&) { return std::string("AT+CSCA?\r"); },
         [](session& s, const command_answer& answer, mono_time now) {
             if (s.sim_trouble(answer, now)) return false;
             const at::line* line = answer.find("+CSCA");
             if (const auto read = line ? at::read_csca(line->text) : at::codec_result<at::number_and_type>(at::codec_error{});
                 line && read)
                 s.facts_.smsc = (read->type == 145u && !read->number.starts_with('+') ? "+" : "") + read->number;
             return true;
         }},
        {[](session&) { return std::string("AT+CPMS?\r"); },
         [](session& s, const command_answer& answer, mono_time now) {
             if (s.sim_trouble(answer, now)) return false;
             s.heard_storage(answer);
             return true;
         },
         true},
        {storage,
         [](session& s, const command_answer& answer, mono_time now) {
             if (s.sim_trouble(answer, now)) return false;
             if (answer.good() && !s.options_.storage.empty()) s.memory_ = s.options_.storage;
             if (answer.good()) s.chosen_ = s.facts_.storage = s.memory_;
             return true;
         },
         true},
        {[](session& s) {
             const bool direct = s.options_.reports == report_way::automatic || s.options_.reports == report_way::direct;
             return std::string(direct && !s.acks_refused_ && !s.text_mode_ ? "AT+CSMS=1\r" : "");
         },
         [](session& s, const command_answer& answer, mono_time) {
             s.acks_ = answer.good();
             return true;
         }},
        {[](session&) { return std::string("AT+CNMI=?\r"); },
         [](session& s, const command_answer& answer, mono_time) {
             s.plan_news(answer);
             return true;
         }},
        {[](session& s) { return s.news_line(); },
         [](session& s, const command_answer& answer, mono_time now) {
             if (s.sim_trouble(answer, now)) return false;
             return s.heard_news(answer);
         }},
        // What an earlier connection left unacknowledged goes back to the network, which sends it again: a modem whose patience
        // ends would switch its news off, and acknowledge it itself.
        {[](session& s) { return std::string(s.acks_ ? "AT+CNMA=2\r" : ""); }, whatever},
        {[](session&) { return std::string("AT+CREG=1\r"); }, whatever},
        {[](session&) { return std::string("AT+CEREG=1\r"); }, whatever},
        {[](session& s) { return std::string(s.facts_.number.empty() ? "AT+CNUM\r" : ""); },
         [](session& s, const command_answer& answer, mono_time) {
             const at::line* line = answer.find("+CNUM");
             if (const auto read = line ? at::read_cnum(line->text) : at::codec_result<at::own_number>(at::codec_error{});
                 line && read)
                 s.facts_.number =
                     (read->type == 145u && !read->number.empty() && read->number[0] != '+' ? "+" : "") + read->number;
             return true;
         }},
    };
    for (std::size_t i = 0; i < options.init.size(); ++i)
        out.push_back({[](session& s) { return line_of(at::whole_line(s.options_.init[s.step_ - s.own_lines_])); }, own_line});
    return out;
}

void session::begin(mono_time now) {
    phase_ = phase::starting;
    steps_ = std::make_shared<const std::vector<first_step>>(first_steps::all(options_));
    own_lines_ = steps_->size() - options_.init.size();
    step_ = 0;
    tries_ = 0;
    rung_ = 0;
    calling_ = true;
    resume_at_ = now;
    text_mode_ = options_.mode == message_mode::text;
    hex_text_ = acks_ = announces_ = false;
    parameters_ = no_parameters;
    news_plans_.clear();
    circuit_state_.reset();
    lte_state_.reset();
    no_circuit_ = no_lte_ = false;
    chosen_.clear();
    reads_.clear();
    lists_.clear();
    ack_queue_.clear();
    deletes_.clear();  // only what a look at the storage finds there still: another SIM may be in
    facts_.usable = false;
    facts_.word = "starting";
    facts_.sentence = "settings";
    events_.changed();
}

bool session::next_step(mono_time now) {
    if (std::exchange(enter_pin_, false)) {
        ask(line_of(at::command("+CPIN").string(options_.pin).line()), options_.times.listing, &session::heard_pin_entered, now);
        return true;
    }
    const auto& steps = *steps_;
    while (step_ < steps.size()) {
        std::string line = steps[step_].line(*this);
        if (!line.empty()) {
            ask(std::move(line), steps[step_].slow ? options_.times.listing : options_.times.answer, &session::heard_step, now,
                "+CPIN");
            return true;
        }
        ++step_;
        tries_ = 0;
    }
    phase_ = phase::ready;
    facts_.word = "searching";
    facts_.sentence = "looking for the network";
    next_watch_ = next_poll_ = now;
    list_soon(memory_);
    events_.changed();
    return true;
}

void session::heard_step(const command_answer& answer, mono_time now) {
    if (answer.is != command_answer::kind::final) return;  // it is asked again, when the modem answers
    if (!(*steps_)[step_].leads_on(*this, answer, now)) {
        events_.changed();
        return;
    }
    ++step_;
    tries_ = 0;
}

void session::stay(mono_time now, dialogue::ms pause) {
    ++tries_;
    resume_at_ = now + pause;
}

}  // namespace hermod::connectors::modem
