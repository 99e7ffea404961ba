// How a message and what happened to it are shown: the JSON of GET /v1/messages, of the list and of the live events.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "api/json_text.hpp"
#include "gateway/tlv_words.hpp"
#include "gateway/inbox.hpp"
#include "message/record.hpp"
#include "store/store.hpp"

namespace hermod::api {

// Configured names behind ids; app/ gives them. Empty for an id that the configuration does not hold any more.
struct name_lookup {
    std::function<std::string(connector_id)> connector;
    std::function<std::string(account_id)> account;
    std::shared_ptr<const tlv_words> tlvs{};  // null: TLVs are not shown
};

enum class detail_level : std::uint8_t { summary, timeline };

void append_message(std::string& out, const record& what, detail_level how_much, const name_lookup& names);
void append_price(object_writer& members, const message& m);  // free: no member
// What few messages have: class, time, service type, TLVs. Members of an object that is being written.
void append_wishes(object_writer& members, const message& m, const tlv_words* words);
void append_language(object_writer& members, std::uint8_t single_shift, std::uint8_t locking_shift);
void append_changes(object_writer& members, std::span<const text_change> changes);  // none: no member
void append_unmatched(std::string& out, const store::unmatched_receipt& what, const name_lookup& names);
// With the account's name for those who see several accounts.
void append_notice(std::string& out, const store::notice& what, bool with_account, const name_lookup& names);

// Why a message is where it is: the last event that speaks of trouble. Null when there is none, or when it ended well.
const event* trouble_of(const record& what);
std::string in_words(const event& trouble);

}  // namespace hermod::api
