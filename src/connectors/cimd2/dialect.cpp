#include "connectors/cimd2/dialect.hpp"

#include <array>

namespace hermod::connectors::cimd2 {
namespace {

struct flag_row {
    std::string_view name;
    bool dialect::*flag;
};
constexpr flag_row rows[] = {
    {"latin1_link", &dialect::latin1_link},
    {"no_checksum", &dialect::no_checksum},
    {"checksum_required", &dialect::checksum_required},
    {"no_plus", &dialect::no_plus},
    {"long_numbers_are_international", &dialect::long_numbers_are_international},
    {"converted_sender", &dialect::converted_sender},
    {"numbers_in_order", &dialect::numbers_in_order},  // last: a connector has all before it
};

}  // namespace

std::span<const std::string_view> door_dialect_names() {
    static const auto names = [] {
        std::array<std::string_view, std::size(rows)> out;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = rows[i].name;
        return out;
    }();
    return names;
}

std::span<const std::string_view> dialect_names() {
    return door_dialect_names().first(std::size(rows) - 1);
}

dialect dialect_of(const std::vector<std::string>& words) {
    dialect out;
    for (const std::string& word : words)
        for (const flag_row& row : rows)
            if (row.name == word) out.*row.flag = true;
    return out;
}

}  // namespace hermod::connectors::cimd2
