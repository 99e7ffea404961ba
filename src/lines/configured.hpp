// The keys of a [[connector]] table that every connector with lines has: where, how many, how fast, TLS, reconnecting, and
// what the network's error codes mean. A protocol's configured.hpp reads its own keys beside them.
#pragma once

#include <chrono>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "lines/error_meaning.hpp"
#include "lines/options.hpp"
#include "lines/questions.hpp"
#include "settings/reader.hpp"

namespace hermod::lines {

using settings::table_reader;

// address (required), binds, rate, burst, reconnect_min_ms, reconnect_max_ms, tls and tls_*.
void read_line_options(table_reader& table, line_options& out);

// A time written as a whole number of `Unit`; least and most are in it too.
template <class Unit>
bool read_time(table_reader& table, std::string_view key, std::chrono::milliseconds& out, std::int64_t least, std::int64_t most) {
    std::int64_t written = 0;
    if (!table.number(key, written, least, most)) return false;
    out = Unit(written);
    return true;
}

struct named_code {
    std::string_view name;  // "ESME_RTHROTTLED"
    std::uint32_t value;
};

// How a protocol's people write its error codes.
struct code_words {
    std::string_view what;     // "command_status": what a code is called
    std::string_view example;  // "0x14"
    std::span<const named_code> names{};
    std::uint32_t most = 0xFFFF'FFFF;
};

// The table `errors`: codes by name or number (decimal, or 0x14), each "final", "next_route", "retry" or "throttled". In its order.
std::vector<std::pair<std::uint32_t, error_meaning>> read_errors(table_reader& table, const code_words& codes);

// The list `questions`; without it what `out` says already.
void read_questions(table_reader& table, questions_allowed& out);

}  // namespace hermod::lines
