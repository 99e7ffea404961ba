// A CSV table of prefixes, whatever somebody's export holds: every row is found again by the table made of it, a table with faults
// names their lines, and reading takes no more faults than it may.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "route/prefix_tables.hpp"

using namespace hermod::route;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto rows = read_prefix_rows(text);
    require(rows.faults.size() <= 20 && (rows.more_faults == 0 || rows.faults.size() == 20));
    for (std::size_t i = 0; i < rows.faults.size(); ++i) require(rows.faults[i].line > 0 && !rows.faults[i].what.empty());
    const label_table table("fuzzed", rows);
    require(table.size() == rows.rows.size());
    for (const auto& row : rows.rows) {
        require(packed_prefix(unpacked(row.key)) == row.key);
        require(table.label_of(unpacked(row.key)) == row.value);
    }
    const cost_table costs(rows);
    require(costs.size() == table.size());
    return 0;
}
