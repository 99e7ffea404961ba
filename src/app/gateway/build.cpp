#include "app/gateway/build.hpp"

#include "app/config/sections.hpp"
#include "app/gateway/consent_policy.hpp"
#include "app/gateway/limit_rules.hpp"
#include "app/gateway/tlv_names.hpp"

#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <unordered_map>

#include "base/log.hpp"
#include "callback/signature.hpp"
#include "message/language.hpp"
#include "message/tags.hpp"
#include "route/table.hpp"
#include "store/memory/backend.hpp"
#include "store/sqlite/backend.hpp"

namespace hermod::app {

route::known_connectors make_known_connectors(const config& from) {
    route::known_connectors out;
    for (const connector_config& c : from.connectors) out.emplace(c.id, route::known_connector{c.name, c.costs});
    return out;
}

accept::rules_ptr make_rules(const config& from, const lasting& state) {
    auto out = std::make_shared<accept::rules>();
    out->routes = std::make_shared<const route::table>(make_route_rules(from), make_known_connectors(from));
    if (!from.inbound_routes.empty()) out->inbound = std::make_shared<const route::inbound_table>(make_inbound_rules(from));
    out->joins_parts = from.inbound.join_seconds != 0;
    out->numbers = accept::number_rules(from.number_rules);
    out->rewrites = from.rewriting;
    for (const account_config& a : from.accounts) {
        accept::account_rules rules;
        rules.id = a.id;
        rules.default_from = a.default_from;
        rules.has_callback_url = !a.callback_url.empty();
        rules.smart = a.smart;
        rules.transliterate = a.transliterate;
        for (const std::string& name : a.languages)
            if (const auto one = language_identifier(name)) rules.languages = static_cast<std::uint16_t>(rules.languages | 1u << *one);
        rules.home = a.home;
        rules.senders = accept::sender_list(a.sessions.allowed_senders);
        for (const std::string& tag : a.tags) add_tags(rules.tags, tag);
        rules.hears_by_session = a.sessions.any() && a.inbound == inbound_way::session;
        rules.callbacks = callback_received;
        for (const callback_event e : a.callback_events)
            rules.callbacks = static_cast<std::uint8_t>(rules.callbacks | (e == callback_event::final ? callback_final : callback_submitted));
        out->accounts.emplace(a.id, std::move(rules));
    }
    add_limits(from, state.counts, *out);
    out->schedule = make_schedule(from);
    add_money(from, state.purses, *out);
    out->consents = make_consent_policy(from);
    out->holds = make_holds(from);
    out->newcomers = &state.newcomers;
    return out;
}

api::keys_ptr make_keys(const config& from) {
    auto out = std::make_shared<api::keys>();
    for (const account_config& a : from.accounts) {
        if (a.api_key.empty()) continue;  // it binds to a door alone; an empty key must open nothing
        api::caller who;
        who.account = a.id;
        who.admin = a.admin;
        out->add(api::keys::digest_of(a.api_key), std::move(who));
    }
    return out;
}

callback::directory_ptr make_directory(const config& from, const std::unordered_map<connector_id, std::string>& names) {
    auto out = std::make_shared<callback::directory>();
    for (const account_config& a : from.accounts) {
        callback::account_callbacks row;
        row.url = a.callback_url;
        if (!a.callback_secret.empty()) {
            if (!callback::decode_secret(a.callback_secret))
                throw std::runtime_error("account " + a.name + ": callback_secret begins with whsec_ but is not base64");
            row.secrets = {a.callback_secret};
        }
        row.batch = a.callback_batch;
        row.concurrency = from.callbacks.concurrency;
        out->accounts.emplace(a.id, std::move(row));
    }
    for (const auto& [id, name] : names) out->connectors.emplace(id, name);
    out->tlvs = make_tlv_names(from.tlvs);
    return out;
}

std::unordered_map<account_id, double> make_weights(const config& from) {
    std::unordered_map<account_id, double> out;
    for (const account_config& a : from.accounts) out.emplace(a.id, a.weight);
    return out;
}

deliver::health_options health_settings(const health_config& from) {
    using std::chrono::seconds;
    deliver::health_options out;
    out.move_after = std::chrono::milliseconds{from.move_after_ms};
    out.start_within = seconds{from.start_seconds};
    out.slow_start = seconds{from.slow_start_seconds};
    out.errors.opens_at = from.error_percent == 0 ? 2 : from.error_percent / 100.0;
    out.errors.least = from.error_least;
    out.errors.span = seconds{from.error_seconds};
    out.errors.open_first = seconds{from.open_seconds};
    out.errors.open_most = seconds{from.open_most_seconds};
    out.errors.trials = from.trials;
    return out;
}

callback::options make_callback_options(const config& from) {
    callback::options out;
    for (const std::string& text : from.callbacks.allow_private) {
        auto parsed = net::network::parse(text);
        if (!parsed) throw std::runtime_error("callbacks.allow_private: " + text + ": " + parsed.error().message());
        out.allow_private.push_back(*parsed);
    }
    out.timeout = std::chrono::seconds{from.callbacks.timeout_seconds};
    std::optional<std::size_t> least;  // there is one audience for all doors
    for (const door_words& door : all_doors)
        if (const door_config* at = from.door(door.is)) least = std::min<std::size_t>(least.value_or(at->most_untold), at->most_untold);
    out.most_untold = least.value_or(out.most_untold);
    out.log = [](std::string_view line) { log_line(log_level::warning, "callback_given_up").field("what", line); };
    return out;
}

known_names make_names(const config& from) {
    known_names out;
    for (const connector_config& c : from.connectors) out.connectors[c.id] = c.name;
    for (const account_config& a : from.accounts) out.accounts[a.id] = a.name;
    return out;
}

std::unique_ptr<store::backend> make_engine(const store_config& from) {
    if (from.url == "memory:") return store::memory::make_backend();
    return store::sqlite::make_backend(from.url.substr(std::string_view("sqlite:").size()), nullptr, from.history_days);
}

std::vector<boost::asio::ip::tcp::endpoint> resolve_all(const std::vector<endpoint>& listen) {
    boost::asio::io_context io;
    boost::asio::ip::tcp::resolver resolver(io);
    std::vector<boost::asio::ip::tcp::endpoint> out;
    for (const endpoint& e : listen) {
        boost::system::error_code fault;
        const auto found = resolver.resolve(e.host, std::to_string(e.port), boost::asio::ip::resolver_base::passive, fault);
        if (fault || found.empty()) throw std::runtime_error("http.listen: cannot resolve " + e.host + ": " + fault.message());
        out.push_back(found.begin()->endpoint());
    }
    return out;
}

}  // namespace hermod::app
