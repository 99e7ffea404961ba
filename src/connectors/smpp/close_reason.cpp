#include "connectors/smpp/session.hpp"

namespace hermod::connectors::smpp {

std::string_view words(close_reason reason) {
    switch (reason) {
        case close_reason::bind_refused:
            return "the bind was refused";
        case close_reason::bind_timed_out:
            return "the bind was not answered";
        case close_reason::peer_unbound:
            return "the peer unbound";
        case close_reason::unbound:
            return "we unbound";
        case close_reason::unbind_timed_out:
            return "our unbind was not answered";
        case close_reason::link_silent:
            return "enquire_link was not answered";
        case close_reason::outbind_timed_out:
            return "the peer connected and sent no outbind";
        case close_reason::outbind_refused:
            return "an outbind that we do not know";
        case close_reason::bad_framing:
            return "an impossible command_length";
        case close_reason::speaks_http:
            return "the peer speaks HTTP, wrong port?";
        case close_reason::speaks_tls:
            return "the peer speaks TLS, wrong port or tls not set?";
    }
    return "?";
}

}  // namespace hermod::connectors::smpp
