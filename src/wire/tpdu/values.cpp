#include "wire/tpdu/values.hpp"

#include <algorithm>
#include <iterator>

namespace hermod::wire::tpdu {
namespace {

constexpr octet_row status_rows[] = {
    {0x00, "received by the SME"},
    {0x01, "forwarded to the SME, delivery not confirmed"},
    {0x02, "replaced by the service centre"},
    {0x20, "congestion, still trying"},
    {0x21, "SME busy, still trying"},
    {0x22, "no response from the SME, still trying"},
    {0x23, "service rejected, still trying"},
    {0x24, "quality of service not available, still trying"},
    {0x25, "error in the SME, still trying"},
    {0x40, "remote procedure error"},
    {0x41, "incompatible destination"},
    {0x42, "connection rejected by the SME"},
    {0x43, "not obtainable"},
    {0x44, "quality of service not available"},
    {0x45, "no interworking available"},
    {0x46, "validity period expired"},
    {0x47, "deleted by the originating SME"},
    {0x48, "deleted by the service centre's administration"},
    {0x49, "message does not exist"},
    {0x60, "congestion, given up"},
    {0x61, "SME busy, given up"},
    {0x62, "no response from the SME, given up"},
    {0x63, "service rejected, given up"},
    {0x64, "quality of service not available, given up"},
    {0x65, "error in the SME, given up"},
};

constexpr octet_row cause_rows[] = {
    {0x80, "telematic interworking not supported"},
    {0x81, "short message type 0 not supported"},
    {0x82, "cannot replace the short message"},
    {0x8F, "unspecified TP-PID error"},
    {0x90, "data coding scheme (alphabet) not supported"},
    {0x91, "message class not supported"},
    {0x9F, "unspecified TP-DCS error"},
    {0xA0, "command cannot be actioned"},
    {0xA1, "command unsupported"},
    {0xAF, "unspecified TP-Command error"},
    {0xB0, "TPDU not supported"},
    {0xC0, "service centre busy"},
    {0xC1, "no service centre subscription"},
    {0xC2, "service centre system failure"},
    {0xC3, "invalid SME address"},
    {0xC4, "destination SME barred"},
    {0xC5, "rejected: duplicate"},
    {0xC6, "TP-VPF not supported"},
    {0xC7, "TP-VP not supported"},
    {0xD0, "(U)SIM storage full"},
    {0xD1, "no storage in the (U)SIM"},
    {0xD2, "error in the mobile"},
    {0xD3, "memory capacity exceeded"},
    {0xD4, "(U)SIM application toolkit busy"},
    {0xD5, "(U)SIM data download error"},
    {0xFF, "unspecified error cause"},
};

constexpr octet_row command_rows[] = {
    {0x00, "enquiry about an earlier message"},
    {0x01, "cancel the status report request of an earlier message"},
    {0x02, "delete an earlier message"},
    {0x03, "enable the status report request of an earlier message"},
};

constexpr octet_row pid_rows[] = {
    {0x00, "short message"},
    {0x40, "short message type 0"},
    {0x41, "replace short message type 1"},
    {0x42, "replace short message type 2"},
    {0x43, "replace short message type 3"},
    {0x44, "replace short message type 4"},
    {0x45, "replace short message type 5"},
    {0x46, "replace short message type 6"},
    {0x47, "replace short message type 7"},
    {0x48, "device triggering"},
    {0x5E, "enhanced message service (obsolete)"},
    {0x5F, "return call message"},
    {0x7C, "ANSI-136 R-DATA"},
    {0x7D, "ME data download"},
    {0x7E, "ME de-personalization"},
    {0x7F, "(U)SIM data download"},
};

template <std::size_t Size>
constexpr bool ascending(const octet_row (&rows)[Size]) {
    return std::is_sorted(std::begin(rows), std::end(rows),
                          [](const octet_row& a, const octet_row& b) { return a.value < b.value; });
}
static_assert(ascending(status_rows) && ascending(cause_rows) && ascending(command_rows) && ascending(pid_rows));

std::string_view find(std::span<const octet_row> rows, std::uint8_t value) {
    const auto row =
        std::lower_bound(rows.begin(), rows.end(), value, [](const octet_row& r, std::uint8_t v) { return r.value < v; });
    return row != rows.end() && row->value == value ? row->name : std::string_view{};
}

}  // namespace

std::string_view name(message_type type) {
    static constexpr std::string_view names[] = {"SMS-DELIVER", "SMS-DELIVER-REPORT", "SMS-STATUS-REPORT",
                                                 "SMS-COMMAND", "SMS-SUBMIT",         "SMS-SUBMIT-REPORT"};
    return names[static_cast<unsigned>(type) % std::size(names)];
}

std::string_view section(message_type type) {
    static constexpr std::string_view sections[] = {"9.2.2.1", "9.2.2.1a", "9.2.2.3", "9.2.2.4", "9.2.2.2", "9.2.2.2a"};
    return sections[static_cast<unsigned>(type) % std::size(sections)];
}

std::string_view name(status_kind kind) {
    static constexpr std::string_view names[] = {"completed", "temporary error, still trying", "permanent error",
                                                 "temporary error, given up", "unknown"};
    return names[static_cast<unsigned>(kind) % std::size(names)];
}

std::span<const octet_row> statuses() {
    return status_rows;
}
std::span<const octet_row> failure_causes() {
    return cause_rows;
}
std::span<const octet_row> command_types() {
    return command_rows;
}

std::string_view name_of_status(std::uint8_t status) {
    if (const std::string_view known = find(status_rows, status); !known.empty()) return known;
    return status < 0x80 && (status & 0x10) != 0 ? "specific to the service centre" : "reserved";
}

std::string_view name_of_failure_cause(std::uint8_t cause) {
    if (const std::string_view known = find(cause_rows, cause); !known.empty()) return known;
    return cause >= 0xE0 ? "specific to an application" : "reserved";
}

std::string_view name_of_command_type(std::uint8_t type) {
    if (const std::string_view known = find(command_rows, type); !known.empty()) return known;
    return type >= 0xE0 ? "specific to the service centre" : "reserved";
}

std::string_view name_of_protocol_identifier(std::uint8_t pid) {
    if (const std::string_view known = find(pid_rows, pid); !known.empty()) return known;
    if (pid >= 0xC0) return "specific to the service centre";
    if (pid < 0x20) return "SME to SME protocol";
    return pid < 0x40 ? "telematic interworking" : "reserved";
}

}  // namespace hermod::wire::tpdu
