#include "connectors/ucp/error_table.hpp"

namespace hermod::connectors::ucp {

// What says something of us and this centre, not of the message, another network may see otherwise: an operation, a kind of message
// or a priority that it does not take at all or not from us, and who we are.
error_table::error_table() {
    for (const std::size_t code : {1u, 30u, 37u, 50u, 54u, 55u}) rows_[code] = error_meaning::later;
    for (const std::size_t code : {3u, 4u, 7u, 8u, 12u, 14u, 23u}) rows_[code] = error_meaning::elsewhere;
}

void error_table::set(wire::ucp::error_code code, error_meaning meaning) {
    if (const auto at = static_cast<std::size_t>(code); at < rows_.size()) rows_[at] = meaning;
}

error_meaning error_table::of(wire::ucp::error_code code) const {
    const auto at = static_cast<std::size_t>(code);
    return at < rows_.size() ? rows_[at] : error_meaning::refused;
}

}  // namespace hermod::connectors::ucp
