// How a peer writes: included by its parts only.
#pragma once

#include "simulate/cimd2/centre.hpp"
#include "simulate/cimd2/peer.hpp"
#include "wire/cimd2/encode.hpp"

namespace hermod::simulate::cimd2 {

// Empty when it cannot be said: what a client echoes need not be what a centre may write.
template <class Pdu>
std::string peer::written(std::uint8_t number, const Pdu& pdu, wire::cimd2::parameters extra) const {
    std::string out;
    (void)wire::cimd2::encode(out, number, pdu, {.checksum = home_->how().checksums, .extra = extra});
    return out;
}

}  // namespace hermod::simulate::cimd2
