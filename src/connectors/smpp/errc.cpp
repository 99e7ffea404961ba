#include "connectors/smpp/errc.hpp"

namespace hermod::connectors::smpp {

const char* text(errc value) {
    switch (value) {
        case errc::bad_pin:
            return "a pin is the SHA-256 of a public key in 64 hexadecimal digits or in base64";
        case errc::no_pin_matches:
            return "no key of the centre's certificate chain is pinned";
        case errc::outbind_over_tls:
            return "a listener for outbind cannot be had with TLS";
        case errc::no_binds:
            return "neither binds nor a listener for outbind";
    }
    return "unknown error of the SMPP connector";
}

}  // namespace hermod::connectors::smpp
