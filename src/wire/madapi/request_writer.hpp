// Puts a request together: segments of the path percent-encoded, members of the body as JSON; the first fault is remembered.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/madapi/requests.hpp"

namespace hermod::wire::madapi {

class request_writer {
public:
    explicit request_writer(std::string_view method, std::string_view path) : request_{method, std::string(path), {}} {}

    // "/" and the value. `field` is its name in the interface.
    request_writer& segment(const char* field, std::string_view value);
    request_writer& literal(std::string_view path);
    request_writer& query(std::string_view name, std::uint32_t value);  // 0 is left out; at most one

    request_writer& required(const char* name, std::string_view value);
    request_writer& optional(const char* name, std::string_view value);
    request_writer& text(const char* name, std::string_view value);                                  // may be empty
    request_writer& limited(const char* name, std::string_view value, std::size_t most_characters);  // and required
    request_writer& list(const char* name, const std::vector<std::string>& values);
    request_writer& flag(const char* name, bool value);
    request_writer& at_most(const char* name, std::size_t count, std::size_t most);

    checked<http_request> done();

private:
    void member(const char* name);
    void check(const char* name, std::string_view value, bool required);
    void fail(const codec_error& what);

    http_request request_;
    std::optional<codec_error> wrong_;
};

}  // namespace hermod::wire::madapi
