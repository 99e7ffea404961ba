// The strict gate: a pure function over the raw bytes of an HTTP/1.x head, before any handler or parser sees them.
//
// Why: lenient parsers disagree with their neighbours about where a message ends, and that is request smuggling; Beast 1.81
// takes obs-fold, `chunked, chunked`, `gzip` with a Content-Length, missing or duplicate Host (RFC 9112 sections 3, 5, 6).
// The gate refuses whatever two readers could read in two ways and says where, and hands on the facts of framing. It owns
// nothing: the views of an http_head point into the caller's bytes. It does not read bodies (see chunked_body.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::net {

enum class gate_reason : std::uint8_t {
    none,
    bare_lf,
    bare_cr,
    truncated,
    obs_fold,
    space_before_colon,
    control_character,
    bad_request_line,
    bad_method,
    bad_target,
    bad_version,
    bad_status_line,
    bad_field_name,
    missing_host,
    duplicate_host,
    bad_host,
    other_host,
    duplicate_content_length,
    bad_content_length,
    length_with_encoding,
    duplicate_transfer_encoding,
    bad_transfer_encoding,
    encoding_in_http_1_0,
    bad_connection,
    bad_expectation,
    body_not_allowed,
    head_too_large,
    too_many_fields,
    body_too_large,  // the last four are found behind the head, by those who read bodies; they share the counters
    bad_chunk,
    head_too_slow,
    body_too_slow,
    count,
};

struct gate_refusal {
    gate_reason reason = gate_reason::none;
    std::size_t position = 0;  // byte of the head, from 0
    explicit operator bool() const { return reason != gate_reason::none; }
    int status() const;            // 400, 408, 413, 417, 431, 501 or 505
    std::string_view name() const;  // bare_lf: for metrics and logs
    std::string sentence() const;  // for people: "a line ends with LF alone (byte 17)"
};

std::string_view name_of(gate_reason reason);

struct gate_limits {
    std::size_t head_bytes = 16 * 1024;
    std::size_t fields = 100;
};

struct http_field {
    std::string_view name;
    std::string_view value;  // without the white space around it
};

// Views into the block given. Reused from message to message: the vector keeps its memory.
struct http_head {
    std::string_view method;  // requests
    std::string_view path;    // with its percent escapes; "*" for OPTIONS *
    std::string_view query;   // behind the "?", raw
    std::string_view host;    // the Host field
    int status = 0;           // responses
    std::vector<http_field> fields;
    bool http_1_1 = true;
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool until_close = false;  // responses: neither length nor chunks, the body ends with the connection
    bool keep_alive = true;
    bool expect_continue = false;

    // Case-insensitive; the first of that name, empty when there is none.
    std::string_view field(std::string_view name) const;
    bool has_body() const { return chunked || until_close || content_length.value_or(0) > 0; }
};

// Looks for the empty line. `scanned` is the caller's memory of how far it has looked, 0 for a new message, so that a head
// which arrives byte by byte costs no more than one that arrives at once. size 0 without a refusal: more bytes are needed.
struct head_end {
    std::size_t size = 0;  // of the head, including the empty line
    gate_refusal refusal;
};
head_end find_head_end(std::string_view buffer, std::size_t& scanned, const gate_limits& limits = {});

// `block` is exactly one head as measured by find_head_end. After a refusal the contents of `head` mean nothing.
gate_refusal check_request(std::string_view block, http_head& head, const gate_limits& limits = {});
gate_refusal check_response(std::string_view block, http_head& head, const gate_limits& limits = {});

}  // namespace hermod::net
