// What messages are checked against: an immutable snapshot that app/ builds from the configuration and swaps whole.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "accept/hold.hpp"
#include "accept/recipient_number.hpp"
#include "accept/rewriting.hpp"
#include "base/ids.hpp"
#include "consent/policy.hpp"
#include "limits/book.hpp"
#include "limits/number_list.hpp"
#include "limits/table.hpp"
#include "message/message.hpp"
#include "route/inbound.hpp"
#include "money/terms.hpp"
#include "route/table.hpp"

namespace hermod::accept {

struct named_list {
    std::string name;
    hermod::limits::number_list_ptr numbers;
};

struct account_rules {
    account_id id;
    bool enabled = true;
    std::string default_from;                // empty: `from` is required
    std::uint8_t callbacks = callback_none;  // callback_bits the account wants
    bool has_callback_url = false;           // otherwise only messages with a callback_url of their own are told of
    bool hears_by_session = false;           // messages from handsets go to its SMPP binds, not to its callback_url
    // For texts that do not say themselves; see submission in gateway/inbox.hpp.
    bool smart = false, transliterate = false;
    std::uint16_t languages = 0;  // bit n: language n of message/language.hpp
    money::account_terms money{};
    std::vector<named_list> allow{}, deny{};    // of recipients; no `allow`: all
    std::chrono::seconds duplicates_within{0};  // the same again is refused for so long; 0: never
    const country* home = nullptr;  // null: recipients are international numbers or refused
    sender_list senders{};          // that it may use; empty: any
    std::string tags{};             // that all its messages have; words, separated by commas
};

struct limits {
    std::chrono::seconds default_validity = std::chrono::hours{72};
    std::chrono::seconds max_validity = std::chrono::hours{14 * 24};
    std::size_t max_parts = 255;  // 1 to 255
};

struct schedule_rules;  // accept/schedule.hpp
class newcomers;        // accept/newcomers.hpp

struct rules {
    route::table_ptr routes;  // never null
    route::inbound_table_ptr inbound;          // null: the connector says whose a message from a handset is
    bool joins_parts = false;                  // parts of a handset's long message wait for the whole, which is then asked for
    std::unordered_map<account_id, account_rules> accounts;
    limits bounds;
    std::vector<named_list> deny;      // recipients, for everybody
    hermod::limits::table_ptr counting;      // null: no limits
    hermod::limits::book* counts = nullptr;  // what limits and duplicates are counted in; never null where there are some
    std::shared_ptr<const schedule_rules> schedule;  // null: no windows, the usual zones
    std::unordered_map<connector_id, money::named_prices_ptr> connector_prices;  // for accounts that have none of their own
    money::purses* purses = nullptr;  // where an account's terms name one; outlives the rules
    number_rules numbers;
    rewriting rewrites;
    std::vector<hold_rule> holds;
    accept::newcomers* newcomers = nullptr;  // who counts for rules that hold an account's first messages; null: nobody is new
    consent::policy_ptr consents;  // null: no word of a handset means anything
};

using rules_ptr = std::shared_ptr<const rules>;

}  // namespace hermod::accept
