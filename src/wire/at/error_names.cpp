#include "wire/at/error_names.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace hermod::wire::at {
namespace {

// 0 to 127: RP-Cause (TS 24.011 section E-2); 128 to 255: TP-FCS (TS 23.040 section 9.2.3.22); from 300: TS 27.005.
constexpr error_row cms_rows[] = {
    {1, "Unassigned (unallocated) number"},
    {8, "Operator determined barring"},
    {10, "Call barred"},
    {17, "Network failure"},
    {21, "Short message transfer rejected"},
    {22, "Memory capacity exceeded"},
    {27, "Destination out of order"},
    {28, "Unidentified subscriber"},
    {29, "Facility rejected"},
    {30, "Unknown subscriber"},
    {38, "Network out of order"},
    {41, "Temporary failure"},
    {42, "Congestion"},
    {47, "Resources unavailable, unspecified"},
    {50, "Requested facility not subscribed"},
    {69, "Requested facility not implemented"},
    {81, "Invalid short message transfer reference value"},
    {95, "Invalid message, unspecified"},
    {96, "Invalid mandatory information"},
    {97, "Message type non-existent or not implemented"},
    {98, "Message not compatible with short message protocol state"},
    {99, "Information element non-existent or not implemented"},
    {111, "Protocol error, unspecified"},
    {127, "Interworking, unspecified"},
    {128, "Telematic interworking not supported"},
    {129, "Short message type 0 not supported"},
    {130, "Cannot replace short message"},
    {143, "Unspecified TP-PID error"},
    {144, "Data coding scheme (alphabet) not supported"},
    {145, "Message class not supported"},
    {159, "Unspecified TP-DCS error"},
    {160, "Command cannot be actioned"},
    {161, "Command unsupported"},
    {175, "Unspecified TP-Command error"},
    {176, "TPDU not supported"},
    {192, "SC busy"},
    {193, "No SC subscription"},
    {194, "SC system failure"},
    {195, "Invalid SME address"},
    {196, "Destination SME barred"},
    {197, "SM rejected, duplicate SM"},
    {198, "TP-VPF not supported"},
    {199, "TP-VP not supported"},
    {208, "SIM SMS storage full"},
    {209, "No SMS storage capability in SIM"},
    {210, "Error in MS"},
    {211, "Memory capacity exceeded"},
    {212, "SIM application toolkit busy"},
    {213, "SIM data download error"},
    {255, "Unspecified error cause"},
    {300, "ME failure"},
    {301, "SMS service of ME reserved"},
    {302, "operation not allowed"},
    {303, "operation not supported"},
    {304, "invalid PDU mode parameter"},
    {305, "invalid text mode parameter"},
    {310, "SIM not inserted"},
    {311, "SIM PIN required"},
    {312, "PH-SIM PIN required"},
    {313, "SIM failure"},
    {314, "SIM busy"},
    {315, "SIM wrong"},
    {316, "SIM PUK required"},
    {317, "SIM PIN2 required"},
    {318, "SIM PUK2 required"},
    {320, "memory failure"},
    {321, "invalid memory index"},
    {322, "memory full"},
    {330, "SMSC address unknown"},
    {331, "no network service"},
    {332, "network timeout"},
    {340, "no +CNMA acknowledgement expected"},
    {500, "unknown error"},
};

constexpr error_row cme_rows[] = {
    {0, "phone failure"},
    {1, "no connection to phone"},
    {2, "phone-adaptor link reserved"},
    {3, "operation not allowed"},
    {4, "operation not supported"},
    {5, "PH-SIM PIN required"},
    {6, "PH-FSIM PIN required"},
    {7, "PH-FSIM PUK required"},
    {10, "SIM not inserted"},
    {11, "SIM PIN required"},
    {12, "SIM PUK required"},
    {13, "SIM failure"},
    {14, "SIM busy"},
    {15, "SIM wrong"},
    {16, "incorrect password"},
    {17, "SIM PIN2 required"},
    {18, "SIM PUK2 required"},
    {20, "memory full"},
    {21, "invalid index"},
    {22, "not found"},
    {23, "memory failure"},
    {24, "text string too long"},
    {25, "invalid characters in text string"},
    {26, "dial string too long"},
    {27, "invalid characters in dial string"},
    {30, "no network service"},
    {31, "network timeout"},
    {32, "network not allowed - emergency calls only"},
    {40, "network personalization PIN required"},
    {41, "network personalization PUK required"},
    {42, "network subset personalization PIN required"},
    {43, "network subset personalization PUK required"},
    {44, "service provider personalization PIN required"},
    {45, "service provider personalization PUK required"},
    {46, "corporate personalization PIN required"},
    {47, "corporate personalization PUK required"},
    {48, "hidden key required"},
    {49, "EAP method not supported"},
    {50, "incorrect parameters"},
    {51, "command implemented but currently disabled"},
    {52, "command aborted by user"},
    {53, "not attached to network due to MT functionality restrictions"},
    {54, "modem not allowed - MT restricted to emergency calls only"},
    {55, "operation not allowed because of MT functionality restrictions"},
    {56, "fixed dial number only allowed"},
    {57, "temporarily out of service due to other MT usage"},
    {58, "language/alphabet not supported"},
    {59, "unexpected data value"},
    {60, "system failure"},
    {61, "data missing"},
    {62, "call barred"},
    {100, "unknown"},
    {103, "illegal MS"},
    {106, "illegal ME"},
    {107, "GPRS services not allowed"},
    {111, "PLMN not allowed"},
    {112, "location area not allowed"},
    {113, "roaming not allowed in this location area"},
    {132, "service option not supported"},
    {133, "requested service option not subscribed"},
    {134, "service option temporarily out of order"},
    {148, "unspecified GPRS error"},
    {149, "PDP authentication failure"},
    {150, "invalid mobile class"},
};

template <std::size_t Size>
constexpr bool ascending(const error_row (&rows)[Size]) {
    return std::is_sorted(std::begin(rows), std::end(rows),
                          [](const error_row& a, const error_row& b) { return a.number < b.number; });
}
static_assert(ascending(cms_rows) && ascending(cme_rows));

std::string_view find(std::span<const error_row> rows, unsigned number) {
    const auto row =
        std::lower_bound(rows.begin(), rows.end(), number, [](const error_row& r, unsigned n) { return r.number < n; });
    return row != rows.end() && row->number == number ? row->words : std::string_view{};
}

// In small letters, and with "s" for "z": both personalization and personalisation are written.
constexpr char plain(char c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return c == 'z' ? 's' : c;
}

bool same_words(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return plain(x) == plain(y); });
}

std::optional<unsigned> find(std::span<const error_row> rows, std::string_view words) {
    for (const error_row& row : rows) {
        if (same_words(row.words, words)) return row.number;
    }
    return std::nullopt;
}

bool among(unsigned number, std::initializer_list<unsigned> numbers) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

}  // namespace

std::span<const error_row> cms_errors() {
    return cms_rows;
}
std::span<const error_row> cme_errors() {
    return cme_rows;
}

std::string_view words_of_cms(unsigned number) {
    if (const std::string_view words = find(cms_rows, number); !words.empty()) return words;
    return number >= 512 ? "vendor specific" : "reserved";
}

std::string_view words_of_cme(unsigned number) {
    const std::string_view words = find(cme_rows, number);
    return words.empty() ? "reserved" : words;
}

std::optional<unsigned> number_of_cms(std::string_view words) {
    return find(cms_rows, words);
}
std::optional<unsigned> number_of_cme(std::string_view words) {
    return find(cme_rows, words);
}

retry retry_of_cms(unsigned number) {
    if (among(number, {17, 22, 27, 38, 41, 42, 47, 192, 194, 208, 211, 212, 300, 301, 314, 322, 331, 332, 500}))
        return retry::later;
    if (among(number, {1, 8, 10, 21, 28, 29, 30, 50, 69, 193, 195, 196, 197, 304, 305, 330})) return retry::never;
    return retry::unclear;
}

retry retry_of_cme(unsigned number) {
    if (among(number, {14, 20, 23, 30, 31, 57, 60, 134})) return retry::later;
    if (among(number, {4, 24, 25, 26, 27, 50, 103, 106, 111, 133})) return retry::never;
    return retry::unclear;
}

bool is_sim_trouble_cms(unsigned number) {
    return among(number, {310, 311, 312, 313, 315, 316, 317, 318});
}
bool is_sim_trouble_cme(unsigned number) {
    return among(number, {5, 6, 7, 10, 11, 12, 13, 15, 17, 18});
}

}  // namespace hermod::wire::at
