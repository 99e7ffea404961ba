// What messages are checked against: an immutable snapshot that app/ builds from the configuration and swaps whole.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "accept/hold.hpp"
#include "base/ids.hpp"
#include "consent/policy.hpp"
#include "message/message.hpp"
#include "route/table.hpp"

namespace hermod::accept {

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
};

struct limits {
    std::chrono::seconds default_validity = std::chrono::hours{72};
    std::chrono::seconds max_validity = std::chrono::hours{14 * 24};
    std::size_t max_parts = 255;  // 1 to 255
};

struct rules {
    route::table_ptr routes;  // never null
    std::unordered_map<account_id, account_rules> accounts;
    limits bounds;
    std::vector<hold_rule> holds;
    consent::policy_ptr consents;  // null: no word of a handset means anything
};

using rules_ptr = std::shared_ptr<const rules>;

}  // namespace hermod::accept
