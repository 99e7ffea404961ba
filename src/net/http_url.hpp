// A URL in its parts, strictly read: RFC 3986 by Boost.URL, and then what nobody may mean. Pure; no name is looked up here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/errc.hpp"

namespace hermod::net {

struct http_url {
    bool tls = false;
    std::string host;       // lower case; an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::string authority;  // for the Host header: the port only where it is not the scheme's
    std::string target;     // path and query, at least "/"
};

// http and https, without user name and without fragment. Numbers in disguise (0x7f.1, 2130706433, 0177.0.0.1) are refused:
// a host whose last label is a number must be a plain dotted IPv4 address.
result<http_url> parse_http_url(std::string_view text);

}  // namespace hermod::net
