#include "connectors/cimd2/configured.hpp"

#include "lines/configured.hpp"
#include "wire/cimd2/parameter.hpp"

namespace hermod::connectors::cimd2 {
namespace {

using lines::read_time;
using settings::table_reader;
using std::chrono::seconds;
using wire::cimd2::parameter;

// What a login carries is checked here: a session that cannot say it would only time out.
void check_identity(table_reader& table, std::string_view key, parameter as, const std::string& value) {
    const auto& row = *wire::cimd2::find_parameter(as);
    if (value.size() > row.max_length)
        table.error(key, "is longer than " + std::to_string(row.max_length) + " octets");
    else if (wire::cimd2::fault_of(row, value))
        table.error(key, "must be printable ASCII, without a space at its beginning or end");
}

void read_login(table_reader& table, session_options& out) {
    table.require({"user"});
    if (table.text("user", out.user_identity)) check_identity(table, "user", parameter::user_identity, out.user_identity);
    if (table.secret("password", out.password)) check_identity(table, "password", parameter::password, out.password);
    if (table.text("subaddress", out.subaddress)) check_identity(table, "subaddress", parameter::subaddress, out.subaddress);
    table.number("window", out.window, 1, 127);  // of the 128 numbers one stays for alive and logout
    read_time<seconds>(table, "login_seconds", out.login_timeout, 1, 600);
    read_time<seconds>(table, "response_seconds", out.response_timeout, 1, 3'600);
    read_time<seconds>(table, "alive_seconds", out.alive, 0, 3'600);
    read_time<seconds>(table, "poll_seconds", out.poll, 0, 86'400);
    for (const auto& [code, meaning] : lines::read_errors(table, {"error code", "300", {}, 999}))
        out.errors.set(static_cast<std::int32_t>(code), meaning);
}

void read_originator(table_reader& table, translation_options& out) {
    table.word("originator", out.write_originator, {{"sender", true}, {"account", false}});
    if (!table.text("originator_prefix", out.originator_prefix, 20)) return;
    const std::string_view digits = std::string_view(out.originator_prefix).substr(out.originator_prefix.starts_with('+') ? 1 : 0);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        table.error("originator_prefix", "is no number: digits, with or without a +");
    else if (!out.write_originator)
        table.warning("originator_prefix", "has no effect with originator = \"account\"");
}

// `priority` of all messages, `priorities` of those whose sender wants one: { 1 = 5, 3 = 1 }.
void read_priorities(table_reader& table, translation_options& out) {
    table.number("priority", out.priorities[0], 1, 9);
    for (std::size_t level = 1; level < out.priorities.size(); ++level) out.priorities[level] = out.priorities[0];
    auto levels = table.table("priorities");
    if (!levels) return;
    for (std::size_t level = 1; level < out.priorities.size(); ++level) levels->number(std::to_string(level), out.priorities[level], 1, 9);
    levels->finish();
}

void read_validity(table_reader& table, translation_options& out) {
    table.word("validity", out.validity,
               {{"relative", validity_form::relative}, {"absolute", validity_form::absolute}, {"none", validity_form::none}});
    std::int64_t minutes = 0;
    if (!table.number("centre_offset_minutes", minutes, -14 * 60, 14 * 60)) return;
    out.centre_offset = std::chrono::minutes{minutes};
    if (out.validity != validity_form::absolute) table.warning("centre_offset_minutes", "has no effect without validity = \"absolute\"");
}

void read_translation(table_reader& table, translation_options& out) {
    read_originator(table, out);
    read_priorities(table, out);
    read_validity(table, out);
    table.word("concat", out.reference, {{"udh8", text::reference_width::octet}, {"udh16", text::reference_width::two_octets}});
    table.number("status_report_request", out.status_report_request, 1, 63);
    table.number("protocol_id", out.protocol_identifier, 0, 255);
    table.number("tariff_class", out.tariff_class, 0, 99);
    table.number("service_description", out.service_description, 0, 9);
    table.flag("cancel_enabled", out.cancel_enabled);
    table.number("cancel_mode", out.cancel_mode, 0, 2);
    std::vector<std::string> flags;
    table.words_of("dialect", flags, dialect_names());
    out.quirks = dialect_of(flags);
    if (out.quirks.no_checksum && out.quirks.checksum_required)
        table.warning("dialect", "no_checksum is about what we write, checksum_required about what the centre writes: both at once are rare");
}

}  // namespace

connector_options read_options(table_reader& table) {
    connector_options out;
    lines::read_line_options(table, out);
    read_login(table, out.session);
    read_translation(table, out.translation);
    lines::read_questions(table, out.questions);
    if (out.questions.replace) table.warning("questions", "CIMD2 has no operation that replaces a message: \"replace\" has no effect");
    return out;
}

}  // namespace hermod::connectors::cimd2
