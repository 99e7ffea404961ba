#include "connectors/modemmanager/configured.hpp"

namespace hermod::connectors::modemmanager {
namespace {

void milliseconds(settings::table_reader& table, const char* key, connector_options::ms& out, std::int64_t least,
                  std::int64_t most) {
    std::int64_t value = 0;
    if (table.number(key, value, least, most)) out = connector_options::ms{value};
}

}  // namespace

connector_options read_options(settings::table_reader& table) {
    connector_options out;
    if (table.text("bus", out.bus) && out.bus != "system" && out.bus != "session" && out.bus.find(':') == std::string::npos)
        table.error("bus", "is \"system\", \"session\" or a D-Bus address such as \"unix:path=/run/dbus/system_bus_socket\"");
    table.texts("modems", out.modems);
    table.text("smsc", out.smsc, 21);
    table.flag("enable", out.enable);
    std::uint32_t rate = 0;
    if (table.number("rate", rate, 0, 1'000)) out.rate = rate;
    milliseconds(table, "send_timeout_ms", out.send_timeout, 1'000, 600'000);
    milliseconds(table, "retry_after_ms", out.retry_after, 100, 3'600'000);
    milliseconds(table, "reconnect_min_ms", out.reconnect_least, 10, 600'000);
    milliseconds(table, "reconnect_max_ms", out.reconnect_most, 10, 3'600'000);
    if (out.reconnect_most < out.reconnect_least) table.error("reconnect_max_ms", "is below reconnect_min_ms");
    return out;
}

}  // namespace hermod::connectors::modemmanager
