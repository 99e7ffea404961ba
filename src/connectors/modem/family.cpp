#include "connectors/modem/family.hpp"

#include <algorithm>
#include <string>

namespace hermod::connectors::modem {
namespace {

constexpr std::string_view huawei[] = {"huawei"}, quectel[] = {"quectel"},
                           simcom[] = {"simcom", "sim_com", "sim800", "sim900", "sim76"}, telit[] = {"telit"},
                           wavecom[] = {"wavecom", "sierra"}, none[] = {""};

constexpr family rows[] = {
    // ^RSSI, ^MODE, ^BOOT in a flood; USSD is packed septets in hex by default, AT^USSDMODE=0 makes it text.
    {.name = "Huawei", .makers = huawei, .quiet = "AT^CURC=0\r", .packed_ussd = true, .text_ussd = "AT^USSDMODE=0\r"},
    // Reports go to "SR" and are announced as "SM",0: only direct ones arrive.
    {.name = "Quectel", .makers = quectel, .stored_reports = false},
    // What these do differently (a prompt of two lines, lines that begin with a line feed alone, +CPIN without OK, doubled
    // parentheses) is read so from every modem.
    {.name = "SIMCom", .makers = simcom},
    {.name = "Telit", .makers = telit},
    {.name = "Wavecom/Sierra", .makers = wavecom},
};
constexpr family other{.name = "", .makers = none};

}  // namespace

std::span<const family> families() {
    return rows;
}
const family& generic_family() {
    return other;
}

const family& family_of(std::string_view said) {
    std::string small(said);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const family& row : rows)
        for (const std::string_view maker : row.makers)
            if (small.find(maker) != std::string::npos) return row;
    return other;
}

}  // namespace hermod::connectors::modem
