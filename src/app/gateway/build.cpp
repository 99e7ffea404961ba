#include "app/gateway/build.hpp"

#include "app/gateway/consent_policy.hpp"
#include "app/gateway/tlv_names.hpp"

#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <unordered_map>

#include "base/log.hpp"
#include "callback/signature.hpp"
#include "message/language.hpp"
#include "route/table.hpp"
#include "store/memory/backend.hpp"
#include "store/sqlite/backend.hpp"

namespace hermod::app {

accept::rules_ptr make_rules(const config& from) {
    auto out = std::make_shared<accept::rules>();
    std::vector<route::rule> rows;
    for (const route_config& r : from.routes) {
        route::rule row;
        row.name = r.name;
        if (!r.account.empty()) row.account = account_id{name_hash(r.account)};
        row.prefixes = r.prefix;
        if (!r.from.empty()) row.from = r.from;
        for (const std::string& name : r.to) row.to.emplace_back(name_hash(name));
        row.resend_unsure = r.unsure == unsure_rule::resend;
        rows.push_back(std::move(row));
    }
    out->routes = std::make_shared<const route::table>(std::move(rows));
    for (const account_config& a : from.accounts) {
        accept::account_rules rules;
        rules.id = a.id;
        rules.default_from = a.default_from;
        rules.has_callback_url = !a.callback_url.empty();
        rules.smart = a.smart;
        rules.transliterate = a.transliterate;
        for (const std::string& name : a.languages)
            if (const auto one = language_identifier(name)) rules.languages = static_cast<std::uint16_t>(rules.languages | 1u << *one);
        rules.hears_by_session = a.sessions.any() && a.inbound == inbound_way::session;
        rules.callbacks = callback_received;
        for (const callback_event e : a.callback_events)
            rules.callbacks = static_cast<std::uint8_t>(rules.callbacks | (e == callback_event::final ? callback_final : callback_submitted));
        out->accounts.emplace(a.id, std::move(rules));
    }
    out->consents = make_consent_policy(from);
    out->holds = make_holds(from);
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

callback::directory_ptr make_directory(const config& from) {
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
    for (const connector_config& c : from.connectors) out->connectors.emplace(c.id, c.name);
    out->tlvs = make_tlv_names(from.tlvs);
    return out;
}

deliver::account_weights make_weights(const config& from) {
    std::unordered_map<account_id, double> weights;
    for (const account_config& a : from.accounts) weights.emplace(a.id, a.weight);
    return [weights = std::move(weights)](account_id who) {
        const auto at = weights.find(who);
        return at == weights.end() ? 1.0 : at->second;  // of an account that is configured no more
    };
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

api::name_lookup make_names(const config& from) {
    std::unordered_map<std::uint32_t, std::string> connectors, accounts;
    for (const connector_config& c : from.connectors) connectors[c.id.value] = c.name;
    for (const account_config& a : from.accounts) accounts[a.id.value] = a.name;
    const auto lookup = [](const auto& names, std::uint32_t id) {
        const auto at = names.find(id);
        return at == names.end() ? std::string() : at->second;
    };
    return {.connector = [names = std::move(connectors), lookup](connector_id id) { return lookup(names, id.value); },
            .account = [names = std::move(accounts), lookup](account_id id) { return lookup(names, id.value); }};
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
