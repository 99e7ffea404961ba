#include "connectors/smpp/errc.hpp"

namespace hermod::connectors::smpp {

const char* text(errc value) {
    switch (value) {
        case errc::outbind_over_tls:
            return "a listener for outbind cannot be had with TLS";
        case errc::no_binds:
            return "neither binds nor a listener for outbind";
    }
    return "unknown error of the SMPP connector";
}

}  // namespace hermod::connectors::smpp
