// Reads the configuration again while the gateway runs, and takes it over whole or not at all.
//
// Everything slow (files, tables of a million rows, compiling routes) happens on a thread of its own, so traffic does not wait;
// taking over is the swap of snapshots. What cannot change while the program runs (stores, addresses, modems:
// config::fixed) makes the whole reload fail and names it. The versions before are kept for going back.
// Owned by the gateway; its functions may be called on any thread, answers come on its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "api/config_access.hpp"
#include "app/config/config.hpp"

namespace hermod::app {

using config_ptr = std::shared_ptr<const config>;

class reloader {
public:
    struct hands {
        std::function<loaded_config()> load;
        // Throws std::exception with a sentence before anything has changed, or does all of it.
        std::function<void(const config_ptr&)> take_over;
        std::function<wall_time()> now;
    };
    static constexpr std::size_t most_kept = 4;  // versions, the running one among them

    reloader(config_ptr running, hands with);
    ~reloader();

    void start();
    // What has been asked is done first; nothing is heard after it.
    void stop();

    void reload(api::config_heard then) { ask(false, std::move(then)); }
    // To the version before the running one.
    void roll_back(api::config_heard then) { ask(true, std::move(then)); }
    std::vector<api::config_version> versions() const;

private:
    struct kept {
        api::config_version what;
        config_ptr values;
    };
    struct wish {
        bool back = false;
        api::config_heard then;
    };
    void ask(bool back, api::config_heard then);
    void run();
    api::config_report read_again();
    api::config_report go_back();
    api::config_report apply(const config_ptr& next, api::config_report report);

    hands hands_;
    mutable std::mutex mutex_;  // guards wishes_, kept_ and stopping_
    std::condition_variable wake_;
    std::deque<wish> wishes_;
    std::deque<kept> kept_;  // the running one first
    std::uint64_t last_ = 1;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace hermod::app
