#include "net/errc.hpp"

namespace hermod::net {

const char* text(errc value) {
    switch (value) {
        case errc::timed_out: return "timed out";
        case errc::closed: return "the peer closed the connection";
        case errc::not_open: return "the connection is not open";
        case errc::bad_reply: return "the peer's reply is not acceptable HTTP";
        case errc::reply_too_large: return "the peer's reply is too large";
        case errc::bad_header: return "a header or target contains a forbidden character";
        case errc::bad_url: return "not a URL";
        case errc::scheme_refused: return "the URL's scheme must be http or https";
        case errc::userinfo_refused: return "the URL must not carry a user name or password";
        case errc::fragment_refused: return "the URL must not carry a fragment";
        case errc::host_refused: return "the URL's host is not a plain name or address";
        case errc::port_refused: return "the URL's port is not acceptable";
        case errc::address_refused: return "the host's address is not allowed (private, loopback or reserved)";
        case errc::not_resolved: return "the host name has no address";
        case errc::bad_network: return "not a network in CIDR notation";
        case errc::bad_certificate: return "a file of certificates cannot be read, or holds none";
        case errc::stream_closed: return "the stream is closed";
    }
    return "unknown error";
}

}  // namespace hermod::net
