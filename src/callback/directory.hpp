// Who wants to be told where: an immutable snapshot of the configuration, swapped as a whole (dispatcher::configure).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.hpp"
#include "gateway/tlv_words.hpp"
#include "message/message.hpp"

namespace hermod::callback {

struct account_callbacks {
    std::string url;                   // empty: only messages with a callback_url of their own are told of
    std::vector<std::string> secrets;  // the current one first; see decode_secret
    std::size_t batch = 1;             // most events a POST, 1 to 1000
    std::size_t concurrency = 16;      // most requests under way to one endpoint
    friend bool operator==(const account_callbacks&, const account_callbacks&) = default;
};

struct directory {
    std::unordered_map<account_id, account_callbacks> accounts;
    std::unordered_map<connector_id, std::string> connectors;  // names, for the callback's body
    std::shared_ptr<const tlv_words> tlvs;                      // likewise; null: TLVs are not told
};
using directory_ptr = std::shared_ptr<const directory>;

// A URL in two: what names the endpoint ("https://example.org:8443") and what names the resource on it ("/sms?x=1").
// The guard in net/ judges the URL; here it is only cut. nullopt: it has no scheme or no host.
struct url_parts {
    std::string_view origin;
    std::string_view target;  // may be empty, or begin with '?'
};
std::optional<url_parts> cut_url(std::string_view url);

// Where what is told by session goes: each account's sessions are one endpoint of this origin.
inline constexpr std::string_view session_origin = "session://";

// The message's own URL, or its account's; session_origin for one that is told by session; empty when nobody is to be told.
std::string_view url_for(const message& m, const account_callbacks* account);

}  // namespace hermod::callback
