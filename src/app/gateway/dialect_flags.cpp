#include "app/gateway/dialect_flags.hpp"

#include <array>

namespace hermod::app {
namespace {

using connectors::smpp::dialect;

struct flag_row {
    std::string_view name;
    bool dialect::*flag;
};
constexpr flag_row rows[] = {
    {"dcs0_is_latin1", &dialect::dcs0_is_latin1},
    {"dcs0_is_ascii", &dialect::dcs0_is_ascii},
    {"dcs0_is_utf8", &dialect::dcs0_is_utf8},
    {"dcs1_is_gsm7", &dialect::dcs1_is_gsm7},
    {"packed_gsm7", &dialect::packed_gsm7},
    {"ucs2_little_endian", &dialect::ucs2_little_endian},
    {"receipts_by_text", &dialect::receipts_by_text},
    {"accepted_is_delivered", &dialect::accepted_is_delivered},
    {"receipts_not_swapped", &dialect::receipts_not_swapped},
    {"plus_in_addresses", &dialect::plus_in_addresses},
    {"unknown_ton_is_international", &dialect::unknown_ton_is_international},
    {"no_tlvs", &dialect::no_tlvs},
    {"answers_in_order", &dialect::answers_in_order},
};

}  // namespace

std::span<const std::string_view> dialect_names() {
    static const auto names = [] {
        std::array<std::string_view, std::size(rows)> out;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = rows[i].name;
        return out;
    }();
    return names;
}

dialect dialect_of(const std::vector<std::string>& words) {
    dialect out;
    for (const std::string& word : words)
        for (const flag_row& row : rows)
            if (row.name == word) out.*row.flag = true;
    return out;
}

}  // namespace hermod::app
