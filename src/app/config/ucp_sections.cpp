// What concerns UCP alone: [ucp], and an account's keys for it.
#include <algorithm>

#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t longest_password = 16;  // that PWD can carry, two digits each

}  // namespace

ucp_config read_ucp(table_reader& table) {
    ucp_config out;
    read_door(table, "ucp", out);
    table.number("keepalive_seconds", out.keepalive_seconds, 0, 3'600);
    table.number("utc_offset_minutes", out.utc_offset_minutes, -720, 840);
    table.number("throttled_error", out.throttled_error, 1, 99);
    table.finish();
    return out;
}

void read_account_ucp(table_reader& table, std::span<const std::string_view> dialect_flags, account_config& out) {
    table.words_of("ucp_dialect", out.ucp.dialect, dialect_flags);
    const std::string& login = out.sessions.login(door_kind::ucp);
    if (login.empty()) {
        if (table.has("ucp_dialect")) table.warning("ucp_dialect", "has no effect: it is for UCP, and the account has no ucp_user");
        return;
    }
    if (login.find('/') != std::string::npos) table.error("ucp_user", "holds a \"/\", which separates the fields of UCP");
    const std::string& password = out.sessions.password;
    if (!password.starts_with("$argon2") && password.size() > longest_password)
        table.error("password", "has more than the 16 octets that UCP can carry");
}

}  // namespace hermod::app
