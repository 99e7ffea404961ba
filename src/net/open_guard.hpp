// A guard that refuses no address: for URLs that the operator wrote into the configuration, which may name the inside of a
// network. Never for what strangers send.
#pragma once

#include "net/address_guard.hpp"

namespace hermod::net {

inline const address_guard& open_guard() {
    static const address_guard guard({network::parse("::/0").value()});  // IPv4 in its mapped form included
    return guard;
}

}  // namespace hermod::net
