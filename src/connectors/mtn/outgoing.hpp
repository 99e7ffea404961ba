// Our calls: a part of a message, a subscription, a question, each as the interface that the network sells wants it. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "connectors/mtn/options.hpp"
#include "message/message.hpp"
#include "net/http_gate.hpp"

namespace hermod::connectors::mtn {

// A call, ready but for the token.
struct written_call {
    std::string_view method = "POST";
    std::string target, body;
};

// Why there is none: a sentence. What was asked for cannot be said in this interface.
struct unwritable {
    std::string why;
};
using writing = std::variant<written_call, unwritable>;

// Our name for a part, in every call about it: the same for every try, so that the network can know a repetition.
std::string correlator_of(const message& what, std::uint8_t part);

// Whether all parts travel in one call: the interface splits, and puts the parts together.
bool is_whole(const mtn_options& with, const message& what);

// `part` is 1 where the message is whole.
writing call_of_part(const mtn_options& with, const message& what, std::uint8_t part, wall_time now);

// Being told: of a code's messages, and where the interface has it of what became of ours. `id`: as it was given, or empty.
writing call_to_subscribe(const mtn_options& with, const std::string& code, wall_time now);
// With an id where the interface changes subscriptions, otherwise the same as a new one.
writing call_to_renew(const mtn_options& with, const std::string& code, const std::string& id, wall_time now);
// unwritable: the interface, or a subscription without an id, cannot be given up.
writing call_to_unsubscribe(const mtn_options& with, const std::string& code, const std::string& id, wall_time now);

// Asking. `code`: whose messages; v1 has one queue for all.
writing call_to_poll(const mtn_options& with, const std::string& code);
struct asked_part {
    std::string sender, their_id;
};
writing call_for_status(const mtn_options& with, const asked_part& part, wall_time now);

// The headers of every call; `token` may be empty. Views of the arguments and of constants.
void add_headers(std::vector<net::http_field>& out, const mtn_options& with, const written_call& call,
                 const std::string& authorization);

}  // namespace hermod::connectors::mtn
