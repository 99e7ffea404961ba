#include "wire/ucp/error_code.hpp"

#include <algorithm>
#include <array>

namespace hermod::wire::ucp {
namespace {

constexpr error_row error_rows[] = {
    {1, "checksum_error", "checksum error"},
    {2, "syntax_error", "syntax error"},
    {3, "operation_not_supported", "operation not supported by the system"},
    {4, "operation_not_allowed", "operation not allowed"},
    {5, "call_barring_active", "call barring active"},
    {6, "adc_invalid", "AdC invalid"},
    {7, "authentication_failure", "authentication failure"},
    {8, "legitimisation_failure", "legitimisation code for all calls: failure"},
    {9, "ga_invalid", "GA not valid"},
    {10, "repetition_not_allowed", "repetition not allowed"},
    {11, "repetition_legitimisation_failure", "legitimisation code for repetition: failure"},
    {12, "priority_not_allowed", "priority call not allowed"},
    {13, "priority_legitimisation_failure", "legitimisation code for a priority call: failure"},
    {14, "urgent_not_allowed", "urgent message not allowed"},
    {15, "urgent_legitimisation_failure", "legitimisation code for an urgent message: failure"},
    {16, "reverse_charging_not_allowed", "reverse charging not allowed"},
    {17, "reverse_charging_legitimisation_failure", "legitimisation code for reverse charging: failure"},
    {18, "deferred_delivery_not_allowed", "deferred delivery not allowed"},
    {19, "new_ac_invalid", "new AC not valid"},
    {20, "new_legitimisation_invalid", "new legitimisation code not valid"},
    {21, "standard_text_invalid", "standard text not valid"},
    {22, "time_period_invalid", "time period not valid"},
    {23, "message_type_not_supported", "message type not supported by the system"},
    {24, "message_too_long", "message too long"},
    {25, "requested_standard_text_invalid", "requested standard text not valid"},
    {26, "message_type_invalid_for_pager", "message type not valid for the type of pager"},
    {27, "message_not_found", "message not found in the centre"},
    {28, "character_set_invalid", "character set not valid"},
    {30, "subscriber_hung_up", "subscriber hung up"},
    {31, "fax_group_not_supported", "fax group not supported"},
    {32, "fax_message_type_not_supported", "fax message type not supported"},
    {33, "address_already_in_list", "address already in the list (60 series)"},
    {34, "address_not_in_list", "address not in the list (60 series)"},
    {35, "list_full", "list full, the address cannot be added (60 series)"},
    {36, "rpid_in_use", "RPID already in use"},
    {37, "delivery_in_progress", "delivery in progress"},
    {38, "message_forwarded", "message forwarded"},
    {50, "low_network_status", "low network status"},
    {51, "standard_text_legitimisation_failure", "legitimisation code for standard text: failure"},
    {53, "partially_successful", "operation partially successful"},
    {54, "not_successful", "operation not successful"},
    {55, "system_error", "system error"},
    {57, "adc_already_in_group", "AdC is already a member of the group's address list"},
    {58, "adc_not_in_group", "AdC is not a member of the group's address list"},
    {59, "standard_text_list_invalid", "requested standard text list not valid"},
    {61, "not_controller_of_group", "not the controller of the group's address list"},
    {62, "standard_text_too_large", "standard text too large"},
    {63, "not_owner_of_standard_text", "not the owner of the standard text list"},
    {64, "address_list_full", "address list full"},
    {65, "gadc_invalid", "GAdC invalid"},
    {66, "mobile_subscribers_only", "operation restricted to mobile subscribers"},
    {68, "adc_type_invalid", "type of AdC not valid"},
    {69, "adc_not_added_to_group", "AdC cannot be added to the group's address list"},
    {90, "proprietary_90", "proprietary error"},
    {91, "proprietary_91", "proprietary error"},
    {92, "proprietary_92", "proprietary error"},
    {93, "proprietary_93", "proprietary error"},
    {94, "proprietary_94", "proprietary error"},
    {95, "proprietary_95", "proprietary error"},
    {96, "proprietary_96", "proprietary error"},
    {97, "proprietary_97", "proprietary error"},
    {98, "proprietary_98", "proprietary error"},
    {99, "proprietary_99", "proprietary error"},
};

constexpr auto pairs = [] {
    std::array<char, 200> out{};
    for (std::size_t i = 0; i < 100; ++i) {
        out[2 * i] = static_cast<char>('0' + i / 10);
        out[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return out;
}();

}  // namespace

std::span<const error_row> error_table() {
    return error_rows;
}

const error_row* find_error(error_code code) {
    const auto value = static_cast<std::uint8_t>(code);
    const auto* at = std::lower_bound(std::begin(error_rows), std::end(error_rows), value,
                                      [](const error_row& r, auto v) { return r.code < v; });
    return at != std::end(error_rows) && at->code == value ? at : nullptr;
}

std::string_view two_digits(unsigned value) {
    return {pairs.data() + 2 * (value % 100), 2};
}

std::optional<error_code> read_ec(std::string_view text) {
    if (text.empty() || text.size() > 2) return std::nullopt;
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return static_cast<error_code>(value);
}

}  // namespace hermod::wire::ucp
