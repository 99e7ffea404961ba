#include "connectors/modemmanager/dbus_bus.hpp"

#include <poll.h>
#include <sdbus-c++/sdbus-c++.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

#include "connectors/modemmanager/properties.hpp"

namespace hermod::connectors::modemmanager {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr const char *service = "org.freedesktop.ModemManager1", *root = "/org/freedesktop/ModemManager1";
constexpr const char *modem_interface = "org.freedesktop.ModemManager1.Modem",
                     *messaging = "org.freedesktop.ModemManager1.Modem.Messaging",
                     *sms_interface = "org.freedesktop.ModemManager1.Sms",
                     *properties_interface = "org.freedesktop.DBus.Properties", *manager = "org.freedesktop.DBus.ObjectManager",
                     *driver = "org.freedesktop.DBus";
constexpr std::string_view sms_prefix = "/org/freedesktop/ModemManager1/SMS/";
constexpr std::chrono::seconds ask_timeout{20};
constexpr std::chrono::milliseconds refresh_pause{100};

class dbus_bus final : public bus, public std::enable_shared_from_this<dbus_bus> {
public:
    dbus_bus(asio::any_io_executor executor, bus_options how)
        : executor_(executor),
          how_(std::move(how)),
          descriptor_(executor),
          timeout_(executor),
          again_(executor),
          refreshing_(executor),
          pause_(how_.reconnect_least) {}

    void start(bus_events& events) override {
        events_ = &events;
        connect();
    }

    void stop() override {
        events_ = nullptr;
        pending_.clear();
        drop_connection();
        again_.cancel();
    }

    void send(const std::string& modem, const sms_to_send& what, std::function<void(send_answer)> then) override {
        const std::uint64_t id = expect([then](call_failure why) { then({std::move(why), false, 0}); });
        ask(
            [&] {
                proxy(modem)
                    .callMethodAsync("Create")
                    .onInterface(messaging)
                    .withTimeout(ask_timeout)
                    .withArguments(to_properties(what))
                    .uponReplyInvoke(
                        [self = weak_from_this(), id, modem, then](const sdbus::Error* failed, const sdbus::ObjectPath& path) {
                            const auto here = self.lock();
                            if (!here || !here->arrived(id)) return;
                            if (failed) return then({failure_of(*failed), false, 0});
                            here->send_created(modem, path, then);
                        });
            },
            id);
    }

    void read(const std::string& path, std::function<void(std::optional<sms>)> then) override {
        const std::uint64_t id = expect([then](call_failure) { then(std::nullopt); });
        ask(
            [&] {
                proxy(path)
                    .callMethodAsync("GetAll")
                    .onInterface(properties_interface)
                    .withTimeout(ask_timeout)
                    .withArguments(sms_interface)
                    .uponReplyInvoke(
                        [self = weak_from_this(), id, path, then](const sdbus::Error* failed, const property_map& all) {
                            const auto here = self.lock();
                            if (!here || !here->arrived(id)) return;
                            here->forget(path);
                            if (failed) return then(std::nullopt);
                            then(sms_of(path, all));
                        });
            },
            id);
    }

    void remove(const std::string& modem, const std::string& path, std::function<void(bool)> then) override {
        const std::uint64_t id = expect([then](call_failure) { then(false); });
        ask(
            [&] {
                proxy(modem)
                    .callMethodAsync("Delete")
                    .onInterface(messaging)
                    .withTimeout(ask_timeout)
                    .withArguments(sdbus::ObjectPath(path))
                    .uponReplyInvoke([self = weak_from_this(), id, then](const sdbus::Error* failed) {
                        const auto here = self.lock();
                        if (here && here->arrived(id)) then(failed == nullptr);
                    });
            },
            id);
    }

    void enable(const std::string& modem) override {
        const std::uint64_t id = expect([](call_failure) {});
        ask(
            [&] {
                proxy(modem)
                    .callMethodAsync("Enable")
                    .onInterface(modem_interface)
                    .withTimeout(ask_timeout)
                    .withArguments(true)
                    .uponReplyInvoke([self = weak_from_this(), id](const sdbus::Error*) {
                        if (const auto here = self.lock()) here->arrived(id);
                    });
            },
            id);
    }

private:
    static call_failure failure_of(const sdbus::Error& e) { return {e.getName(), e.getMessage()}; }

    // Sent is answered when the network has it, which may take long.
    void send_created(const std::string& modem, const std::string& path, const std::function<void(send_answer)>& then) {
        const auto end = [self = weak_from_this(), modem, path, then](send_answer what) {
            if (const auto here = self.lock()) {
                here->forget(path);
                here->remove(modem, path, [](bool) {});
            }
            then(std::move(what));
        };
        const std::uint64_t id = expect([then](call_failure why) { then({std::move(why), true, 0}); });
        ask(
            [&] {
                proxy(path)
                    .callMethodAsync("Send")
                    .onInterface(sms_interface)
                    .withTimeout(how_.send_timeout)
                    .uponReplyInvoke([self = weak_from_this(), id, path, end](const sdbus::Error* failed) {
                        const auto here = self.lock();
                        if (!here || !here->arrived(id)) return;
                        if (failed) return end({failure_of(*failed), true, 0});
                        here->read(path, [end](std::optional<sms> sent) {
                            end({std::nullopt, true, sent ? sent->reference : 0});
                        });
                    });
            },
            id);
    }

    // --- The connection ---

    void connect() {
        try {
            connection_ = how_.address == "system"    ? sdbus::createSystemBusConnection()
                          : how_.address == "session" ? sdbus::createSessionBusConnection()
                                                      : sdbus::createSessionBusConnectionWithAddress(how_.address);
            descriptor_.assign(::dup(connection_->getEventLoopPollData().fd));
            watch();
        } catch (const std::exception& failed) {  // sdbus::Error, or the descriptor's system_error
            return lost(failed.what());
        }
        pause_ = how_.reconnect_least;
        refresh();
    }

    void watch() {
        const auto match = [this](const std::string& rule, void (dbus_bus::*heard)(sdbus::Message&)) {
            matches_.push_back(connection_->addMatch(rule, [this, heard](sdbus::Message& what) { (this->*heard)(what); }));
        };
        const std::string from_service = std::string("type='signal',sender='") + service + "',";
        match(std::string("type='signal',sender='") + driver + "',interface='" + driver + "',member='NameOwnerChanged',arg0='" +
                  service + "'",
              &dbus_bus::owner_changed);
        match(from_service + "interface='" + manager + "'", &dbus_bus::objects_changed);
        match(from_service + "interface='" + messaging + "',member='Added'", &dbus_bus::heard_added);
        match(from_service + "interface='" + properties_interface + "',path_namespace='" + root + "'",
              &dbus_bus::properties_changed);
    }

    void drop_connection() {
        error_code ignored;
        descriptor_.close(ignored);
        timeout_.cancel();
        refreshing_.cancel();
        matches_.clear();
        proxies_.clear();
        connection_.reset();
        waiting_read_ = waiting_write_ = refresh_soon_ = process_soon_ = false;
        ++connected_;
    }

    void lost(const std::string& why) {
        drop_connection();
        service_gone(why);
        const auto failing = std::exchange(pending_, {});
        for (const auto& [id, fail] : failing) fail({"disconnected", why});
        if (events_ == nullptr) return;
        again_.expires_after(pause_);
        pause_ = std::min(pause_ * 2, how_.reconnect_most);
        again_.async_wait([self = weak_from_this()](const error_code& failed) {
            const auto here = self.lock();
            if (!failed && here && here->events_ != nullptr) here->connect();
        });
    }

    // Everything that D-Bus has for us, then wait for more.
    void process() {
        process_soon_ = false;
        try {
            while (connection_ && connection_->processPendingRequest()) continue;
        } catch (const sdbus::Error& failed) {
            return lost(failed.getMessage());
        }
        for (const std::string& path : std::exchange(forgotten_, {})) proxies_.erase(path);
        if (connection_) wait();
    }

    void process_soon() {
        if (std::exchange(process_soon_, true)) return;
        asio::post(executor_, [self = weak_from_this(), of = connected_] {
            const auto here = self.lock();
            if (here && of == here->connected_) here->process();
        });
    }

    void wait() {
        const auto poll = connection_->getEventLoopPollData();
        const auto on = [&](bool& waiting, asio::posix::stream_descriptor::wait_type what) {
            if (std::exchange(waiting, true)) return;
            descriptor_.async_wait(what, [self = weak_from_this(), of = connected_, &waiting](const error_code& failed) {
                const auto here = self.lock();
                if (!here || of != here->connected_) return;
                waiting = false;
                if (!failed) here->process();
            });
        };
        on(waiting_read_, asio::posix::stream_descriptor::wait_read);
        if ((poll.events & POLLOUT) != 0) on(waiting_write_, asio::posix::stream_descriptor::wait_write);
        if (poll.timeout_usec == UINT64_MAX) return;
        timeout_.expires_at(std::chrono::steady_clock::time_point(std::chrono::microseconds(poll.timeout_usec)));
        timeout_.async_wait([self = weak_from_this(), of = connected_](const error_code& failed) {
            const auto here = self.lock();
            if (!failed && here && of == here->connected_) here->process();
        });
    }

    // --- Calls ---

    sdbus::IProxy& proxy(const std::string& path) {
        auto& one = proxies_[path];
        if (!one) one = sdbus::createProxy(*connection_, service, path);
        return *one;
    }
    void forget(const std::string& path) { forgotten_.push_back(path); }

    std::uint64_t expect(std::function<void(call_failure)> fail) {
        pending_.emplace(++last_call_, std::move(fail));
        return last_call_;
    }
    // False when the call has been answered as failed already.
    bool arrived(std::uint64_t id) { return pending_.erase(id) != 0; }

    template <class Call>
    void ask(Call call, std::uint64_t id) {
        call_failure why{"disconnected", "not connected to the bus"};
        try {
            if (connection_) {
                call();
                return process_soon();
            }
        } catch (const sdbus::Error& failed) {
            why = failure_of(failed);
        }
        asio::post(executor_, [self = weak_from_this(), id, why] {
            if (const auto here = self.lock())
                if (const auto found = here->pending_.extract(id)) found.mapped()(why);
        });
    }

    // --- What happens ---

    void owner_changed(sdbus::Message& what) {
        std::string name, before, now;
        what >> name >> before >> now;
        if (now.empty()) return service_gone("ModemManager has left the bus");
        refresh_later();
    }

    void objects_changed(sdbus::Message&) { refresh_later(); }

    void heard_added(sdbus::Message& what) {
        sdbus::ObjectPath path;
        bool received = false;
        what >> path >> received;
        if (received && events_ != nullptr && there_) events_->sms_added(what.getPath(), path);
    }

    void properties_changed(sdbus::Message& what) {
        const std::string path = what.getPath();
        if (!path.starts_with(sms_prefix)) return refresh_later();
        if (events_ != nullptr && there_) events_->sms_changed(path);
    }

    void service_gone(const std::string& why) {
        modems_.clear();
        if (std::exchange(there_, false) || !told_absent_) {
            told_absent_ = true;
            if (events_ != nullptr) events_->service_left(why);
        }
    }

    // Changes come in swarms.
    void refresh_later() {
        if (std::exchange(refresh_soon_, true)) return;
        refreshing_.expires_after(refresh_pause);
        refreshing_.async_wait([self = weak_from_this(), of = connected_](const error_code& failed) {
            const auto here = self.lock();
            if (failed || !here || of != here->connected_) return;
            here->refresh_soon_ = false;
            here->refresh();
        });
    }

    void refresh() {
        const std::uint64_t id = expect([](call_failure) {});
        ask(
            [&] {
                proxy(root)
                    .callMethodAsync("GetManagedObjects")
                    .onInterface(manager)
                    .withTimeout(ask_timeout)
                    .uponReplyInvoke([self = weak_from_this(), id](const sdbus::Error* failed, const object_map& all) {
                        const auto here = self.lock();
                        if (!here || !here->arrived(id)) return;
                        if (failed) return here->service_gone("ModemManager does not answer: " + failed->getMessage());
                        here->take_objects(all);
                    });
            },
            id);
    }

    void take_objects(const object_map& all) {
        if (events_ == nullptr) return;
        told_absent_ = false;
        if (!std::exchange(there_, true)) events_->service_came();
        std::map<std::string, modem_facts> now;
        for (const auto& [path, interfaces] : all)
            if (interfaces.contains(modem_interface)) now.emplace(path, facts_of(path, interfaces));
        const auto before = std::exchange(modems_, now);
        for (const auto& [path, facts] : before)
            if (!now.contains(path)) {
                forget(path);
                events_->modem_gone(path);
            }
        for (const auto& [path, facts] : now) {
            const auto known = before.find(path);
            if (known == before.end() || !(known->second == facts)) events_->modem_seen(facts);
            if (facts.messaging && (known == before.end() || !known->second.messaging || known->second.state < 6)) list(path);
        }
    }

    void list(const std::string& modem) {
        const std::uint64_t id = expect([](call_failure) {});
        ask(
            [&] {
                proxy(modem)
                    .callMethodAsync("List")
                    .onInterface(messaging)
                    .withTimeout(ask_timeout)
                    .uponReplyInvoke([self = weak_from_this(), id, modem](const sdbus::Error* failed,
                                                                          const std::vector<sdbus::ObjectPath>& all) {
                        const auto here = self.lock();
                        if (!here || !here->arrived(id) || failed || here->events_ == nullptr) return;
                        for (const auto& path : all) here->events_->sms_added(modem, path);
                    });
            },
            id);
    }

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

}  // namespace

std::shared_ptr<bus> make_dbus_bus(asio::any_io_executor executor, bus_options how) {
    return std::make_shared<dbus_bus>(std::move(executor), std::move(how));
}

}  // namespace hermod::connectors::modemmanager
