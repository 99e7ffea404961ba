// What links and shards ask of their door: who may bind. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "doors/seat.hpp"
#include "net/tls_peer.hpp"

namespace hermod::doors {

enum class bind_verdict : std::uint8_t {
    welcome,
    wrong,  // name or password, network or certificate: all alike, so that nobody learns which
    taken,  // the account has all its binds
    full,   // the door has all its binds
    busy,   // too many passwords are being verified
};

struct bind_question {
    std::uint64_t link = 0;
    std::string login, password, address;
    net::certificate_ptr certificate;  // shown and verified; null: none
};
struct bind_answer {
    bind_verdict is = bind_verdict::wrong;
    std::shared_ptr<seat> place;  // when it is welcome
};

class desk {
public:
    // Answered by that shard's decided().
    virtual void ask_bind(std::size_t shard, bind_question question) = 0;
    virtual void seat_left(std::shared_ptr<seat> place) = 0;
    virtual void link_closed() = 0;

protected:
    ~desk() = default;
};

}  // namespace hermod::doors
