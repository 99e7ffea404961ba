// From the configuration's words to what the modules take: plain conversions, no state.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <string>
#include <unordered_map>

#include "accept/newcomers.hpp"
#include "accept/rules.hpp"
#include "api/keys.hpp"
#include "app/config/config.hpp"
#include "callback/directory.hpp"
#include "callback/options.hpp"
#include "deliver/standing.hpp"
#include "store/backend.hpp"

namespace hermod::app {

// All throw std::runtime_error with a sentence for people where the configuration's check cannot know better.
route::known_connectors make_known_connectors(const config& from);
// What outlives a configuration, by names; it outlives the rules, too.
struct lasting {
    money::purses& purses;
    limits::book& counts;
    accept::newcomers& newcomers;
};
accept::rules_ptr make_rules(const config& from, const lasting& state);
void add_money(const config& from, money::purses& purses, accept::rules& to);  // build_money.cpp
void follow(const config& from, money::purses& purses);  // the zones and limits of purses, once the rules can be made
std::shared_ptr<const accept::schedule_rules> make_schedule(const config& from);  // build_schedule.cpp
api::keys_ptr make_keys(const config& from);
// `names`: of connectors, with those that are gone since.
callback::directory_ptr make_directory(const config& from, const std::unordered_map<connector_id, std::string>& names);
// Of accounts beside each other in a connector's queue.
std::unordered_map<account_id, double> make_weights(const config& from);
deliver::health_options health_settings(const health_config& from);
callback::options make_callback_options(const config& from);
// The configured names behind ids.
struct known_names {
    std::unordered_map<connector_id, std::string> connectors;
    std::unordered_map<account_id, std::string> accounts;
};
known_names make_names(const config& from);
std::unique_ptr<store::backend> make_engine(const store_config& from);
std::vector<boost::asio::ip::tcp::endpoint> resolve_all(const std::vector<endpoint>& listen);

}  // namespace hermod::app
