// Enquiries about messages, answered from the store: what belongs to another account is as unknown as what never was.
//
// Owned by app/; any thread. Each question lives in an object of its own until the store has answered.
#pragma once

#include "gateway/enquiries.hpp"
#include "store/store.hpp"

namespace hermod::accept {

class enquiry_desk final : public enquiries {
public:
    explicit enquiry_desk(store::store& behind) : store_(behind) {}

    void find(account_id account, message_id id, enquiry_reply& reply, std::uint64_t token) override;
    void open_between(account_id account, std::string from, std::string to, std::size_t most, enquiry_reply& reply,
                      std::uint64_t token) override;
    void cancel(account_id account, message_id id, wall_time now, enquiry_reply& reply, std::uint64_t token) override;
    void replace(account_id account, message_ptr next, wall_time now, enquiry_reply& reply, std::uint64_t token) override;

private:
    store::store& store_;
};

}  // namespace hermod::accept
