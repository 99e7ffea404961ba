#include "connectors/ucp/configured.hpp"

#include <algorithm>
#include <array>

#include "lines/configured.hpp"
#include "text/utf.hpp"
#include "wire/ucp/header.hpp"

namespace hermod::connectors::ucp {
namespace {

using lines::read_time;
using settings::table_reader;
using std::chrono::seconds;

struct flag_row {
    std::string_view name;
    bool dialect::*flag;
    bool at_the_door = true;  // means something of an application, too
};
constexpr flag_row flags[] = {
    {"amsg_is_ira", &dialect::amsg_is_ira},
    {"text_as_tmsg", &dialect::text_as_tmsg},
    {"no_dcs_service", &dialect::no_dcs_service},
    {"no_otoa", &dialect::no_otoa},
    {"prefix_00", &dialect::prefix_00},
    {"national_receipts", &dialect::national_receipts, false},
    {"numbers_are_international", &dialect::numbers_are_international},
    {"nt_buffered_first", &dialect::nt_buffered_first},
    {"plain_results", &dialect::plain_results, false},
};

// A text that this field of the protocol takes.
void read_field(table_reader& table, std::string_view key, std::string& out, const wire::ucp::field_spec& field) {
    std::string written;
    if (!table.text(key, written)) return;
    if (const auto fault = wire::ucp::fault_of(field, written); fault != wire::ucp::errc{})
        return table.error(key, std::string(field.name) + " cannot carry it: " + wire::ucp::text(fault));
    out = std::move(written);
}

void read_error_rules(table_reader& table, error_table& out) {
    static const auto names = [] {
        std::vector<lines::named_code> rows;
        for (const auto& row : wire::ucp::error_table()) rows.push_back({row.name, row.code});
        return rows;
    }();
    constexpr std::uint32_t most = 99;
    for (const auto& [code, meaning] : lines::read_errors(table, {"error code", "55", names, most}))
        out.set(static_cast<wire::ucp::error_code>(code), meaning);
}

void read_login(table_reader& table, session_options& out) {
    namespace field = wire::ucp::field;
    table.word("login", out.login, {{"session", login_form::session}, {"none", login_form::none}});
    if (out.login == login_form::session) table.require({"user"});
    read_field(table, "user", out.user, field::oadc_login);
    if (table.secret("password", out.password)) {
        if (!text::is_ascii(out.password) || out.password.size() * 2 > field::pwd.max)
            table.error("password", "PWD takes up to " + std::to_string(field::pwd.max / 2) + " characters of ASCII");
        else if (out.password.size() > 8)
            table.warning("password", "the specification allows 8 characters: some centres refuse a longer one");
    }
    read_field(table, "oton", out.oton, field::oton);
    read_field(table, "onpi", out.onpi, field::onpi);
    read_field(table, "opid", out.opid, field::opid);
    table.number("window", out.window, 1, wire::ucp::trn_count);
}

void read_timers(table_reader& table, session_options& out) {
    read_time<seconds>(table, "keepalive_seconds", out.keepalive, 0, 3'600);
    read_time<seconds>(table, "response_seconds", out.response_timeout, 1, 3'600);
    read_time<seconds>(table, "login_seconds", out.login_timeout, 1, 600);
    read_time<seconds>(table, "retry_seconds", out.retry_after, 1, 3'600);
    read_time<std::chrono::milliseconds>(table, "throttle_pause_ms", out.throttle_pause, 1, 600'000);
    read_field(table, "keepalive_address", out.alert_adc, wire::ucp::field::adc_login);
    read_field(table, "keepalive_pid", out.alert_pid, wire::ucp::field::pid);
}

void read_translation(table_reader& table, translation_options& out) {
    namespace field = wire::ucp::field;
    read_field(table, "authentication_code", out.ac, field::ac);
    read_field(table, "notification_address", out.notify_address, field::nadc);
    read_field(table, "notification_pid", out.notify_pid, field::npid);
    read_field(table, "last_resort_address", out.last_resort, field::lrad);
    read_field(table, "last_resort_pid", out.last_resort_pid, field::lpid);
    for (const auto& [needing, needed] : {std::pair{"notification_pid", "notification_address"}, {"last_resort_pid", "last_resort_address"}})
        if (table.has(needing) && !table.has(needed)) table.warning(needing, std::string("has no effect without ") + needed);
    constexpr std::size_t most_billing = 40;  // with the longest header and the coding, what XSer has room for
    table.text("billing", out.billing, most_billing);
    table.number("protocol_id", out.protocol_id, 0, 255);
    table.number("priority", out.priority, 0, 3);
    table.flag("validity", out.validity);
    std::optional<int> offset;
    if (table.number("utc_offset_minutes", offset, -12 * 60, 14 * 60)) out.utc_offset = std::chrono::minutes(*offset);
    table.word("concat", out.reference,
               {{"udh8", text::reference_width::octet}, {"udh16", text::reference_width::two_octets}});
    std::vector<std::string> words;
    table.words_of("dialect", words, dialect_names());
    out.quirks = dialect_of(words);
}

}  // namespace

connector_options read_options(table_reader& table) {
    connector_options out;
    out.session.window = 10;
    lines::read_line_options(table, out);
    read_login(table, out.session);
    read_timers(table, out.session);
    read_translation(table, out.translation);
    read_error_rules(table, out.session.errors);
    return out;
}

std::span<const std::string_view> dialect_names() {
    static const auto names = [] {
        std::array<std::string_view, std::size(flags)> out;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = flags[i].name;
        return out;
    }();
    return names;
}

std::span<const std::string_view> account_dialect_names() {
    static const auto names = [] {
        std::vector<std::string_view> out;
        for (const flag_row& row : flags)
            if (row.at_the_door) out.push_back(row.name);
        return out;
    }();
    return names;
}

dialect dialect_of(std::span<const std::string> words) {
    dialect out;
    for (const flag_row& row : flags) out.*row.flag = std::find(words.begin(), words.end(), row.name) != words.end();
    return out;
}

}  // namespace hermod::connectors::ucp
