// The connection to the bus, and its turn in the event loop.
#include "connectors/modemmanager/dbus_bus.hpp"

#include <poll.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

#include "connectors/modemmanager/dbus_service.hpp"

namespace hermod::connectors::modemmanager {

using namespace names;

using boost::system::error_code;

void dbus_service::start(bus_events& events) {
    events_ = &events;
    connect();
}

void dbus_service::stop() {
    events_ = nullptr;
    pending_.clear();
    drop_connection();
    again_.cancel();
}

void dbus_service::connect() {
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

void dbus_service::watch() {
    const auto match = [this](const std::string& rule, void (dbus_service::*heard)(sdbus::Message&)) {
        matches_.push_back(connection_->addMatch(rule, [this, heard](sdbus::Message& what) { (this->*heard)(what); }));
    };
    const std::string from_service = std::string("type='signal',sender='") + service + "',";
    match(std::string("type='signal',sender='") + driver + "',interface='" + driver + "',member='NameOwnerChanged',arg0='" +
              service + "'",
          &dbus_service::owner_changed);
    match(from_service + "interface='" + manager + "'", &dbus_service::objects_changed);
    match(from_service + "interface='" + messaging + "',member='Added'", &dbus_service::heard_added);
    match(from_service + "interface='" + properties_interface + "',path_namespace='" + root + "'",
          &dbus_service::properties_changed);
}

void dbus_service::drop_connection() {
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

void dbus_service::lost(const std::string& why) {
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
void dbus_service::process() {
    process_soon_ = false;
    try {
        while (connection_ && connection_->processPendingRequest()) continue;
    } catch (const sdbus::Error& failed) {
        return lost(failed.getMessage());
    }
    for (const std::string& path : std::exchange(forgotten_, {})) proxies_.erase(path);
    if (connection_) wait();
}

void dbus_service::process_soon() {
    if (std::exchange(process_soon_, true)) return;
    asio::post(executor_, [self = weak_from_this(), of = connected_] {
        const auto here = self.lock();
        if (here && of == here->connected_) here->process();
    });
}

void dbus_service::wait() {
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

sdbus::IProxy& dbus_service::proxy(const std::string& path) {
    auto& one = proxies_[path];
    if (!one) one = sdbus::createProxy(*connection_, service, path);
    return *one;
}

void dbus_service::forget(const std::string& path) {
    forgotten_.push_back(path);
}

std::uint64_t dbus_service::expect(std::function<void(call_failure)> fail) {
    pending_.emplace(++last_call_, std::move(fail));
    return last_call_;
}

// False when the call has been answered as failed already.
bool dbus_service::arrived(std::uint64_t id) {
    return pending_.erase(id) != 0;
}

void dbus_service::fail_soon(std::uint64_t id, const call_failure& why) {
    asio::post(executor_, [self = weak_from_this(), id, why] {
        if (const auto here = self.lock())
            if (const auto found = here->pending_.extract(id)) found.mapped()(why);
    });
}

std::shared_ptr<bus> make_dbus_bus(asio::any_io_executor executor, bus_options how) {
    return std::make_shared<dbus_service>(std::move(executor), std::move(how));
}

}  // namespace hermod::connectors::modemmanager
