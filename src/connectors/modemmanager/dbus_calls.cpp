// What ModemManager is asked.
#include "connectors/modemmanager/dbus_service.hpp"

namespace hermod::connectors::modemmanager {

using namespace names;

namespace {

call_failure failure_of(const sdbus::Error& e) {
    return {e.getName(), e.getMessage()};
}

}  // namespace

void dbus_service::send(const std::string& modem, const sms_to_send& what, std::function<void(send_answer)> then) {
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

// Sent is answered when the network has it, which may take long.
void dbus_service::send_created(const std::string& modem, const std::string& path, const std::function<void(send_answer)>& then) {
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
                    here->read(path, [end](std::optional<sms> sent) { end({std::nullopt, true, sent ? sent->reference : 0}); });
                });
        },
        id);
}

void dbus_service::read(const std::string& path, std::function<void(std::optional<sms>)> then) {
    const std::uint64_t id = expect([then](call_failure) { then(std::nullopt); });
    ask(
        [&] {
            proxy(path)
                .callMethodAsync("GetAll")
                .onInterface(properties_interface)
                .withTimeout(ask_timeout)
                .withArguments(sms_interface)
                .uponReplyInvoke([self = weak_from_this(), id, path, then](const sdbus::Error* failed, const property_map& all) {
                    const auto here = self.lock();
                    if (!here || !here->arrived(id)) return;
                    here->forget(path);
                    if (failed) return then(std::nullopt);
                    then(sms_of(path, all));
                });
        },
        id);
}

void dbus_service::remove(const std::string& modem, const std::string& path, std::function<void(bool)> then) {
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

void dbus_service::enable(const std::string& modem) {
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

}  // namespace hermod::connectors::modemmanager
