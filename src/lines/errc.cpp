#include "lines/errc.hpp"

namespace hermod::lines {

const char* text(errc value) {
    switch (value) {
        case errc::bad_pin:
            return "a pin is \"sha256/\" and the SHA-256 of a public key in base64";
        case errc::bad_tls_files:
            return "the files of TLS cannot be used";
        case errc::no_pin_matches:
            return "no key of the centre's certificate chain is pinned";
    }
    return "unknown error of a line";
}

}  // namespace hermod::lines
