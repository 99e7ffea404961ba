#include "connectors/smpp/dialect.hpp"

#include <array>

namespace hermod::connectors::smpp {
namespace {

struct flag_row {
    std::string_view name;
    bool dialect::*flag;
    bool of_texts = false;  // says how texts that come in are read: of accounts too
};
constexpr flag_row rows[] = {
    {"dcs0_is_latin1", &dialect::dcs0_is_latin1, true},
    {"dcs0_is_ascii", &dialect::dcs0_is_ascii, true},
    {"dcs0_is_utf8", &dialect::dcs0_is_utf8, true},
    {"dcs1_is_gsm7", &dialect::dcs1_is_gsm7, true},
    {"packed_gsm7", &dialect::packed_gsm7, true},
    {"ucs2_little_endian", &dialect::ucs2_little_endian, true},
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

std::span<const std::string_view> account_dialect_names() {
    static const auto names = [] {
        std::vector<std::string_view> out;
        for (const flag_row& row : rows)
            if (row.of_texts) out.push_back(row.name);
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

}  // namespace hermod::connectors::smpp
