// What a connector with modems shows of them, and USSD: connector::modems(), for the API, metrics and `hermod modem`.
//
// Plain data that any driver of modems fills, whatever it drives them by. The board is written by the connector on its
// executor and read by any thread; its mutex is held for the length of a copy.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace hermod {

struct modem_status {
    std::string name;            // of the configuration
    std::string device;          // "/dev/ttyUSB0", "tcp:192.0.2.7:7000"
    bool usable = false;         // takes messages now
    std::string word, sentence;  // "ready", ...; what keeps it from being so
    std::string manufacturer, model, revision, imei, imsi, number, smsc;
    std::string sim;                          // "ready", "PIN refused", "missing", ...; empty: not known yet
    std::string operator_name, registration;  // "home network", "roaming", "searching", "denied", ...
    bool registered = false;
    std::optional<unsigned> access;  // 27.007 <AcT>: 0 GSM, 2 UTRAN, 7 E-UTRAN
    std::optional<int> signal_dbm;
    std::string storage;  // "SM"
    std::optional<unsigned> storage_used, storage_size;
    std::uint64_t sent = 0, received = 0, restarts = 0;  // since the program started
    unsigned sent_minute = 0, sent_day = 0;              // in the last 60 s, the last 24 h
    unsigned limit_minute = 0, limit_day = 0;            // 0: none
};

using modem_list = std::shared_ptr<const std::vector<modem_status>>;

class modem_board {
public:
    void show(modem_list all) {
        const std::lock_guard lock(mutex_);
        all_.swap(all);
    }
    modem_list look() const {
        const std::lock_guard lock(mutex_);
        return all_;
    }

private:
    mutable std::mutex mutex_;
    modem_list all_ = std::make_shared<const std::vector<modem_status>>();
};

struct ussd_answer {
    enum class kind : std::uint8_t {
        done,         // the network's last word
        wants_more,   // the network waits for an answer: ask again with it
        ended,        // by the network, or by us
        refused,      // by the modem or the network; text says why
        no_answer,    // in time
        unavailable,  // no such modem, or it cannot ask now; text says why
    };
    kind is = kind::unavailable;
    std::string text;
};

constexpr std::string_view to_text(ussd_answer::kind k) {
    constexpr std::string_view words[] = {"done", "wants_more", "ended", "refused", "no_answer", "unavailable"};
    return words[static_cast<int>(k)];
}

// Exactly once, on the connector's executor.
using ussd_heard = std::function<void(ussd_answer)>;

class modem_pool {
public:
    virtual modem_list modem_states() const = 0;  // any thread
    // The connector's executor. An empty code ends the session that is open.
    virtual void ask_ussd(std::string_view modem, std::string code, ussd_heard then) = 0;

protected:
    ~modem_pool() = default;
};

// How those who do not live with a connector look at modems and ask: wired by app/. Any thread.
struct modem_access {
    struct group {
        std::string connector;
        modem_list modems;
    };
    std::function<std::vector<group>()> look;
    // The modem's name, or "connector/modem" where two have one name. `then` is called once, on any thread, also from within.
    std::function<void(std::string modem, std::string code, ussd_heard then)> ask;
};

}  // namespace hermod
