// TLS contexts. A client context verifies the peer against the system's authorities or the file given; there is no switch
// that turns verification off. TLS 1.2 and later, no compression, no renegotiation (RFC 9325).
//
// A server gives no session tickets and keeps no sessions: its connections live for hours, a resumed handshake would save
// nothing, and a ticket's key would be one more secret to rotate. Streams give their buffers back while they are idle.
// A context may be shared by threads once it is made, and must outlive the handshakes made with it.
#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace boost::asio::ssl {
class context;
}

namespace hermod::net {

using tls_context = std::shared_ptr<boost::asio::ssl::context>;

// A context, or a sentence for people: which file, and why.
struct made_tls {
    tls_context context;
    std::string error;
    wall_time expires{};  // of our own certificate, where there is one; one that has expired is used nevertheless
    explicit operator bool() const { return context != nullptr; }
};

// Paths of PEM files.
struct client_tls_files {
    std::string authorities;       // empty: the system's
    std::string certificate, key;  // what we show when asked, the chain with ours first; both or none
};
made_tls client_tls(const client_tls_files& files);
// With authorities alone.
result<tls_context> client_tls(const std::string& authorities = {});

struct server_tls_files {
    std::string certificate, key;    // the chain with ours first; its key, without a passphrase
    std::string client_authorities;  // set: a client without a certificate of theirs is refused
    bool least_is_1_3 = false;
};
made_tls server_tls(const server_tls_files& files);

}  // namespace hermod::net
