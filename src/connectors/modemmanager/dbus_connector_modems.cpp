// What the connector's modems show: for the API, metrics and `hermod modem status`.
#include <boost/asio/post.hpp>

#include "connectors/modemmanager/dbus_connector.hpp"

namespace hermod::connectors::modemmanager {
namespace {

std::string words_of_registration(std::uint32_t state) {
    static constexpr std::string_view words[] = {
        "not registered", "home network",           "searching",         "denied",        "unknown",
        "roaming",        "home network, SMS only", "roaming, SMS only", "emergency only"};
    return std::string(state < std::size(words) ? words[state] : "unknown");
}

std::string words_of_lock(std::uint32_t lock) {
    if (lock == 1 || lock == 3 || lock == 5) return "ready";  // none, or PIN2 and PUK2, which no message needs
    return lock == 0 ? "" : lock == 2 ? "PIN wanted" : lock == 4 ? "PUK wanted" : "locked";
}

std::string_view word_of(const modem_facts& what) {
    if (what.usable()) return "ready";
    if (what.state < 0) return "failed";
    if (what.state == 2) return "locked";
    if (what.disabled()) return "disabled";
    return what.state == 7 ? "searching" : "starting";
}

// ModemManager makes percents of AT+CSQ's 31 steps, -113 dBm and up, two each.
std::optional<int> dbm_of(std::uint32_t percent) {
    if (percent == 0 || percent > 100) return std::nullopt;
    return -113 + 2 * static_cast<int>((percent * 31 + 50) / 100);
}

}  // namespace

void dbus_connector::show() {
    auto all = std::make_shared<std::vector<modem_status>>();
    for (const auto& [path, one] : modems_) {
        const modem_facts& facts = one.facts;
        modem_status& out = all->emplace_back();
        out.name = one.name();
        out.device = facts.device;
        out.usable = facts.usable();
        out.word = word_of(facts);
        out.sentence = "ModemManager has it as " + path;
        out.manufacturer = facts.manufacturer;
        out.model = facts.model;
        out.revision = facts.revision;
        out.imei = facts.imei;
        out.number = facts.number;
        out.sim = words_of_lock(facts.lock);
        out.operator_name = facts.operator_name;
        out.registration = words_of_registration(facts.registration);
        out.registered = facts.registered();
        out.signal_dbm = dbm_of(facts.signal);
        out.sent = one.sent;
        out.received = one.received;
    }
    board_.show(std::move(all));
}

void dbus_connector::ask_ussd(std::string_view, std::string, ussd_heard then) {
    boost::asio::post(executor_, [then = std::move(then)] {
        then({ussd_answer::kind::unavailable, "USSD is not asked through ModemManager; mmcli can"});
    });
}

}  // namespace hermod::connectors::modemmanager
