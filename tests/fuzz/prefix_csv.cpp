// A CSV table of prefixes, whatever somebody's export holds: every row is found again by the table made of it, a table with faults
// names their lines, and reading takes no more faults than it may.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "route/prefix_tables.hpp"

using namespace hermod;
using namespace hermod::route;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void told(const prefixes::line_faults& faults) {
    require(faults.listed().size() <= faults.most && (faults.more() == 0 || faults.listed().size() == faults.most));
    std::size_t line = 1;
    for (const auto& one : faults.listed()) {
        require(one.line >= line && !one.what.empty());
        line = one.line;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto rows = read_prefix_rows(text);
    told(rows.faults);
    const label_table table("fuzzed", rows);
    require(table.size() == rows.rows.size());
    for (const auto& row : rows.rows) {
        require(packed_prefix(prefixes::unpacked(row.key)) == row.key);
        require(table.label_of(prefixes::unpacked(row.key)) == row.value);
    }
    const cost_table costs(rows);
    told(rows.faults);
    require(costs.size() == table.size());
    return 0;
}
