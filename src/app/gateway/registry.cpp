#include "app/gateway/registry.hpp"

#include <stdexcept>

#include "api/routes.hpp"
#include "connectors/cimd2/configured.hpp"
#include "connectors/cimd2/connector.hpp"
#include "connectors/http/connector.hpp"
#include "connectors/loopback/connector.hpp"
#include "connectors/modem/configured.hpp"
#include "connectors/modem/connector.hpp"
#include "connectors/modemmanager/configured.hpp"
#include "connectors/modemmanager/connector.hpp"
#include "connectors/mtn/connector.hpp"
#include "connectors/smpp/configured.hpp"
#include "connectors/smpp/connector.hpp"
#include "connectors/ucp/configured.hpp"
#include "connectors/ucp/connector.hpp"
#include "message/language.hpp"
#include "net/clocks.hpp"
#include "wire/smpp/tlv_tag.hpp"

namespace hermod::app {
namespace {

namespace cimd2 = connectors::cimd2;
namespace modem = connectors::modem;
namespace smpp = connectors::smpp;
namespace ucp = connectors::ucp;

constexpr std::string_view tlv_types[] = {"integer1", "integer2", "integer4", "integer8", "c_string", "string", "octets"};

struct loopback_options {
    std::uint32_t window = 100;
};

std::any read_loopback(table_reader& table) {
    loopback_options out;
    table.number("window", out.window, 1, 100'000);
    return out;
}

std::unique_ptr<connector> make_loopback(const connector_config& configured, const connector_surroundings& around) {
    const auto& from = std::any_cast<const loopback_options&>(configured.options);
    return std::make_unique<connectors::loopback::connector>(around.home, connectors::loopback::options{configured.id, from.window, around.counters},
                                                             around.reports, around.events, &net::wall_now);
}

std::any read_modem(table_reader& table) { return modem::read_options(table); }

std::unique_ptr<connector> make_modem(const connector_config& configured, const connector_surroundings& around) {
    modem::connector_options options = std::any_cast<const modem::connector_options&>(configured.options);
    options.name = configured.name;
    options.id = configured.id;
    options.inbound_account = account_id{name_hash(configured.inbound_account)};
    auto made = modem::make_connector(around.home, std::move(options), {&net::mono_now, &net::wall_now}, around.in, around.reports, around.events);
    if (!made) throw std::runtime_error("connector " + configured.name + ": " + made.error().message());
    return std::move(*made);
}

std::any read_modemmanager(table_reader& table) { return connectors::modemmanager::read_options(table); }

std::unique_ptr<connector> make_modemmanager(const connector_config& configured, const connector_surroundings& around) {
    auto options = std::any_cast<const connectors::modemmanager::connector_options&>(configured.options);
    options.name = configured.name;
    options.id = configured.id;
    options.inbound_account = account_id{name_hash(configured.inbound_account)};
    return connectors::modemmanager::make_connector(around.home, std::move(options), {&net::mono_now, &net::wall_now}, around.in,
                                                    around.reports, around.events);
}

struct row {
    connector_type type;
    std::unique_ptr<connector> (*make)(const connector_config&, const connector_surroundings&);
};

// What is known of a modem outlives its connection, and others ask it at any time: it neither comes nor goes.
row staying(std::string_view name, std::any (*read)(table_reader&), decltype(row::make) make) {
    row out;
    out.type.name = name;
    out.type.read = read;
    out.type.stays = true;
    out.make = make;
    return out;
}

// The row of a type that holds lines to a network (lines/): its options are what was read, and what every connector is told.
template <class Options, Options (*Read)(table_reader&), auto Make>
row on_lines(std::string_view name, bool (*takes_broadcasts)(const Options&) = nullptr) {
    row out;
    out.type.name = name;
    out.type.read = [](table_reader& table) { return std::any(Read(table)); };
    if (takes_broadcasts)
        out.type.takes_broadcasts = [takes_broadcasts](const std::any& options) { return takes_broadcasts(std::any_cast<const Options&>(options)); };
    out.make = [](const connector_config& configured, const connector_surroundings& around) {
        Options options = std::any_cast<const Options&>(configured.options);
        options.name = configured.name;
        options.id = configured.id;
        options.inbound_account = account_id{name_hash(configured.inbound_account)};
        options.jitter_seed = configured.id.value;
        options.alerts = around.alerts;
        options.counters = around.counters;
        options.ports = around.ports;
        const lines::clock_functions clocks{&net::mono_now, &net::wall_now};
        auto made = Make(around.home, std::move(options), clocks, around.in, around.reports, around.events);
        if (!made) throw std::runtime_error("connector " + configured.name + ": " + made.error().message());
        return std::move(*made);
    };
    return out;
}

// The row of a type that works by HTTP calls (calls/): it has paths on the program's own server.
template <class Options, Options (*Read)(table_reader&), auto Make>
row on_calls(std::string_view name) {
    row out;
    out.type.name = name;
    out.type.read = [](table_reader& table) { return std::any(Read(table)); };
    out.type.paths = [](const std::any& options) { return paths_of(std::any_cast<const Options&>(options)); };
    out.make = [](const connector_config& configured, const connector_surroundings& around) {
        auto made = Make(around.home, std::any_cast<const Options&>(configured.options),
                         calls::identity{configured.name, configured.id, account_id{name_hash(configured.inbound_account)}, around.counters},
                         calls::clock_functions{&net::mono_now, &net::wall_now}, around.in, around.reports, around.events);
        if (!made) throw std::runtime_error("connector " + configured.name + ": " + made.error().message());
        return std::move(*made);
    };
    return out;
}

const std::vector<row>& rows() {
    static const std::vector<row> table{
        on_lines<smpp::connector_options, &smpp::read_options, &smpp::make_connector>("smpp", &smpp::takes_broadcasts),
        on_lines<cimd2::connector_options, &cimd2::read_options, &cimd2::make_connector>("cimd2"),
        on_lines<ucp::connector_options, &ucp::read_options, &ucp::make_connector>("ucp"),
        {{"loopback", &read_loopback}, &make_loopback},
        staying("modem", &read_modem, &make_modem),
        on_calls<connectors::http::http_options, &connectors::http::read_http_options, &connectors::http::make_connector>("http"),
        on_calls<connectors::mtn::mtn_options, &connectors::mtn::read_mtn_options, &connectors::mtn::make_connector>("mtn"),
        staying("modemmanager", &read_modemmanager, &make_modemmanager),
    };
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
    return {types, smpp::account_dialect_names(), tlv_types, tags, languages, reserved, ucp::account_dialect_names(), cimd2::door_dialect_names()};
}

std::unique_ptr<connector> make_connector(const connector_config& configured, const connector_surroundings& around) {
    for (const row& r : rows())
        if (r.type.name == configured.type) return r.make(configured, around);
    throw std::runtime_error("connector " + configured.name + ": unknown type " + configured.type);
}

}  // namespace hermod::app
