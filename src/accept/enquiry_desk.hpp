// Enquiries about messages, answered from the store: what belongs to another account is as unknown as what never was.
// What the store has no more in its hands (submitted, no final word yet) is asked of its network, part by part.
//
// Owned by app/; any thread. Each question lives in an object of its own until the store has answered, and the network.
#pragma once

#include "gateway/enquiries.hpp"
#include "gateway/network_ask.hpp"
#include "store/store.hpp"

namespace hermod::accept {

class enquiry_desk final : public enquiries {
public:
    // Without `ask` the store's word is the last.
    explicit enquiry_desk(store::store& behind, network_ask ask = {}) : store_(behind), ask_(std::move(ask)) {}

    void find(account_id account, message_id id, enquiry_reply& reply, std::uint64_t token) override;
    void as_network_says(record found, wall_time now, enquiry_reply& reply, std::uint64_t token) override;
    void open_between(account_id account, std::string from, std::string to, std::size_t most, enquiry_reply& reply,
                      std::uint64_t token) override;
    void handed_in(account_id account, std::string to, wall_time since, wall_time until, std::size_t most, enquiry_reply& reply,
                   std::uint64_t token) override;
    void cancel(account_id account, message_id id, wall_time now, enquiry_reply& reply, std::uint64_t token) override;
    void replace(account_id account, message_ptr next, wall_time now, enquiry_reply& reply, std::uint64_t token) override;

private:
    store::store& store_;
    network_ask ask_;
};

}  // namespace hermod::accept
