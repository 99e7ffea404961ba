// One modem: what is asked of it, in which order, and what its answers and news mean. No port, no clock, no coroutine.
//
// connected() begins with a probe and the settings; then messages are sent one at a time, stored ones are read and handed over,
// and deleted once answer() says that they are kept. A modem that does not answer is called, escaped from its prompt, reset and
// at last closed. What has been learnt of it survives the connection, and so does what stands in its storage: a message that is
// handed over already is not handed over again after a replug. Owned by its modem_line, on the connector's executor.
#pragma once

#include <deque>
#include <map>
#include <optional>

#include "connectors/modem/dialogue.hpp"
#include "connectors/modem/family.hpp"
#include "connectors/modem/options.hpp"
#include "gateway/modems.hpp"
#include "lines/session.hpp"
#include "message/verdict.hpp"
#include "wire/at/answers.hpp"

namespace hermod::connectors::modem {

using lines::intake;

using item_key = std::uint64_t;

// As the modem gave it. In text mode there is no PDU but a sender and a text, both decoded.
struct arrival {
    std::string pdu;  // hex
    std::size_t announced = 0;
    bool text_mode = false;
    std::string from, text;  // UTF-8
};

struct send_request {
    std::uint64_t token = 0;
    std::string pdu;         // hex, with the SMSC part
    std::size_t length = 0;  // of the TPDU
    // In text mode instead: both as UCS-2 in hex.
    std::string number, text;
    bool ucs2 = false;
};

enum class session_note : std::uint8_t { odd_line, answer_timeout, throttled, settings_lost, reset, storage_full };

class session_events {
public:
    // usable() or facts() are not what they were.
    virtual void changed() = 0;
    // Of a sent one `detail` is the modem's TP-MR, empty when it gave none.
    virtual void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) = 0;
    virtual void arrived(item_key key, const arrival& what) = 0;
    virtual void noted(session_note what) = 0;
    // The PIN is about to be tried, or has been found right: to be remembered before anything is written.
    virtual void pin_tried(bool tried) = 0;
    virtual void close_me(std::string_view why) = 0;
    virtual void passed(bool outward, std::string_view line) = 0;

protected:
    ~session_events() = default;
};

class session final : private dialogue_events {
public:
    // options outlives it. `pin_tried`: an earlier run tried this PIN and never saw the SIM accept it.
    session(const modem_options& options, session_events& events, bool pin_tried = false);

    void connected(mono_time now);
    void disconnected(mono_time now);
    void feed(std::string_view octets, mono_time now);
    void tick(mono_time now);
    void start_drain(mono_time now, mono_time until);

    // While room(). Settled once.
    void send(send_request what, mono_time now);
    // Not from within arrived(). Whenever it comes: also when the connection is another one.
    void answer(item_key key, intake what, mono_time now);
    void ask_ussd(std::string code, ussd_heard then, mono_time now);

    std::string take_output() { return dialogue_.take_output(); }
    bool has_output() const { return dialogue_.has_output(); }
    void written(std::size_t count) { dialogue_.written(count); }

    bool usable() const;
    bool room() const { return usable() && !sending_; }
    bool sending() const { return sending_.has_value(); }
    bool text_mode() const { return text_mode_; }
    bool hex_text() const { return hex_text_; }  // in text mode: it takes UCS-2 in hex
    const modem_status& facts() const { return facts_; }
    const family& kind() const { return *family_; }
    std::size_t items() const { return items_.size(); }
    bool storing() const;  // something that was handed over has no answer yet

private:
    enum class phase : std::uint8_t { closed, starting, ready };
    enum class wanted : std::uint8_t { pin_state, registration, lte_registration, signal, operator_name, storage, settings };
    struct item {
        enum class state : std::uint8_t { handed, kept, left } now = state::handed;
        bool direct = false, report = false, again = false;  // again: to be handed over once more
        std::string memory;
        unsigned index = 0;
        std::size_t hash = 0;
        arrival what;  // of a direct one, until it is kept
        mono_time next_try{};
    };
    struct place {
        std::string memory;
        unsigned index = 0;
    };
    struct being_sent : send_request {
        mono_time at{};
        bool asked = false;
    };
    struct ussd_request {
        std::string code;
        ussd_heard then;
        mono_time until{};
        bool asked = false, packed = false;
    };
    struct first_steps;  // session_start.cpp
    struct first_step;
    using heard = void (session::*)(const command_answer&, mono_time);

    // dialogue_events
    void answered(command_answer answer, mono_time now) override;
    void news(const wire::at::line& line, mono_time now) override;
    void odd_line() override { events_.noted(session_note::odd_line); }
    void passed(bool outward, std::string_view line) override { events_.passed(outward, line); }

    void ask(std::string line, dialogue::ms patience, heard then, mono_time now, std::string_view enough = {});
    void pump(mono_time now);
    bool next_command(mono_time now);
    void close(std::string_view why);

    // Recovery: session.cpp.
    void call(mono_time now);
    void heard_call(const command_answer& answer, mono_time now);

    // The beginning: session_start.cpp, session_settings.cpp.
    void begin(mono_time now);
    bool next_step(mono_time now);
    void heard_step(const command_answer& answer, mono_time now);
    void stay(mono_time now, dialogue::ms pause);
    bool heard_pin(const command_answer& answer, mono_time now);
    void heard_pin_entered(const command_answer& answer, mono_time now);
    bool sim_trouble(const command_answer& answer, mono_time now);
    void plan_news(const command_answer& answer);
    std::string news_line() const;
    bool heard_news(const command_answer& answer);
    void heard_storage(const command_answer& answer);

    // Sending: session_sending.cpp.
    void start_sending(mono_time now);
    void heard_mode(const command_answer& answer, mono_time now);
    void heard_sent(const command_answer& answer, mono_time now);
    void settle(verdict result, mono_time now);
    verdict verdict_of(const command_answer& answer, mono_time now);

    // Receiving: session_incoming.cpp.
    bool next_incoming(mono_time now);
    void ask_in(const std::string& memory, std::string line, heard then, mono_time now);
    void heard_select(const command_answer& answer, mono_time now);
    void heard_list(const command_answer& answer, mono_time now);
    void heard_read(const command_answer& answer, mono_time now);
    void heard_delete(const command_answer& answer, mono_time now);
    void heard_ack(const command_answer& answer, mono_time now);
    void take_stored(const std::string& memory, unsigned index, const wire::at::line& line, const std::string& following,
                     bool listed);
    void take_direct(const wire::at::line& line, bool report);
    void hand(item_key key, item& one, const arrival& what);
    std::map<item_key, item>::iterator at_place(const std::string& memory, unsigned index);
    void list_soon(const std::string& memory);
    void read_soon(place where);
    void acknowledge(bool kept);

    // Watching: session_watch.cpp.
    bool next_watch(mono_time now);
    void heard_watch(const command_answer& answer, mono_time now);
    void heard_registration(const wire::at::registration& what, bool lte);
    void judge_registration();
    void forget_settings(mono_time now);

    // USSD: session_ussd.cpp.
    bool next_ussd(mono_time now);
    void heard_ussd(const command_answer& answer, mono_time now);
    void network_said(const wire::at::ussd& what, mono_time now);
    void end_ussd(ussd_answer::kind is, std::string text);

    const modem_options& options_;
    session_events& events_;
    dialogue dialogue_;
    heard then_ = nullptr;
    modem_status facts_;
    const family* family_;

    phase phase_ = phase::closed;
    std::shared_ptr<const std::vector<first_step>> steps_;
    std::size_t step_ = 0, own_lines_ = 0;  // where the operator's own begin
    unsigned tries_ = 0;                    // of this step
    unsigned rung_ = 0;                     // of recovery; 0: it answers
    bool calling_ = false;                  // the next command is a call
    bool late_ = false;                     // an answer that was given up may still come
    mono_time resume_at_{}, pause_until_{}, quiet_until_{}, drain_until_ = mono_time::max();
    bool draining_ = false, closing_ = false;

    std::string said_;  // what it says of itself
    bool pin_tried_, pin_accepted_ = false, enter_pin_ = false;
    bool text_mode_ = false, hex_text_ = false, acks_ = false, acks_refused_ = false;
    static constexpr unsigned no_parameters = 256;
    unsigned parameters_ = no_parameters;  // of text mode: the TP-DCS that AT+CSMP has set
    std::vector<std::string> news_plans_;  // what AT+CNMI may be told, the best first
    std::size_t news_plan_ = 0;
    bool announces_ = false;  // it says when a message has come
    std::optional<unsigned> circuit_state_, lte_state_;
    bool no_circuit_ = false, no_lte_ = false;
    unsigned odd_settings_ = 0;  // looks in a row that found other settings

    std::optional<being_sent> sending_;
    dialogue::ms throttle_{0};

    std::string memory_, chosen_;  // its storage; the one that is selected now
    std::map<item_key, item> items_;
    item_key next_key_ = 1;
    std::deque<place> reads_;
    std::deque<std::string> lists_;
    std::deque<item_key> deletes_;
    std::deque<bool> ack_queue_;
    std::deque<std::size_t> kept_direct_;  // hashes of the last direct messages that were kept: the network repeats itself
    std::string ask_memory_, ask_line_;    // after the selection of a memory
    heard ask_then_ = nullptr;
    place reading_;
    item_key deleting_ = 0;
    std::deque<wanted> watching_;
    wanted watched_ = wanted::signal;
    mono_time next_watch_{}, next_poll_{};
    std::optional<ussd_request> ussd_;
};

}  // namespace hermod::connectors::modem
