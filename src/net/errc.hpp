// What can go wrong in the plumbing. Refusals of the HTTP gate have their own enum (http_gate.hpp): they are answers to a
// peer, not errors of ours.
#pragma once

#include "base/error.hpp"

namespace hermod::net {

enum class errc {
    timed_out = 1,
    closed,              // the peer closed the connection before its answer was complete
    not_open,            // used before connect() or after a failure
    bad_reply,           // the peer's answer did not pass the gate, or its framing is in doubt
    reply_too_large,
    bad_header,          // a header or target of ours with CR, LF, NUL or another forbidden character
    bad_url,
    scheme_refused,      // neither http nor https
    userinfo_refused,
    fragment_refused,
    host_refused,        // a number in disguise, a zone id, a character no host name has
    port_refused,
    address_refused,     // resolved, and every address is one that callers from outside may not name
    not_resolved,
    bad_network,         // not a CIDR
    bad_certificate,     // a file of certificates that cannot be read or holds none
    stream_closed,       // the reader of a streaming answer has gone, or the server stops
};

const char* text(errc value);

}  // namespace hermod::net

HERMOD_ERRC(hermod::net, "hermod.net")
