#include "connectors/smpp/errc.hpp"

namespace hermod::connectors::smpp {

const char* text(errc value) {
    switch (value) {
        case errc::bad_pin:
            return "a pin is \"sha256/\" and the SHA-256 of a public key in base64";
        case errc::bad_tls_files:
            return "the files of TLS cannot be used";
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
