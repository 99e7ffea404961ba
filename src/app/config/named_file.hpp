// A file that the configuration names, with a table of lines: prices, prefixes, numbers. Its mistakes are told with its own
// name and the line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "prefixes/lines.hpp"
#include "settings/reader.hpp"

namespace hermod::app {

// The whole of the file that `key` names; nullopt: the key is not there, or the file cannot be read, which is told.
std::optional<std::string> read_named_file(settings::table_reader& table, std::string_view key, std::string& path);

void report(settings::problems& out, const std::string& path, const prefixes::line_faults& faults);

}  // namespace hermod::app
