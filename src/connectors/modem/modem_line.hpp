// One modem of a connector: its port, its session, what waits for it, how much its SIM has sent, and which reports it awaits.
//
// Owned by its connector through shared_ptr, on the connector's executor; goes when its port has ended.
#pragma once

#include <deque>
#include <memory>

#include "base/log.hpp"
#include "connectors/modem/port.hpp"
#include "connectors/modem/sent_messages.hpp"
#include "connectors/modem/session.hpp"
#include "connectors/modem/sim_usage.hpp"
#include "gateway/connector.hpp"

namespace hermod::connectors::modem {

class modem_line;

// What a line needs of its connector.
class line_home {
public:
    virtual void turn_begins() = 0;
    virtual void turn_ends() = 0;
    virtual mono_time now() const = 0;
    virtual wall_time wall() const = 0;
    virtual connector_counters& numbers() = 0;
    virtual void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) = 0;
    virtual void arrived(modem_line& by, item_key key, const arrival& what) = 0;
    // Translates, and sends through `by`'s session.
    virtual void put(modem_line& by, const outbound& part) = 0;
    virtual void pin_tried(modem_line& by, bool tried) = 0;
    virtual void look_again(bool usable_changed) = 0;  // what is shown of a modem is not what it was
    virtual void line_ended() = 0;

protected:
    ~line_home() = default;
};

class modem_line final : private session_events, private port_home {
public:
    // All outlive the line.
    modem_line(boost::asio::any_io_executor executor, const modem_options& options, const connector_options& group,
               std::size_t index, line_home& home, bool pin_tried);

    void start() { port_->start(); }
    // Gives back what waits, finishes what is under way, does not come back.
    void stop(mono_time until);
    void close_now();
    void tick(mono_time now);

    // Waits here until the modem and its limits have room.
    void take(outbound part);
    void drain();
    void flush();
    void answer(item_key key, intake what);
    void ask_ussd(std::string code, ussd_heard then);
    // What put() has made.
    void submit(const outbound& part, send_request what);

    bool usable() const { return !stopping_ && session_.usable() && !usage_.day_is_full(); }
    // Parts that would leave without waiting: 1 or 0.
    std::size_t room() const { return usable() && waiting_.empty() && session_.room() && usage_.allows() ? 1 : 0; }
    std::size_t load() const { return waiting_.size() + (session_.sending() ? 1 : 0); }
    bool sending() const { return session_.sending(); }
    bool text_mode() const { return session_.text_mode(); }
    bool hex_text() const { return session_.hex_text(); }
    std::size_t index() const { return index_; }
    const modem_options& options() const { return options_; }
    const std::string& number() const { return session_.facts().number; }
    sim_usage& usage() { return usage_; }
    const sim_usage& usage() const { return usage_; }
    sent_messages& sent() { return sent_; }
    std::uint64_t sent_count() const { return session_.facts().sent; }
    modem_status status() const;

private:
    // session_events
    void changed() override;
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void arrived(item_key key, const arrival& what) override { home_.arrived(*this, key, what); }
    void noted(session_note what) override;
    void pin_tried(bool tried) override { home_.pin_tried(*this, tried); }
    void close_me(std::string_view why) override;
    void passed(bool outward, std::string_view line) override;

    // port_home
    void opened() override;
    void heard(std::string_view octets) override;
    void wrote(std::size_t count) override;
    void gone(const error_code& why) override;
    void not_opened(const error_code& why) override;
    void port_ended() override { home_.line_ended(); }

    void give_back_waiting();
    void say(log_level level, std::string_view event, std::string_view detail);

    const modem_options& options_;
    const connector_options& group_;
    std::size_t index_;
    line_home& home_;
    session session_;
    sim_usage usage_;
    sent_messages sent_;
    std::shared_ptr<port> port_;
    std::deque<outbound> waiting_;
    std::uint64_t token_ = 0;  // of the part that the session has
    std::string recipient_;
    bool receipt_ = false;
    bool was_usable_ = false, closing_ = false, stopping_ = false;
    std::string trouble_;  // why the port cannot be opened; said once
};

// "/dev/ttyUSB0", "tcp:192.0.2.7:7000".
std::string place_of(const modem_options& options);

}  // namespace hermod::connectors::modem
