#include "wire/smpp/command_status.hpp"

#include <algorithm>
#include <iterator>

namespace hermod::wire::smpp {
namespace {

using row = status_row;

// Ascending by value. Values above 0xFF are new in 5.0; 0xC0 to 0xC4 are "OPTPAR" in 3.4, "TLV" in 5.0.
constexpr row status_rows[] = {
    {0x000, "ESME_ROK", "no error"},
    {0x001, "ESME_RINVMSGLEN", "message length is invalid"},
    {0x002, "ESME_RINVCMDLEN", "command length is invalid"},
    {0x003, "ESME_RINVCMDID", "command id is invalid"},
    {0x004, "ESME_RINVBNDSTS", "wrong bind state for this command"},
    {0x005, "ESME_RALYBND", "already bound"},
    {0x006, "ESME_RINVPRTFLG", "invalid priority flag"},
    {0x007, "ESME_RINVREGDLVFLG", "invalid registered delivery flag"},
    {0x008, "ESME_RSYSERR", "system error"},
    {0x00A, "ESME_RINVSRCADR", "invalid source address"},
    {0x00B, "ESME_RINVDSTADR", "invalid destination address"},
    {0x00C, "ESME_RINVMSGID", "invalid message id"},
    {0x00D, "ESME_RBINDFAIL", "bind failed"},
    {0x00E, "ESME_RINVPASWD", "invalid password"},
    {0x00F, "ESME_RINVSYSID", "invalid system id"},
    {0x011, "ESME_RCANCELFAIL", "cancel_sm failed"},
    {0x013, "ESME_RREPLACEFAIL", "replace_sm failed"},
    {0x014, "ESME_RMSGQFUL", "message queue full"},
    {0x015, "ESME_RINVSERTYP", "invalid service type"},
    {0x033, "ESME_RINVNUMDESTS", "invalid number of destinations"},
    {0x034, "ESME_RINVDLNAME", "invalid distribution list name"},
    {0x040, "ESME_RINVDESTFLAG", "invalid destination flag"},
    {0x042, "ESME_RINVSUBREP", "submit with replace is not possible"},
    {0x043, "ESME_RINVESMCLASS", "invalid esm_class"},
    {0x044, "ESME_RCNTSUBDL", "cannot submit to a distribution list"},
    {0x045, "ESME_RSUBMITFAIL", "submit failed"},
    {0x048, "ESME_RINVSRCTON", "invalid source TON"},
    {0x049, "ESME_RINVSRCNPI", "invalid source NPI"},
    {0x050, "ESME_RINVDSTTON", "invalid destination TON"},
    {0x051, "ESME_RINVDSTNPI", "invalid destination NPI"},
    {0x053, "ESME_RINVSYSTYP", "invalid system type"},
    {0x054, "ESME_RINVREPFLAG", "invalid replace_if_present flag"},
    {0x055, "ESME_RINVNUMMSGS", "invalid number of messages"},
    {0x058, "ESME_RTHROTTLED", "throttled: too many messages"},
    {0x061, "ESME_RINVSCHED", "invalid scheduled delivery time"},
    {0x062, "ESME_RINVEXPIRY", "invalid validity period"},
    {0x063, "ESME_RINVDFTMSGID", "predefined message unknown"},
    {0x064, "ESME_RX_T_APPN", "receiver: temporary application error"},
    {0x065, "ESME_RX_P_APPN", "receiver: permanent application error"},
    {0x066, "ESME_RX_R_APPN", "receiver: message rejected"},
    {0x067, "ESME_RQUERYFAIL", "query_sm failed"},
    {0x0C0, "ESME_RINVTLVSTREAM", "error in the optional parameters"},
    {0x0C1, "ESME_RTLVNOTALLWD", "TLV not allowed"},
    {0x0C2, "ESME_RINVTLVLEN", "invalid TLV length"},
    {0x0C3, "ESME_RMISSINGTLV", "expected TLV is missing"},
    {0x0C4, "ESME_RINVTLVVAL", "invalid TLV value"},
    {0x0FE, "ESME_RDELIVERYFAILURE", "delivery failed"},
    {0x0FF, "ESME_RUNKNOWNERR", "unknown error"},
    {0x100, "ESME_RSERTYPUNAUTH", "not authorised for this service type"},
    {0x101, "ESME_RPROHIBITED", "operation prohibited"},
    {0x102, "ESME_RSERTYPUNAVAIL", "service type unavailable"},
    {0x103, "ESME_RSERTYPDENIED", "service type denied"},
    {0x104, "ESME_RINVDCS", "invalid data coding"},
    {0x105, "ESME_RINVSRCADDRSUBUNIT", "invalid source address subunit"},
    {0x106, "ESME_RINVDSTADDRSUBUNIT", "invalid destination address subunit"},
    {0x107, "ESME_RINVBCASTFREQINT", "invalid broadcast frequency interval"},
    {0x108, "ESME_RINVBCASTALIAS_NAME", "invalid broadcast alias name"},
    {0x109, "ESME_RINVBCASTAREAFMT", "invalid broadcast area format"},
    {0x10A, "ESME_RINVNUMBCAST_AREAS", "invalid number of broadcast areas"},
    {0x10B, "ESME_RINVBCASTCNTTYPE", "invalid broadcast content type"},
    {0x10C, "ESME_RINVBCASTMSGCLASS", "invalid broadcast message class"},
    {0x10D, "ESME_RBCASTFAIL", "broadcast_sm failed"},
    {0x10E, "ESME_RBCASTQUERYFAIL", "query_broadcast_sm failed"},
    {0x10F, "ESME_RBCASTCANCELFAIL", "cancel_broadcast_sm failed"},
    {0x110, "ESME_RINVBCAST_REP", "invalid number of repeated broadcasts"},
    {0x111, "ESME_RINVBCASTSRVGRP", "invalid broadcast service group"},
    {0x112, "ESME_RINVBCASTCHANIND", "invalid broadcast channel indicator"},
};

static_assert(std::is_sorted(std::begin(status_rows), std::end(status_rows),
                             [](const row& a, const row& b) { return a.value < b.value; }));

const row* find(command_status status) {
    const auto value = static_cast<std::uint32_t>(status);
    const auto* at = std::lower_bound(std::begin(status_rows), std::end(status_rows), value,
                                      [](const row& r, std::uint32_t v) { return r.value < v; });
    return at != std::end(status_rows) && at->value == value ? at : nullptr;
}

bool is_vendor(command_status status) {
    const auto value = static_cast<std::uint32_t>(status);
    return value >= 0x400 && value <= 0x4FF;
}

}  // namespace

std::span<const status_row> command_statuses() {
    return status_rows;
}

std::string_view name(command_status status) {
    if (const row* r = find(status)) return r->name;
    return is_vendor(status) ? "vendor specific" : "reserved";
}

std::string_view words(command_status status) {
    if (const row* r = find(status)) return r->words;
    return is_vendor(status) ? "vendor specific error" : "reserved value";
}

}  // namespace hermod::wire::smpp
