// Test only: a ModemManager that keeps what it is asked and answers when told to.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "connectors/modemmanager/bus.hpp"

namespace hermod::connectors::modemmanager {

class scripted_bus final : public bus {
public:
    void start(bus_events& to) override { events = &to; }
    void stop() override { stopped = true; }
    void send(const std::string& modem, const sms_to_send& what, std::function<void(send_answer)> then) override {
        sends.push_back({modem, what, std::move(then)});
    }
    void read(const std::string& path, std::function<void(std::optional<sms>)> then) override {
        reads.emplace_back(path, std::move(then));
    }
    void remove(const std::string& modem, const std::string& path, std::function<void(bool)> then) override {
        removed.push_back(modem + ' ' + path);
        removals.push_back(std::move(then));
    }
    void enable(const std::string& modem) override { enabled.push_back(modem); }

    struct sending {
        std::string modem;
        sms_to_send what;
        std::function<void(send_answer)> then;
    };
    bus_events* events = nullptr;
    bool stopped = false;
    std::vector<sending> sends;
    std::vector<std::pair<std::string, std::function<void(std::optional<sms>)>>> reads;
    std::vector<std::string> removed, enabled;
    std::vector<std::function<void(bool)>> removals;
};

}  // namespace hermod::connectors::modemmanager
