// The words of the gate: for each reason its name in metrics, the status it is answered with, and a sentence.
#include <array>

#include "net/http_gate.hpp"

namespace hermod::net {
namespace {

struct row {
    gate_reason reason;
    int status;
    std::string_view name;
    std::string_view sentence;
};

constexpr std::array<row, static_cast<std::size_t>(gate_reason::count)> rows{{
    {gate_reason::none, 200, "none", "nothing is wrong"},
    {gate_reason::bare_lf, 400, "bare_lf", "a line ends with LF alone"},
    {gate_reason::bare_cr, 400, "bare_cr", "a CR stands without LF"},
    {gate_reason::truncated, 400, "truncated", "the head does not end with an empty line"},
    {gate_reason::obs_fold, 400, "obs_fold", "a header line begins with white space (folding is obsolete)"},
    {gate_reason::space_before_colon, 400, "space_before_colon", "white space stands before a header's colon"},
    {gate_reason::control_character, 400, "control_character", "a control character stands in the head"},
    {gate_reason::bad_request_line, 400, "bad_request_line", "the request line is not METHOD SP TARGET SP VERSION"},
    {gate_reason::bad_method, 400, "bad_method", "the method contains a forbidden character"},
    {gate_reason::bad_target, 400, "bad_target", "the request target is not acceptable"},
    {gate_reason::bad_version, 505, "bad_version", "the version is neither HTTP/1.0 nor HTTP/1.1"},
    {gate_reason::bad_status_line, 400, "bad_status_line", "the status line is not VERSION SP STATUS SP REASON"},
    {gate_reason::bad_field_name, 400, "bad_field_name", "a header's name is empty or contains a forbidden character"},
    {gate_reason::missing_host, 400, "missing_host", "HTTP/1.1 requires a Host header"},
    {gate_reason::duplicate_host, 400, "duplicate_host", "there is more than one Host header"},
    {gate_reason::bad_host, 400, "bad_host", "the Host header is not a host with an optional port"},
    {gate_reason::other_host, 400, "other_host", "the target names another host than the Host header"},
    {gate_reason::duplicate_content_length, 400, "duplicate_content_length", "there is more than one Content-Length header"},
    {gate_reason::bad_content_length, 400, "bad_content_length", "Content-Length is not one plain decimal number"},
    {gate_reason::length_with_encoding, 400, "length_with_encoding", "Content-Length and Transfer-Encoding exclude each other"},
    {gate_reason::duplicate_transfer_encoding, 400, "duplicate_transfer_encoding",
     "there is more than one Transfer-Encoding header"},
    {gate_reason::bad_transfer_encoding, 501, "bad_transfer_encoding", "Transfer-Encoding is not exactly \"chunked\""},
    {gate_reason::encoding_in_http_1_0, 400, "encoding_in_http_1_0", "HTTP/1.0 has no Transfer-Encoding"},
    {gate_reason::bad_connection, 400, "bad_connection", "the Connection header is not a list of tokens"},
    {gate_reason::bad_expectation, 417, "bad_expectation", "the only expectation that can be met is 100-continue"},
    {gate_reason::body_not_allowed, 400, "body_not_allowed", "a response of this status has no body, yet one is announced"},
    {gate_reason::head_too_large, 431, "head_too_large", "the head is too large"},
    {gate_reason::too_many_fields, 431, "too_many_fields", "there are too many headers"},
    {gate_reason::body_too_large, 413, "body_too_large", "the body is too large"},
    {gate_reason::bad_chunk, 400, "bad_chunk", "the chunked body is malformed"},
    {gate_reason::head_too_slow, 408, "head_too_slow", "the head did not arrive in time"},
    {gate_reason::body_too_slow, 408, "body_too_slow", "the body did not arrive in time"},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].reason != static_cast<gate_reason>(i)) return false;
    }
    return true;
}
static_assert(in_order(), "each reason has its row, in the order of the enum");

const row& row_of(gate_reason reason) { return rows[static_cast<std::size_t>(reason)]; }

}  // namespace

std::string_view name_of(gate_reason reason) { return row_of(reason).name; }

int gate_refusal::status() const { return row_of(reason).status; }

std::string_view gate_refusal::name() const { return name_of(reason); }

std::string gate_refusal::sentence() const {
    std::string text(row_of(reason).sentence);
    if (reason < gate_reason::body_too_large) text.append(" (byte ").append(std::to_string(position)).append(")");
    return text;
}

}  // namespace hermod::net
