#include "connectors/smpp/configured.hpp"

#include <algorithm>

#include "lines/configured.hpp"

namespace hermod::connectors::smpp {
namespace {

using lines::read_time;
using settings::endpoint;
using settings::table_reader;
using std::chrono::seconds;

void read_error_rules(table_reader& table, error_table& out) {
    static const auto names = [] {
        std::vector<lines::named_code> rows;
        for (const auto& row : wire::smpp::command_statuses()) rows.push_back({row.name, row.value});
        return rows;
    }();
    for (const auto& [status, meaning] : lines::read_errors(table, {"command_status", "0x14", names}))
        out.set(static_cast<wire::smpp::command_status>(status), meaning);
}

std::optional<forced_plan> read_plan(table_reader& table, std::string_view ton_key, std::string_view npi_key) {
    std::optional<std::uint8_t> ton, npi;
    table.number(ton_key, ton, 0, 255);
    table.number(npi_key, npi, 0, 255);
    if (!ton && !npi) return std::nullopt;
    return forced_plan{static_cast<wire::smpp::ton>(ton.value_or(0)), static_cast<wire::smpp::npi>(npi.value_or(0))};
}

// How the parts of a long message name each other.
void read_concat(table_reader& table, translation_options& out) {
    enum class joined { udh8, udh16, sar, payload } how = joined::udh8;
    table.word("concat", how, {{"udh8", joined::udh8}, {"udh16", joined::udh16}, {"sar", joined::sar}, {"payload", joined::payload}});
    out.longer = how == joined::sar ? long_form::sar : how == joined::payload ? long_form::payload : long_form::header;
    if (how == joined::udh16) out.reference = text::reference_width::two_octets;
}

void read_translation(table_reader& table, translation_options& out) {
    out.source = read_plan(table, "source_ton", "source_npi");
    out.destination = read_plan(table, "dest_ton", "dest_npi");
    read_concat(table, out);
    table.text("service_type", out.service_type, 5);
    table.number("protocol_id", out.protocol_id, 0, 255);
    table.number("priority", out.priority_flag, 0, 3);
    table.word("validity", out.validity,
               {{"relative", validity_form::relative}, {"absolute", validity_form::absolute}, {"none", validity_form::none}});
    table.flag("data_sm", out.as_data_sm);
    std::vector<std::string> flags;
    table.words_of("dialect", flags, dialect_names());
    out.quirks = dialect_of(flags);
}

void read_timers(table_reader& table, session_options& out) {
    read_time<seconds>(table, "enquire_link_seconds", out.enquire_link, 0, 3'600);
    read_time<seconds>(table, "response_seconds", out.response_timeout, 1, 3'600);
    read_time<seconds>(table, "inactivity_seconds", out.inactivity, 0, 86'400);
    read_time<seconds>(table, "bind_seconds", out.bind_timeout, 1, 600);
}

void read_bind(table_reader& table, session_options& out) {
    table.require({"system_id"});
    // The lengths are those of SMPP 3.4, section 5.2.1 to 5.2.7, without the terminator.
    table.text("system_id", out.system_id, 15);
    if (table.secret("password", out.password) && out.password.size() > 8)
        table.warning("password", "SMPP 3.4 allows 8 octets: some operators refuse a longer one");
    table.text("system_type", out.system_type, 12);
    table.text("address_range", out.address_range, 40);
    table.word("mode", out.mode,
               {{"transceiver", bind_mode::transceiver}, {"transmitter", bind_mode::transmitter}, {"receiver", bind_mode::receiver},
                {"pair", bind_mode::pair}});
    table.number("window", out.window, 1, 10'000);
    if (table.number("interface_version", out.interface_version, 0, 255) && out.interface_version != wire::smpp::version_3_3 &&
        out.interface_version != wire::smpp::version_3_4 && out.interface_version != wire::smpp::version_5_0)
        table.error("interface_version", "is none of 0x33, 0x34, 0x50");
}

void read_submit_multi(table_reader& table, connector_options& out) {
    if (!table.number("submit_multi", out.submit_multi, 0, 254)) return;  // 3.4, section 5.2.24
    if (out.submit_multi == 1) table.error("submit_multi", "is 0 (never) or 2 to 254: one destination is a submit_sm");
    if (out.submit_multi != 0 && out.translation.as_data_sm) table.warning("submit_multi", "has no effect with data_sm = true");
}

void read_outbind(table_reader& table, connector_options::outbind_listener& out) {
    std::vector<endpoint> listen;
    if (table.addresses("outbind_listen", listen)) {
        if (listen.size() > 1) table.error("outbind_listen", "one address is enough");
        if (!listen.empty()) {
            out.host = listen.front().host;
            out.port = listen.front().port;
        }
    }
    table.text("outbind_system_id", out.system_id, 15);
    table.secret("outbind_password", out.password);
    table.word("outbind_mode", out.mode, {{"receiver", bind_mode::receiver}, {"transceiver", bind_mode::transceiver}});
    table.number("outbind_connections", out.connections, 1, 64);
    if (!out.host.empty()) return;
    for (const char* key : {"outbind_system_id", "outbind_password", "outbind_mode", "outbind_connections"})
        if (table.has(key)) table.warning(key, "has no effect without outbind_listen");
}

}  // namespace

connector_options read_options(table_reader& table) {
    connector_options out;
    lines::read_line_options(table, out);
    read_bind(table, out.session);
    read_timers(table, out.session);
    read_translation(table, out.translation);
    read_error_rules(table, out.session.errors);
    lines::read_questions(table, out.questions);
    read_submit_multi(table, out);
    read_outbind(table, out.outbind);
    return out;
}

}  // namespace hermod::connectors::smpp
