// What goes wrong for a caller: RFC 9457 problems. Every kind stands in one table, which docs/api.md, docs/openapi.yaml and
// GET /problems/{code} are held to by a test.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/inbox.hpp"

namespace hermod::api {

struct problem_kind {
    std::string_view code;
    int status;
    std::string_view title;    // the same for all of this kind
    std::string_view meaning;  // what to do about it
};

std::span<const problem_kind> problem_kinds();
// Never fails: a code that has no row of its own is of kind "refused".
const problem_kind& kind_of(std::string_view code);

// One fault of the request's body or query. pointer: RFC 6901 into the body; empty when the whole is meant.
struct field_error {
    std::string pointer, code, detail;
};

struct problem {
    const problem_kind* kind = nullptr;
    std::string detail;
    std::vector<field_error> errors;
    int retry_after = 0;  // seconds; 0: no such header

    explicit problem(std::string_view code, std::string sentence = {}) : kind(&kind_of(code)), detail(std::move(sentence)) {}
};

// `base`: the JSON pointer of the message in the body: "" or "/messages/3". `binary`: its content came as data_base64.
problem problem_of(const refusal& refused, std::string_view base, bool binary);
problem problem_of(std::vector<field_error> errors);

void append_problem(std::string& out, const problem& what);

}  // namespace hermod::api
