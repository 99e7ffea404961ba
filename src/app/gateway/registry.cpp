#include "app/gateway/registry.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "app/config/smpp_options.hpp"
#include "app/gateway/dialect_flags.hpp"
#include "api/routes.hpp"
#include "connectors/http/connector.hpp"
#include "connectors/loopback/connector.hpp"
#include "connectors/smpp/connector.hpp"
#include "message/language.hpp"
#include "net/clocks.hpp"
#include "wire/smpp/command_status.hpp"
#include "wire/smpp/tlv_tag.hpp"

namespace hermod::app {
namespace {

namespace smpp = connectors::smpp;

constexpr std::string_view tlv_types[] = {"integer1", "integer2", "integer4", "integer8", "c_string", "string", "octets"};

std::any read_smpp(table_reader& table) {
    static const auto statuses = [] {
        std::vector<named_status> rows;
        for (const auto& row : wire::smpp::command_statuses()) rows.push_back({row.name, row.value});
        return rows;
    }();
    return read_smpp_options(table, {dialect_names(), statuses});
}

struct loopback_options {
    std::uint32_t window = 100;
};

std::any read_loopback(table_reader& table) {
    loopback_options out;
    table.number("window", out.window, 1, 100'000);
    return out;
}

smpp::error_meaning meaning_of(error_rule rule) {
    switch (rule) {
        case error_rule::final: return smpp::error_meaning::refused;
        case error_rule::retry: return smpp::error_meaning::later;
        case error_rule::throttled: return smpp::error_meaning::throttled;
    }
    return smpp::error_meaning::refused;
}

std::optional<smpp::forced_plan> forced(std::optional<std::uint8_t> ton, std::optional<std::uint8_t> npi) {
    if (!ton && !npi) return std::nullopt;
    return smpp::forced_plan{static_cast<wire::smpp::ton>(ton.value_or(0)), static_cast<wire::smpp::npi>(npi.value_or(0))};
}

smpp::connector_options smpp_settings(const connector_config& configured) {
    const auto& from = std::any_cast<const smpp_options&>(configured.options);
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    smpp::connector_options out;
    out.name = configured.name;
    out.id = configured.id;
    out.host = from.address.host;
    out.port = from.address.port;
    out.binds = from.binds;
    out.rate = from.rate;
    const auto asked = [&](smpp_question what) { return std::find(from.questions.begin(), from.questions.end(), what) != from.questions.end(); };
    out.questions = {asked(smpp_question::query), asked(smpp_question::cancel), asked(smpp_question::replace)};
    out.submit_multi = from.submit_multi;
    out.reconnect_least = milliseconds{from.reconnect_min_ms};
    out.reconnect_most = milliseconds{from.reconnect_max_ms};
    out.inbound_account = account_id{name_hash(configured.inbound_account)};
    out.jitter_seed = configured.id.value;
    smpp::session_options& s = out.session;
    s.mode = from.mode == smpp_mode::transmitter ? smpp::bind_mode::transmitter
             : from.mode == smpp_mode::receiver  ? smpp::bind_mode::receiver
             : from.mode == smpp_mode::pair      ? smpp::bind_mode::pair
                                                 : smpp::bind_mode::transceiver;
    s.system_id = from.system_id;
    s.password = from.password;
    s.system_type = from.system_type;
    s.address_range = from.address_range;
    s.interface_version = from.interface_version;
    s.window = from.window;
    s.bind_timeout = seconds{from.bind_seconds};
    s.response_timeout = seconds{from.response_seconds};
    s.enquire_link = seconds{from.enquire_link_seconds};
    s.inactivity = seconds{from.inactivity_seconds};
    for (const auto& [status, rule] : from.errors) s.errors.set(static_cast<wire::smpp::command_status>(status), meaning_of(rule));
    out.translation.source = forced(from.source_ton, from.source_npi);
    out.translation.destination = forced(from.dest_ton, from.dest_npi);
    out.translation.quirks = dialect_of(from.dialect);
    out.translation.service_type = from.service_type;
    out.translation.protocol_id = from.protocol_id;
    out.translation.priority_flag = from.priority;
    out.translation.validity = from.validity == smpp_validity::absolute ? smpp::validity_form::absolute
                               : from.validity == smpp_validity::none   ? smpp::validity_form::none
                                                                        : smpp::validity_form::relative;
    out.translation.longer = from.concat == smpp_concat::sar       ? smpp::long_form::sar
                             : from.concat == smpp_concat::payload ? smpp::long_form::payload
                                                                   : smpp::long_form::header;
    if (from.concat == smpp_concat::udh16) out.translation.reference = text::reference_width::two_octets;
    out.translation.without_tlvs = from.interface_version < wire::smpp::version_3_4 || out.translation.quirks.no_tlvs;
    s.answers_in_order = out.translation.quirks.answers_in_order;
    out.translation.as_data_sm = from.data_sm;
    if (from.outbind_listen) {
        out.outbind.host = from.outbind_listen->host;
        out.outbind.port = from.outbind_listen->port;
        out.outbind.mode = from.outbind_mode == smpp_mode::transceiver ? smpp::bind_mode::transceiver : smpp::bind_mode::receiver;
        out.outbind.connections = from.outbind_connections;
        out.outbind.system_id = from.outbind_system_id;
        out.outbind.password = from.outbind_password;
    }
    out.tls = from.tls;
    out.tls_authorities = from.tls_authorities;
    out.tls_name = from.tls_name;
    out.tls_certificate = from.tls_certificate;
    out.tls_key = from.tls_key;
    out.tls_pins = from.tls_pin;
    return out;
}

std::unique_ptr<connector> make_smpp(const connector_config& configured, const connector_surroundings& around) {
    smpp::connector_options settings = smpp_settings(configured);
    settings.alerts = around.alerts;
    auto made = smpp::make_connector(around.home, std::move(settings), {&net::mono_now, &net::wall_now}, around.in, around.reports,
                                     around.events);
    if (!made) throw std::runtime_error("connector " + configured.name + ": " + made.error().message());
    return std::move(*made);
}

std::unique_ptr<connector> make_loopback(const connector_config& configured, const connector_surroundings& around) {
    const auto& from = std::any_cast<const loopback_options&>(configured.options);
    return std::make_unique<connectors::loopback::connector>(around.home, connectors::loopback::options{configured.id, from.window},
                                                             around.reports, around.events, &net::wall_now);
}

std::any read_http(table_reader& table) { return connectors::http::read_http_options(table); }

std::vector<std::string> http_paths(const std::any& options) {
    return connectors::http::paths_of(std::any_cast<const connectors::http::http_options&>(options));
}

std::unique_ptr<connector> make_http(const connector_config& configured, const connector_surroundings& around) {
    auto made = connectors::http::make_connector(around.home, std::any_cast<const connectors::http::http_options&>(configured.options),
                                                 {configured.name, configured.id, account_id{name_hash(configured.inbound_account)}},
                                                 {&net::mono_now, &net::wall_now}, around.in, around.reports, around.events);
    if (!made) throw std::runtime_error("connector " + configured.name + ": " + made.error().message());
    return std::move(*made);
}

struct row {
    connector_type type;
    std::unique_ptr<connector> (*make)(const connector_config&, const connector_surroundings&);
};

const std::array<row, 3>& rows() {
    static const std::array<row, 3> table{{
        {{"smpp", read_smpp}, make_smpp},
        {{"loopback", read_loopback}, make_loopback},
        {{"http", read_http, http_paths}, make_http},
    }};
    return table;
}

}  // namespace

config_vocabulary vocabulary() {
    static const auto types = [] {
        std::vector<connector_type> out;
        for (const row& r : rows()) out.push_back(r.type);
        return out;
    }();
    static const auto tags = [] {
        std::vector<named_tag> out;
        for (const auto& row : wire::smpp::tlv_table()) out.push_back({row.name, static_cast<std::uint16_t>(row.tag)});
        return out;
    }();
    static const auto languages = [] {
        std::vector<std::string_view> out;
        for (const language_word& one : language_words)
            if (!one.name.empty()) out.push_back(one.name);
        return out;
    }();
    static const auto reserved = [] {
        std::vector<std::string_view> out;  // the first step of each of the API's paths
        for (const auto& one : api::routes()) out.push_back(one.path.substr(0, one.path.find('/', 1)));
        return out;
    }();
    return {types, account_dialect_names(), tlv_types, tags, languages, reserved};
}

std::unique_ptr<connector> make_connector(const connector_config& configured, const connector_surroundings& around) {
    for (const row& r : rows())
        if (r.type.name == configured.type) return r.make(configured, around);
    throw std::runtime_error("connector " + configured.name + ": unknown type " + configured.type);
}

}  // namespace hermod::app
