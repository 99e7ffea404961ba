#include "wire/ucp/values.hpp"

#include <algorithm>
#include <iterator>

#include "wire/ucp/header.hpp"

namespace hermod::wire::ucp {
namespace {

struct reason {
    std::uint8_t rsn;
    const char* text;
};

// EMI-UCP, Rsn of operation 53; 109, 113 and 105 are one text there too.
constexpr reason reasons[] = {
    {0, "unknown subscriber"},
    {1, "service temporarily not available"},
    {2, "service temporarily not available"},
    {3, "service temporarily not available"},
    {4, "service temporarily not available"},
    {5, "service temporarily not available"},
    {6, "service temporarily not available"},
    {7, "service temporarily not available"},
    {8, "service temporarily not available"},
    {9, "illegal error code"},
    {10, "network time-out"},
    {100, "facility not supported"},
    {101, "unknown subscriber"},
    {102, "facility not provided"},
    {103, "call barred"},
    {104, "operation barred"},
    {105, "centre congested"},
    {106, "facility not supported"},
    {107, "absent subscriber"},
    {108, "delivery failed"},
    {109, "centre congested"},
    {110, "protocol error"},
    {111, "handset not equipped"},
    {112, "unknown centre"},
    {113, "centre congested"},
    {114, "illegal handset"},
    {115, "handset not a subscriber"},
    {116, "error in the handset"},
    {117, "lower layers not provisioned for SMS"},
    {118, "system failure"},
    {119, "PLMN failure"},
    {120, "HLR failure"},
    {121, "VLR failure"},
    {122, "previous VLR failure"},
    {123, "controlling MSC failure"},
    {124, "visited MSC failure"},
    {125, "EIR failure"},
    {126, "system failure"},
    {127, "unexpected data value"},
    {200, "error in the centre's address"},
    {201, "absolute validity period invalid"},
    {202, "message too long"},
    {203, "GSM message cannot be unpacked"},
    {204, "cannot be converted to IRA"},
    {205, "validity period of invalid format"},
    {206, "destination address invalid"},
    {207, "message submitted twice"},
    {208, "message type indicator invalid"},
};

struct word {
    meaning means;
    std::string_view value;
    const char* text;
};

constexpr word table[] = {
    {meaning::pid, "0100", "mobile station"},
    {meaning::pid, "0122", "fax group 3"},
    {meaning::pid, "0131", "X.400"},
    {meaning::pid, "0138", "menu over PSTN"},
    {meaning::pid, "0139", "PC over PSTN (E.164)"},
    {meaning::pid, "0339", "PC over X.25 (X.121)"},
    {meaning::pid, "0439", "PC over ISDN (E.164)"},
    {meaning::pid, "0539", "PC over TCP/IP"},
    {meaning::pid, "0639", "PC by abbreviated number"},
    {meaning::nt, "0", "none"},
    {meaning::dst, "0", "delivered"},
    {meaning::dst, "1", "buffered"},
    {meaning::dst, "2", "not delivered"},
    {meaning::mt, "2", "numeric"},
    {meaning::mt, "3", "alphanumeric"},
    {meaning::mt, "4", "transparent data"},
    {meaning::otoa, "1139", "international number"},
    {meaning::otoa, "5039", "alphanumeric"},
    {meaning::oton, "1", "international"},
    {meaning::oton, "2", "national"},
    {meaning::oton, "6", "abbreviated"},
    {meaning::onpi, "1", "E.164"},
    {meaning::onpi, "3", "X.121"},
    {meaning::onpi, "5", "private"},
    {meaning::styp, "1", "open session"},
    {meaning::styp, "2", "reserved"},
    {meaning::styp, "3", "change password"},
    {meaning::styp, "4", "open provisioning session"},
    {meaning::styp, "5", "reserved"},
    {meaning::styp, "6", "change provisioning password"},
    {meaning::list_styp, "1", "add to mo-list"},
    {meaning::list_styp, "2", "remove from mo-list"},
    {meaning::list_styp, "3", "verify mo-list"},
    {meaning::list_styp, "4", "add to mt-list"},
    {meaning::list_styp, "5", "remove from mt-list"},
    {meaning::list_styp, "6", "verify mt-list"},
    {meaning::opid, "00", "mobile station"},
    {meaning::opid, "39", "PC application"},
    {meaning::dcs, "0", "default alphabet"},
    {meaning::dcs, "1", "8-bit data"},
};

std::string notifications(unsigned bits) {
    std::string out;
    for (const auto& [bit, text] : {std::pair{nt_delivery, "delivery"}, {nt_failure, "failure"}, {nt_buffered, "buffered"}}) {
        if ((bits & bit) != 0) out.append(out.empty() ? "" : ", ").append(text);
    }
    return out;
}

}  // namespace

std::optional<unsigned> number_of(std::string_view digits) {
    if (digits.empty() || digits.size() > 4 || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    unsigned value = 0;
    for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

std::optional<delivery_state> state_of(std::string_view dst) {
    if (dst.size() != 1 || dst[0] < '0' || dst[0] > '2') return std::nullopt;
    return static_cast<delivery_state>(dst[0] - '0');
}

const char* reason_text(unsigned rsn) {
    const auto* at = std::find_if(std::begin(reasons), std::end(reasons), [&](const reason& r) { return r.rsn == rsn; });
    return at == std::end(reasons) ? nullptr : at->text;
}

std::string words(meaning means, std::string_view value) {
    for (const word& w : table) {
        if (w.means == means && w.value == value) return w.text;
    }
    const auto number = number_of(value);
    if (!number) return {};
    if (means == meaning::nt) return notifications(*number);
    if (means == meaning::rsn) {
        const char* text = reason_text(*number);
        return text ? text : "";
    }
    if (means == meaning::ec) {
        const auto code = read_ec(value);
        const error_row* row = code ? find_error(*code) : nullptr;
        return row ? row->text : "";
    }
    return {};
}

}  // namespace hermod::wire::ucp
