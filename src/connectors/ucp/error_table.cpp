#include "connectors/ucp/error_table.hpp"

namespace hermod::connectors::ucp {

error_table::error_table() {
    for (const std::size_t code : {1u, 30u, 37u, 50u, 54u, 55u}) rows_[code] = error_meaning::later;
}

void error_table::set(wire::ucp::error_code code, error_meaning meaning) {
    if (const auto at = static_cast<std::size_t>(code); at < rows_.size()) rows_[at] = meaning;
}

error_meaning error_table::of(wire::ucp::error_code code) const {
    const auto at = static_cast<std::size_t>(code);
    return at < rows_.size() ? rows_[at] : error_meaning::refused;
}

}  // namespace hermod::connectors::ucp
