// What a connector's TLS is made of: net/tls with the options' files, and the keys that are pinned (net/tls_peer).
//
// A pin narrows the verification, it never replaces it: the chain must be good, and one of its keys pinned. So a centre
// that signs for itself is its own authority (tls_authorities), pinned or not.
#pragma once

#include <vector>

#include "lines/options.hpp"
#include "net/tls.hpp"
#include "net/tls_peer.hpp"

namespace hermod::lines {

struct line_tls {
    net::tls_context context;  // null: plain TCP
    std::vector<net::tls_pin> pins;
};

// Errors: errc::bad_tls_files (what is wrong with which stands in the log), errc::bad_pin.
result<line_tls> make_line_tls(const line_options& options);

}  // namespace hermod::lines
