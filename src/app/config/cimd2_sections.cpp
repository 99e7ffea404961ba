// What concerns CIMD2's server alone: [cimd2], and an account's keys for it.
#include "app/config/sections.hpp"

namespace hermod::app {

cimd2_config read_cimd2(table_reader& table) {
    cimd2_config out;
    read_door(table, "cimd2", out);
    table.number("alive_seconds", out.alive_seconds, 0, 3'600);
    table.number("centre_offset_minutes", out.centre_offset_minutes, -14 * 60, 14 * 60);
    table.finish();
    return out;
}

void read_account_cimd2(table_reader& table, std::span<const std::string_view> dialect_flags, account_config& out) {
    table.words_of("cimd2_dialect", out.cimd2.dialect, dialect_flags);
    if (table.has("cimd2_dialect") && !table.has("cimd2_user"))
        table.warning("cimd2_dialect", "has no effect: it is for CIMD2, and the account has no cimd2_user");
}

}  // namespace hermod::app
