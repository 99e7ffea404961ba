#include "connectors/cimd2/error_table.hpp"

#include <algorithm>

namespace hermod::connectors::cimd2 {

void error_table::set(std::int32_t code, error_meaning meaning) {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const auto& r) { return r.first == code; });
    if (row != rows_.end())
        row->second = meaning;
    else
        rows_.emplace_back(code, meaning);
}

error_meaning error_table::of(std::int32_t code) const {
    for (const auto& [known, meaning] : rows_)
        if (known == code) return meaning;
    return error_meaning::refused;
}

}  // namespace hermod::connectors::cimd2
