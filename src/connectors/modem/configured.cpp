#include "connectors/modem/configured.hpp"

#include <algorithm>

#include "lines/configured.hpp"
#include "wire/at/command.hpp"
#include "wire/at/error_names.hpp"

namespace hermod::connectors::modem {
namespace {

using lines::read_time;
using settings::table_reader;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Digits, perhaps behind a "+".
bool is_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.size() <= 20 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void read_number(table_reader& table, std::string_view key, std::string& out) {
    std::string written;
    if (!table.text(key, written)) return;
    if (!is_number(written)) return table.error(key, "is no number: write digits, with a + in front when it is international");
    out = std::move(written);
}

void read_place(table_reader& table, modem_options& out) {
    table.text("device", out.device);
    settings::endpoint address;
    if (table.address("address", address)) {
        out.host = address.host;
        out.port = address.port;
    }
    if (table.has("device") == table.has("address"))
        table.error(table.has("address") ? "address" : "device", "a modem has either a device or an address");
    table.number("speed", out.speed, 300, 4'000'000);
    table.word("flow", out.flow,
               {{"none", flow_control::none}, {"hardware", flow_control::hardware}, {"software", flow_control::software}});
    for (const auto key : {"speed", "flow"})
        if (table.has(key) && table.has("address")) table.warning(key, "has no effect with an address: ser2net sets the line");
}

void read_sim(table_reader& table, modem_options& out) {
    if (table.secret("pin", out.pin)) {
        const bool good = out.pin.size() >= 4 && out.pin.size() <= 8 &&
                          std::all_of(out.pin.begin(), out.pin.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!good) table.error("pin", "a PIN is 4 to 8 digits");
    }
    read_number(table, "number", out.number);
    read_number(table, "smsc", out.smsc);
    table.text("imei", out.imei, 20);
    table.word("storage", out.storage, {{"SM", std::string("SM")}, {"ME", std::string("ME")}, {"MT", std::string("MT")}});
    table.number("limit_minute", out.limit_minute, 1, 10'000);
    table.number("limit_day", out.limit_day, 1, 1'000'000);
}

void read_init(table_reader& table, modem_options& out) {
    if (!table.texts("init", out.init)) return;
    for (std::size_t i = 0; i < out.init.size(); ++i)
        if (const auto line = wire::at::whole_line(out.init[i]); !line)
            table.error(
                "init",
                std::string("is no command line: ") + wire::at::text(line.error().code) + ", write one that begins with AT", i);
}

void read_timers(table_reader& table, timers& out) {
    read_time<seconds>(table, "answer_seconds", out.answer, 1, 600);
    read_time<seconds>(table, "send_seconds", out.sending, 1, 3'600);
    read_time<seconds>(table, "ussd_seconds", out.ussd, 1, 600);
    read_time<seconds>(table, "watch_seconds", out.watch, 1, 3'600);
    if (read_time<seconds>(table, "poll_seconds", out.poll, 1, 86'400))
        out.poll_unannounced = std::min(out.poll_unannounced, out.poll);
    read_time<seconds>(table, "retry_seconds", out.retry_after, 1, 3'600);
    read_time<milliseconds>(table, "throttle_pause_ms", out.throttle_pause, 1, 600'000);
}

// What may stand once for all modems, or for one.
void read_habits(table_reader& table, modem_options& out) {
    table.word("reports", out.reports,
               {{"auto", report_way::automatic},
                {"direct", report_way::direct},
                {"stored", report_way::stored},
                {"none", report_way::none}});
    table.word("mode", out.mode, {{"auto", message_mode::automatic}, {"pdu", message_mode::pdu}, {"text", message_mode::text}});
    read_timers(table, out.times);
}

void read_errors(table_reader& table, error_table& out) {
    constexpr std::uint32_t most = 1'023;
    for (const auto& [code, meaning] : lines::read_errors(table, {"+CMS ERROR", "38", {}, most})) out.set(code, meaning);
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

connector_options read_options(table_reader& table) {
    connector_options out;
    modem_options all;  // what the group says of each
    read_habits(table, all);
    read_errors(table, all.errors);
    table.text("state_file", out.state_file);
    table.flag("validity", out.validity);
    table.word("concat", out.reference, {{"udh8", text::reference_width::octet}, {"udh16", text::reference_width::two_octets}});
    read_time<milliseconds>(table, "reconnect_min_ms", out.reconnect_least, 1, 3'600'000);
    read_time<milliseconds>(table, "reconnect_max_ms", out.reconnect_most, 1, 3'600'000);
    if (out.reconnect_least > out.reconnect_most)
        table.error(table.has("reconnect_min_ms") ? "reconnect_min_ms" : "reconnect_max_ms",
                    "reconnect_min_ms is more than reconnect_max_ms");
    for (table_reader& one : table.tables("modem")) {
        modem_options made = all;
        one.require({"name"});
        one.name("name", made.name);
        read_place(one, made);
        read_sim(one, made);
        read_init(one, made);
        read_habits(one, made);
        one.finish();
        const bool twice = std::any_of(out.modems.begin(), out.modems.end(),
                                       [&](const modem_options& other) { return same_name(other.name, made.name); });
        if (twice) one.error("name", "another modem of this connector has this name already");
        const bool same_place = std::any_of(out.modems.begin(), out.modems.end(), [&](const modem_options& other) {
            return other.device == made.device && other.host == made.host && other.port == made.port;
        });
        if (same_place && !twice)
            one.error(one.has("device") ? "device" : "address", "another modem of this connector is there already");
        if (!made.pin.empty() && out.state_file.empty())
            one.warning("pin", "without state_file a wrong PIN is tried once more after each restart: three times lock a SIM");
        out.modems.push_back(std::move(made));
    }
    if (out.modems.empty()) table.error("modem", "there is none: write a [[connector.modem]] table for each modem");
    return out;
}

}  // namespace hermod::connectors::modem
