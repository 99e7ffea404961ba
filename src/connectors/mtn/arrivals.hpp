// What the network brings to our paths, and what it answers when it is asked: receipts and messages. Pure.
//
// Either path takes both: what it is, the body says (MADAPI's v2 publishes one address for all, ParlayX tells them apart by
// the element).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "calls/brought.hpp"
#include "connectors/mtn/answers.hpp"
#include "connectors/mtn/options.hpp"

namespace hermod::connectors::mtn {

calls::brought read_arrival(const mtn_options& with, const visit& what, connector_id by, wall_time now);

// Empty: this caller may bring something. Otherwise why not.
std::string_view refuse_caller(const mtn_options& with, const visit& what);

// Messages that were polled; those without a receiver were for `code`.
struct polled {
    calls::brought came;
    bool more = false;  // they say that others wait
};
std::variant<polled, failed_call> read_poll(const mtn_options& with, const heard_answer& answer, const std::string& code);

// What they say of a part.
struct awaited_word {
    std::string word;  // as it came; empty: they say nothing of this part
    state outcome = state::submitted;
    bool last = false;  // nothing more will come
    bool known = true;
};
std::variant<awaited_word, failed_call> read_status(const mtn_options& with, const heard_answer& answer);

}  // namespace hermod::connectors::mtn
