// The bus over D-Bus itself: what dbus_bus.hpp promises. One executor; nothing that waits holds it.
//
// dbus_bus.cpp keeps the connection, dbus_calls.cpp asks, dbus_news.cpp hears. Destroying a proxy ends its calls, and none may be
// destroyed from within its own answer: forget() leaves that to process().
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

#include "connectors/modemmanager/dbus_bus.hpp"
#include "connectors/modemmanager/properties.hpp"

namespace hermod::connectors::modemmanager {

namespace asio = boost::asio;

namespace names {

inline constexpr const char *service = "org.freedesktop.ModemManager1", *root = "/org/freedesktop/ModemManager1",
                            *modem_interface = "org.freedesktop.ModemManager1.Modem",
                            *messaging = "org.freedesktop.ModemManager1.Modem.Messaging",
                            *sms_interface = "org.freedesktop.ModemManager1.Sms",
                            *properties_interface = "org.freedesktop.DBus.Properties",
                            *manager = "org.freedesktop.DBus.ObjectManager", *driver = "org.freedesktop.DBus";

}  // namespace names

inline constexpr std::chrono::seconds ask_timeout{20};

class dbus_service final : public bus, public std::enable_shared_from_this<dbus_service> {
public:
    dbus_service(asio::any_io_executor executor, bus_options how)
        : executor_(executor),
          how_(std::move(how)),
          descriptor_(executor),
          timeout_(executor),
          again_(executor),
          refreshing_(executor),
          pause_(how_.reconnect_least) {}

    void start(bus_events& events) override;
    void stop() override;
    void send(const std::string& modem, const sms_to_send& what, std::function<void(send_answer)> then) override;
    void read(const std::string& path, std::function<void(std::optional<sms>)> then) override;
    void remove(const std::string& modem, const std::string& path, std::function<void(bool)> then) override;
    void enable(const std::string& modem) override;

private:
    // dbus_bus.cpp
    void connect();
    void watch();
    void drop_connection();
    void lost(const std::string& why);
    // Everything that D-Bus has for us, then wait for more.
    void process();
    void process_soon();
    void wait();

    // A call: who waits for its answer, and how it is made; `call` may throw sdbus::Error.
    sdbus::IProxy& proxy(const std::string& path);
    void forget(const std::string& path);
    std::uint64_t expect(std::function<void(call_failure)> fail);
    // False when the call has been answered as failed already.
    bool arrived(std::uint64_t id);
    void fail_soon(std::uint64_t id, const call_failure& why);
    template <class Call>
    void ask(Call call, std::uint64_t id) {
        call_failure why{"disconnected", "not connected to the bus"};
        try {
            if (connection_) {
                call();
                return process_soon();
            }
        } catch (const sdbus::Error& failed) {
            why = {failed.getName(), failed.getMessage()};
        }
        fail_soon(id, why);
    }
    // Sent is answered when the network has it, which may take long.
    void send_created(const std::string& modem, const std::string& path, const std::function<void(send_answer)>& then);

    // dbus_news.cpp
    void owner_changed(sdbus::Message& what);
    void objects_changed(sdbus::Message&);
    void heard_added(sdbus::Message& what);
    void properties_changed(sdbus::Message& what);
    void service_gone(const std::string& why);
    // Changes come in swarms.
    void refresh_later();
    void refresh();
    void take_objects(const object_map& all);
    void list(const std::string& modem);

    asio::any_io_executor executor_;
    bus_options how_;
    bus_events* events_ = nullptr;
    std::unique_ptr<sdbus::IConnection> connection_;
    std::vector<sdbus::Slot> matches_;
    std::map<std::string, std::unique_ptr<sdbus::IProxy>> proxies_;
    std::vector<std::string> forgotten_;         // proxies that are not needed any more; not erased from within their own answers
    asio::posix::stream_descriptor descriptor_;  // of our own: a copy of the connection's
    asio::steady_timer timeout_, again_, refreshing_;
    std::chrono::milliseconds pause_;
    std::map<std::uint64_t, std::function<void(call_failure)>> pending_;
    std::uint64_t last_call_ = 0, connected_ = 0;
    std::map<std::string, modem_facts> modems_;
    bool there_ = false, told_absent_ = false, waiting_read_ = false, waiting_write_ = false, refresh_soon_ = false,
         process_soon_ = false;
};

}  // namespace hermod::connectors::modemmanager
