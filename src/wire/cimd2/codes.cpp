#include "wire/cimd2/codes.hpp"

#include <algorithm>
#include <iterator>

namespace hermod::wire::cimd2 {
namespace {

constexpr code_row status_rows[] = {
    {1, "in process"},
    {2, "validity period expired"},
    {3, "delivery failed"},
    {4, "delivery successful"},
    {5, "no response"},
    {6, "last no response"},
    {7, "message cancelled"},
    {8, "message deleted"},
    {9, "message deleted by cancel"},
};

constexpr code_row status_error_rows[] = {
    {1, "unknown subscriber"},
    {9, "illegal subscriber"},
    {11, "teleservice not provisioned"},
    {13, "call barred"},
    {15, "closed user group reject"},
    {19, "no SMS support in the handset"},
    {20, "error in the handset"},
    {21, "facility not supported"},
    {22, "memory capacity exceeded"},
    {29, "absent subscriber"},
    {30, "handset busy for SMS"},
    {36, "network or protocol failure"},
    {44, "illegal equipment"},
    {60, "no paging response"},
    {61, "GMSC congestion"},
    {63, "HLR timeout"},
    {64, "MSC or SGSN timeout"},
    {70, "SMRSE or TCP error"},
    {72, "MT congestion"},
    {75, "GPRS suspended"},
    {80, "no paging response via MSC"},
    {81, "IMSI detached"},
    {82, "roaming restriction"},
    {83, "deregistered in HLR for GSM"},
    {84, "purged for GSM"},
    {85, "no paging response via SGSN"},
    {86, "GPRS detached"},
    {87, "deregistered in HLR for GPRS"},
    {88, "purged for GPRS"},
    {89, "unidentified subscriber via MSC"},
    {90, "unidentified subscriber via SGSN"},
    {112, "originator has no prepaid credit"},
    {113, "destination has no prepaid credit"},
    {114, "error in the prepaid system"},
};

// 1 to 10 of any operation, then by operation: 1xx login, 3xx submit, 4xx enquire, 5xx delivery request, 6xx cancel,
// 8xx set, 9xx get.
constexpr code_row error_rows[] = {
    {0, "no error"},
    {1, "unexpected operation"},
    {2, "syntax error"},
    {3, "unsupported parameter"},
    {4, "connection to the message centre lost"},
    {5, "no response from the message centre"},
    {6, "general system error"},
    {7, "cannot find information"},
    {8, "parameter formatting error"},
    {9, "requested operation failed"},
    {10, "temporary congestion"},
    {100, "invalid login"},
    {101, "incorrect access type"},
    {102, "too many users with this login"},
    {103, "login refused by the message centre"},
    {104, "invalid window size"},
    {105, "windowing disabled"},
    {106, "barred by the virtual message centre"},
    {107, "invalid subaddress"},
    {108, "alias account, login refused"},
    {300, "incorrect destination address"},
    {301, "incorrect number of destination addresses"},
    {302, "syntax error in user data"},
    {303, "incorrect combination of binary, header and normal user data"},
    {304, "incorrect data coding scheme"},
    {305, "incorrect validity period"},
    {306, "incorrect originator address"},
    {307, "incorrect protocol identifier"},
    {308, "incorrect first delivery time"},
    {309, "incorrect reply path"},
    {310, "incorrect status report request"},
    {311, "incorrect cancel enabled"},
    {312, "incorrect priority"},
    {313, "incorrect tariff class"},
    {314, "incorrect service description"},
    {315, "incorrect transport type"},
    {316, "incorrect message type"},
    {318, "incorrect more messages to send"},
    {319, "incorrect operation timer"},
    {320, "incorrect dialogue id"},
    {321, "incorrect alphanumeric originator"},
    {322, "invalid data for the alphanumeric originator"},
    {400, "incorrect address"},
    {401, "incorrect service centre timestamp"},
    {500, "incorrect service centre timestamp"},
    {501, "incorrect mode"},
    {502, "incorrect parameter combination"},
    {600, "incorrect service centre timestamp"},
    {601, "incorrect address"},
    {602, "incorrect mode"},
    {603, "incorrect parameter combination"},
    {800, "changing the password failed"},
    {801, "changing the password is not allowed"},
    {900, "unsupported item requested"},
};

constexpr bool before(const code_row& a, const code_row& b) {
    return a.value < b.value;
}
static_assert(std::is_sorted(std::begin(status_rows), std::end(status_rows), before));
static_assert(std::is_sorted(std::begin(status_error_rows), std::end(status_error_rows), before));
static_assert(std::is_sorted(std::begin(error_rows), std::end(error_rows), before));

std::string_view words_in(std::span<const code_row> rows, std::int32_t value) {
    const auto at = std::lower_bound(rows.begin(), rows.end(), code_row{value, {}}, before);
    return at != rows.end() && at->value == value ? at->words : std::string_view{};
}

}  // namespace

std::span<const code_row> status_codes() {
    return status_rows;
}
std::span<const code_row> status_error_codes() {
    return status_error_rows;
}
std::span<const code_row> error_codes() {
    return error_rows;
}

std::string_view status_code_words(std::int32_t value) {
    return words_in(status_rows, value);
}
std::string_view status_error_words(std::int32_t value) {
    return words_in(status_error_rows, value);
}
std::string_view error_code_words(std::int32_t value) {
    return words_in(error_rows, value);
}

}  // namespace hermod::wire::cimd2
