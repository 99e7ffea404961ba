// From the configuration's words to what the modules take: plain conversions, no state.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>

#include "accept/rules.hpp"
#include "api/keys.hpp"
#include "api/message_json.hpp"
#include "app/config/config.hpp"
#include "callback/directory.hpp"
#include "callback/options.hpp"
#include "deliver/fair_queue.hpp"
#include "store/backend.hpp"

namespace hermod::app {

// All throw std::runtime_error with a sentence for people where the configuration's check cannot know better.
// `counts` outlives the rules.
accept::rules_ptr make_rules(const config& from, limits::book& counts);
api::keys_ptr make_keys(const config& from);
callback::directory_ptr make_directory(const config& from);
// Of accounts beside each other in a connector's queue.
deliver::account_weights make_weights(const config& from);
callback::options make_callback_options(const config& from);
api::name_lookup make_names(const config& from);
std::unique_ptr<store::backend> make_engine(const store_config& from);
std::vector<boost::asio::ip::tcp::endpoint> resolve_all(const std::vector<endpoint>& listen);

}  // namespace hermod::app
