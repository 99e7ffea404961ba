#include "app/config/named_file.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace hermod::app {

std::optional<std::string> read_named_file(settings::table_reader& table, std::string_view key, std::string& path) {
    if (!table.file(key, path)) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || text.bad()) {
        table.error(key, path + " cannot be read");
        return std::nullopt;
    }
    return std::move(text).str();
}

void report(settings::problems& out, const std::string& path, const prefixes::line_faults& faults) {
    for (const auto& one : faults.listed()) out.error_in(path, {static_cast<int>(one.line), 0}, one.what);
    if (faults.more()) out.error_in(path, {}, "and " + std::to_string(faults.more()) + " lines more are wrong");
}

}  // namespace hermod::app
