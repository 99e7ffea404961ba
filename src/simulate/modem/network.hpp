// The network behind simulated modems: takes their messages, makes status reports, has messages from handsets for them.
//
// Owned by the centre, one thread; devices call it, and the centre brings what waits here to the devices. A message to the
// number of another simulated modem goes there. Both ledgers are flushed before an answer leaves.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "simulate/common/dice.hpp"
#include "simulate/common/ledger.hpp"
#include "simulate/common/rate_gate.hpp"
#include "simulate/modem/options.hpp"
#include "wire/tpdu/pdu.hpp"

namespace hermod::simulate::modem {

// What a modem is to do about a message that it has handed over.
struct outcome {
    enum class answer : std::uint8_t { whole, no_final, none };
    enum class after : std::uint8_t { nothing, hang, unplug };
    unsigned error = 0;  // +CMS ERROR; 0: taken
    answer says = answer::whole;
    after then = after::nothing;
    bool noise = false;  // a line of it in front
};

// An SMS-DELIVER or SMS-STATUS-REPORT on its way to a modem, as octets.
struct delivery {
    mono_time due{};
    unsigned modem = 0;
    bool report = false;
    std::vector<std::uint8_t> tpdu{};
};

// The number of the SIM that stands so far behind the first one's.
std::string number_of(const options& how, unsigned modem);

class network {
public:
    explicit network(const options& how);

    result<void> open();  // the ledgers
    void flush();

    // Modems count from 0.
    outcome submit(unsigned modem, const wire::tpdu::sms_submit& message, std::uint8_t reference, mono_time now);
    void command(unsigned modem, const wire::tpdu::sms_command& asked, std::uint8_t reference, mono_time now);

    // A message from a handset, in as many parts as it needs. UTF-8.
    void deliver(unsigned modem, std::string_view from, std::string_view text);
    void deliver(unsigned modem, std::vector<std::uint8_t> tpdu, bool report = false);
    std::deque<delivery>& waiting(unsigned modem) { return waiting_[modem]; }
    void again(delivery what, mono_time now);  // the modem has refused it: later once more
    // The modem has it for good.
    void received(const delivery& what);

    void tick(mono_time now);  // what has fallen due now waits
    std::optional<mono_time> due() const;
    bool all_sent() const;
    statistics& numbers() { return numbers_; }
    const statistics& numbers() const { return numbers_; }

private:
    unsigned refusal(unsigned modem, mono_time now);
    std::uint8_t drawn_status();
    void take_down(unsigned modem, const wire::tpdu::sms_submit& message, std::uint8_t reference);
    void make_reports(unsigned modem, const wire::tpdu::sms_submit& message, std::uint8_t reference, mono_time now);
    void report(unsigned modem, const wire::tpdu::address& recipient, std::uint8_t reference, std::uint8_t status, bool asked,
                mono_time due);
    void forward(unsigned modem, const wire::tpdu::address& from, const wire::tpdu::sms_submit& message);
    void stream_inbound(mono_time now);

    const options& how_;
    statistics numbers_;
    simulate::dice dice_;
    simulate::ledger ledger_, received_;
    std::vector<rate_gate> gates_;
    std::vector<std::deque<delivery>> waiting_;
    std::deque<delivery> reports_, refused_;  // not due yet
    std::uint64_t next_id_ = 1, next_received_ = 1;
    std::uint8_t next_long_ = 1;  // reference of the next message in several parts
    double inbound_due_ = 0;
    mono_time inbound_at_{};
};

}  // namespace hermod::simulate::modem
