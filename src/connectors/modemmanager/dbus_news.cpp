// What happens on the bus: ModemManager comes and goes, and so do modems and messages.
#include "connectors/modemmanager/dbus_service.hpp"

namespace hermod::connectors::modemmanager {

using namespace names;

namespace {

using boost::system::error_code;

constexpr std::string_view sms_prefix = "/org/freedesktop/ModemManager1/SMS/";
constexpr std::chrono::milliseconds refresh_pause{100};

}  // namespace

void dbus_service::owner_changed(sdbus::Message& what) {
    std::string name, before, now;
    what >> name >> before >> now;
    if (now.empty()) return service_gone("ModemManager has left the bus");
    refresh_later();
}

void dbus_service::objects_changed(sdbus::Message&) {
    refresh_later();
}

void dbus_service::heard_added(sdbus::Message& what) {
    sdbus::ObjectPath path;
    bool received = false;
    what >> path >> received;
    if (received && events_ != nullptr && there_) events_->sms_added(what.getPath(), path);
}

void dbus_service::properties_changed(sdbus::Message& what) {
    const std::string path = what.getPath();
    if (!path.starts_with(sms_prefix)) return refresh_later();
    if (events_ != nullptr && there_) events_->sms_changed(path);
}

void dbus_service::service_gone(const std::string& why) {
    modems_.clear();
    if (std::exchange(there_, false) || !told_absent_) {
        told_absent_ = true;
        if (events_ != nullptr) events_->service_left(why);
    }
}

// Changes come in swarms.
void dbus_service::refresh_later() {
    if (std::exchange(refresh_soon_, true)) return;
    refreshing_.expires_after(refresh_pause);
    refreshing_.async_wait([self = weak_from_this(), of = connected_](const error_code& failed) {
        const auto here = self.lock();
        if (failed || !here || of != here->connected_) return;
        here->refresh_soon_ = false;
        here->refresh();
    });
}

void dbus_service::refresh() {
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

void dbus_service::take_objects(const object_map& all) {
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

void dbus_service::list(const std::string& modem) {
    const std::uint64_t id = expect([](call_failure) {});
    ask(
        [&] {
            proxy(modem)
                .callMethodAsync("List")
                .onInterface(messaging)
                .withTimeout(ask_timeout)
                .uponReplyInvoke(
                    [self = weak_from_this(), id, modem](const sdbus::Error* failed, const std::vector<sdbus::ObjectPath>& all) {
                        const auto here = self.lock();
                        if (!here || !here->arrived(id) || failed || here->events_ == nullptr) return;
                        for (const auto& path : all) here->events_->sms_added(modem, path);
                    });
        },
        id);
}

}  // namespace hermod::connectors::modemmanager
