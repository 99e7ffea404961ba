// A message that is sent again and again (POST /v1/recurring): what was asked, and how far it is. Pure; its text is the value of
// a note of kind "recurring" (message/note.hpp), whose key is its id.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "api/problem.hpp"
#include "base/ids.hpp"
#include "zones/recurrence.hpp"

namespace hermod::api {

inline constexpr std::string_view recurring_kind = "recurring";

// The body of the request, read.
struct recurring_wish {
    zones::recurrence when;
    std::chrono::seconds catch_up{3600};  // an occurrence that could not be made in time is made until then
    std::string message;                  // JSON, as POST /v1/messages takes it
};
// `now`: where the body gives no start. The message itself is not looked into but for what a repeated one may not have.
std::variant<recurring_wish, problem> read_recurring(std::string_view body, wall_time now);

struct recurring {
    std::string id;  // "r" and 16 hexadecimal digits
    account_id account;
    wall_time created_at{};
    std::string asked;                      // the request's body
    std::optional<zones::occurrence> last;  // made, or passed over
    std::uint64_t made = 0, skipped = 0;
    std::string last_message;  // id of the last that was made
    std::string trouble;       // why the last one was not made; empty: it was
};

std::string write_recurring(const recurring& what);
std::optional<recurring> parse_recurring(std::string id, std::string_view note);

}  // namespace hermod::api
