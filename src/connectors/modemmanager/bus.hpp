// ModemManager as the connector sees it: what is there, what happens, and four things to ask. dbus_bus.hpp has the one over
// D-Bus; tests have a scripted one.
//
// One executor: the connector's. Answers come exactly once, never from within the call, also when the bus is lost meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hermod::connectors::modemmanager {

// org.freedesktop.ModemManager1.Modem, .Modem.Modem3gpp and .Modem.Messaging.
struct modem_facts {
    std::string path, manufacturer, model, revision, imei, device, number, operator_name;
    std::int32_t state = 0;  // MMModemState: -1 failed, 2 locked, 3 disabled, 6 enabled, 7 searching, 8 registered, 11 connected
    std::uint32_t lock = 0;  // MMModemLock: 0 unknown, 1 none, 2 SIM PIN, 4 SIM PUK, ...
    std::uint32_t signal = 0;        // percent
    std::uint32_t registration = 4;  // MMModem3gppRegistrationState: 1 home, 5 roaming, 6 and 7 for SMS only
    bool messaging = false;
    bool disabled() const { return state == 3; }
    bool registered() const { return registration == 1 || (registration >= 5 && registration <= 7); }
    bool usable() const { return messaging && (state >= 8 || (state >= 6 && registered())); }
    friend bool operator==(const modem_facts&, const modem_facts&) = default;
};

// org.freedesktop.ModemManager1.Sms.
struct sms {
    std::string path, number, text, data;  // data: octets, when it is no text
    std::uint32_t state = 0;               // MMSmsState: 1 stored, 2 receiving, 3 received, 5 sent
    std::uint32_t type = 0;                // MMSmsPduType: 1 deliver, 2 submit, 3 status report
    std::uint32_t reference = 0, delivery_state = 0x100;
    std::int32_t message_class = -1;
    std::string timestamp, discharged;  // RFC 3339, often with an offset of hours alone
    friend bool operator==(const sms&, const sms&) = default;
};

struct sms_to_send {
    std::string number, text, data, smsc;  // either text or data
    std::optional<std::uint32_t> validity_minutes;
    std::optional<std::uint8_t> message_class;
    bool report = false;
    friend bool operator==(const sms_to_send&, const sms_to_send&) = default;
};

// A D-Bus error: "org.freedesktop.ModemManager1.Error.Message.NoNetwork" and its sentence.
struct call_failure {
    std::string name, words;
};

struct send_answer {
    std::optional<call_failure> failed;
    bool written = false;         // it may be on its way: Send was called
    std::uint32_t reference = 0;  // TP-MR of the last part
};

class bus_events {
public:
    virtual void service_came() = 0;
    virtual void service_left(std::string why) = 0;
    virtual void modem_seen(const modem_facts& what) = 0;  // new, or not as before
    virtual void modem_gone(const std::string& path) = 0;
    virtual void sms_added(const std::string& modem, const std::string& path) = 0;  // signalled or listed; may come twice
    virtual void sms_changed(const std::string& path) = 0;

protected:
    ~bus_events() = default;
};

class bus {
public:
    virtual ~bus() = default;
    virtual void start(bus_events& events) = 0;
    virtual void stop() = 0;  // nothing is told afterwards, no answer comes
    // Create, Send, MessageReference; then the message is deleted from ModemManager's list.
    virtual void send(const std::string& modem, const sms_to_send& what, std::function<void(send_answer)> then) = 0;
    virtual void read(const std::string& path, std::function<void(std::optional<sms>)> then) = 0;
    virtual void remove(const std::string& modem, const std::string& path, std::function<void(bool)> then) = 0;
    virtual void enable(const std::string& modem) = 0;
};

}  // namespace hermod::connectors::modemmanager
