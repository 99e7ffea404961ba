#include "app/config/sections.hpp"

namespace hermod::app {

namespace {

// What `out` has is the default.
void read_levels(table_reader& table, health_config& out) {
    table.number("move_after_ms", out.move_after_ms, 0, 3'600'000);
    table.number("start_seconds", out.start_seconds, 0, 3'600);
    table.number("slow_start_seconds", out.slow_start_seconds, 0, 3'600);
    table.number("error_percent", out.error_percent, 0, 100);
    table.number("error_least", out.error_least, 1, 1'000'000);
    table.number("error_seconds", out.error_seconds, 1, 3'600);
    table.number("open_seconds", out.open_seconds, 1, 3'600);
    table.number("open_most_seconds", out.open_most_seconds, 1, 86'400);
    if (out.open_seconds > out.open_most_seconds) {
        const bool written = table.has("open_seconds");
        table.error(written ? "open_seconds" : "open_most_seconds", "open_seconds (" + std::to_string(out.open_seconds) + ") is more than open_most_seconds (" +
                                                                         std::to_string(out.open_most_seconds) + ")");
    }
    table.number("trials", out.trials, 1, 1'000);
}

}  // namespace

health_config read_health(table_reader& table) {
    health_config out;
    read_levels(table, out);
    table.number("most_moves", out.most_moves, 0, 100);
    table.finish();
    return out;
}

health_config read_connector_health(table_reader& connector, const health_config& general) {
    health_config out = general;
    auto table = connector.table("health");
    if (!table) return out;
    read_levels(*table, out);
    if (table->any("most_moves")) table->error("most_moves", "is a message's, whatever connectors it meets: write it in [health]");
    table->finish();
    return out;
}

}  // namespace hermod::app
