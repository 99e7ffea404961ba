// A simulated modem as its terminal sees it: octets in, octets out, by 3GPP TS 27.005 and 27.007. Pure but for the network
// that it calls; owned by the centre, one thread.
//
// While a command is worked on or a prompt is open, what the modem would say by itself waits. A terminal that leaves takes its
// half of a command with it; settings stay until ATZ or AT+CFUN=1,1.
#pragma once

#include <string>

#include "simulate/modem/character_set.hpp"
#include "simulate/modem/family.hpp"
#include "simulate/modem/memories.hpp"
#include "simulate/modem/network.hpp"
#include "simulate/modem/text_mode.hpp"
#include "wire/at/command_line.hpp"

namespace hermod::simulate::modem {

// How a command ends.
struct reply {
    enum class kind : std::uint8_t { ok, silent, error, cme, cms, unsupported, prompt, later };
    kind what = kind::ok;
    unsigned number = 0;  // of cme and cms
};

enum class reception : std::uint8_t { taken, kept };

class device {
public:
    // `number` from 0. Both outlive the device.
    device(unsigned number, const options& how, network& behind);

    // A terminal comes, or the last one goes.
    void attach(mono_time now);
    void detach();
    bool attached() const { return attached_; }

    void feed(std::string_view octets, mono_time now);
    void tick(mono_time now);
    std::optional<mono_time> due() const;
    std::string take_output() { return std::exchange(output_, {}); }

    // A message or a report that the network has for it; kept: not now, the network tries again.
    reception receive(const delivery& what, mono_time now);

    // The cable is to be pulled, behind what was written; asked once.
    bool takes_unplugging() { return std::exchange(unplug_, false); }
    void hang(mono_time now);
    void wake() { hung_ = false; }
    void make_noise(std::string_view line) { output_ += "\r\n" + std::string(line) + "\r\n"; }
    void set_signal(unsigned rssi) { signal_ = rssi; }
    void set_registration(unsigned state);
    void restart(mono_time now);  // power off and on
    const memories& kept() const { return memories_; }

private:
    using command = wire::at::given_command;
    using form = wire::at::command_form;

    // What ATZ puts back.
    struct settings {
        bool echo = true, verbose = true, text = false, headers = false;
        unsigned errors = 0, phase = 0, operator_format = 0;
        character_set characters = character_set::gsm;
        unsigned news_mode = 0, news = 0, broadcasts = 0, reports = 0, buffer = 0;
        unsigned registration_news[3] = {0, 0, 0};  // +CREG, +CGREG, +CEREG
        text_settings outgoing{};
    };
    struct row {
        std::string_view name;
        reply (device::*run)(const command&);
    };
    static const row rows[];
    enum class prompted : std::uint8_t { none, send, write, command, confirm };
    enum class pin : std::uint8_t { open, wanted, puk };

    // device.cpp: the line
    void work();
    void take(char c);
    void take_line();
    void take_prompted(char c);
    void run_rest();
    reply run(const command& one);
    void finish(const reply& how);
    std::string final_text(const reply& how) const;
    std::string info(std::string_view line) const;
    void say(std::string_view line) { output_ += info(line); }
    void news(std::string line);
    bool busy() const { return later_ || prompt_ != prompted::none; }
    void say_waiting_news();
    bool searching() const;
    unsigned registered_as() const;
    unsigned trouble() const;  // +CMS ERROR that every command about messages gets now; 0: none
    reply cms(unsigned number) const { return {reply::kind::cms, number}; }
    reply cme(unsigned number) const { return {reply::kind::cme, number}; }
    // A number as the command's only parameter, or as AT+X? and AT+X=? show it.
    reply setting(const command& one, unsigned& value, std::string_view choices, unsigned most);

    // device_general.cpp
    reply nothing(const command&) { return {}; }
    reply on_battery(const command&);
    reply on_attachment(const command&);
    reply on_reset(const command&);
    reply on_echo(const command&);
    reply on_verbose(const command&);
    reply on_information(const command&);
    reply on_identity(const command&);
    reply on_errors(const command&);
    reply on_characters(const command&);
    reply on_pin(const command&);
    reply on_power(const command&);
    reply on_signal(const command&);
    reply on_operator(const command&);
    reply on_registration(const command&);
    reply on_own_number(const command&);
    reply on_ussd(const command&);
    reply on_ussd_mode(const command&);

    // device_sending.cpp
    reply on_format(const command&);
    reply on_centre(const command&);
    reply on_send(const command&);
    reply on_write(const command&);
    reply on_send_stored(const command&);
    reply on_command(const command&);
    reply on_text_settings(const command&);
    reply on_headers(const command&);
    reply open_prompt(prompted what, const command&);
    void prompt_ended();
    reply hand_over(const wire::tpdu::sms_submit& message, std::string_view name);
    reply answer_later(const outcome& out, std::string answer);
    reply send_pdu(std::string_view hex);
    reply write_message(std::string_view body);
    std::uint8_t next_reference();

    // device_storage.cpp
    reply on_memory(const command&);
    reply on_list(const command&);
    reply on_read(const command&);
    reply on_delete(const command&);
    memory& reading() { return memories_[selected_[0]]; }
    std::string memory_state(bool named);
    void show(std::string_view name, std::optional<std::size_t> slot, const stored& what);
    std::optional<std::size_t> slot_of(unsigned index);

    // device_receiving.cpp
    reply on_service(const command&);
    reply on_news(const command&);
    reply on_confirm(const command&);
    reply confirm_with(unsigned how);
    reception store(const delivery& what, memory_name where, std::string_view notice);
    void route(const delivery& what, std::string_view name, mono_time now);
    std::vector<std::uint8_t> with_centre(const std::vector<std::uint8_t>& tpdu, std::size_t& smsc_size) const;

    unsigned number_;
    const options& how_;
    network& network_;
    const habits& habits_;
    settings set_;
    memories memories_;
    memory_name selected_[3] = {memory_name::sm, memory_name::sm, memory_name::sm};
    std::string centre_;
    pin pin_ = pin::open;
    unsigned pin_tries_ = 3, signal_, registration_, power_ = 1, ussd_mode_ = 1;
    mono_time started_{};
    bool attached_ = false, hung_ = false, unplug_ = false, menu_open_ = false, was_searching_ = false, full_told_ = false;
    std::optional<mono_time> wakes_;

    std::string input_, line_, output_;
    bool overlong_ = false;
    std::vector<command> todo_;
    std::size_t next_todo_ = 0;
    prompted prompt_ = prompted::none;
    std::string body_;
    unsigned announced_ = 0, prompt_status_ = 0;  // <length>, <stat>
    std::string prompt_number_;                   // <da>, in text mode
    std::deque<std::string> news_;
    std::uint8_t reference_ = 0;

    struct late_answer {
        mono_time due;
        std::string text;
        bool ends = true;  // a final result is in it
        outcome::after then = outcome::after::nothing;
    };
    std::optional<late_answer> later_;
    struct unconfirmed {
        delivery what;
        mono_time due;
    };
    std::optional<unconfirmed> unconfirmed_;
    mono_time now_{};
};

}  // namespace hermod::simulate::modem
