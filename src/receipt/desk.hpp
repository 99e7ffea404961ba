// Implements the port `receipts`: checks what a connector reports and hands it to the store, which matches it to its
// message by every usual spelling of the network's id (message/remote_id.hpp), or parks it until the message is known.
// Any thread; owns nothing.
#pragma once

#include "gateway/receipts.hpp"
#include "store/store.hpp"

namespace hermod::receipt {

class desk final : public receipts {
public:
    explicit desk(store::store& behind) : store_(behind) {}
    void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) override;

private:
    store::store& store_;
};

}  // namespace hermod::receipt
