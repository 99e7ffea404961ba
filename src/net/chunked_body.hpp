// Decodes a body in chunks (RFC 9112 section 7.1) with Beast's parser, which is compiled once behind this interface.
//
// The parser is shown a head of our own making and then the peer's body, so nothing the peer wrote in its head can change
// how it reads. Trailers are parsed and dropped. Bounded: the body by `limit`, and what surrounds it (chunk sizes,
// extensions, trailers), so that a peer cannot send much and count as having sent little. One object, one executor.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "net/http_gate.hpp"

namespace hermod::net {

class chunked_body {
public:
    explicit chunked_body(std::size_t limit);
    ~chunked_body();

    struct progress {
        std::size_t used = 0;  // bytes of the input that are done with; the caller keeps the rest and offers it again with more
        gate_reason reason = gate_reason::none;  // bad_chunk or body_too_large
    };
    progress put(std::string_view bytes);

    bool done() const;
    std::string_view body() const;  // whole when done()

private:
    struct parser;
    std::unique_ptr<parser> parser_;
    std::size_t raw_ = 0;
};

}  // namespace hermod::net
