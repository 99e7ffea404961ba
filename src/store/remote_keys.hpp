// Under which keys a message is found again by the network's id: for the table's index and for the ledger's alike.
#pragma once

#include "message/event.hpp"
#include "message/message.hpp"
#include "message/remote_id.hpp"

namespace hermod::store {

// Calls visit(key) for each key of an event `submitted`: the id's own, of which only the newest few are looked at; and for
// an id that several messages share, one that the recipient is a part of, so that it has but one message.
template <class Visit>
void for_each_remote_key(const message& m, const event& submitted, Visit visit) {
    if (submitted.kind != event_kind::submitted || submitted.detail.empty()) return;
    const std::string canonical = canonical_remote_id(submitted.detail);
    visit(remote_key(m.connector, canonical));
    if (submitted.shared_id) visit(remote_key(m.connector, canonical, m.to));
}

}  // namespace hermod::store
