// Port 3: what networks say later. A connector reports each delivery receipt and answers the network only when the
// reply has come: then the receipt is on disk, matched to its message or parked until it can be.
#pragma once

#include "message/durable.hpp"
#include "message/remote_receipt.hpp"

namespace hermod {

class receipts {
public:
    virtual ~receipts() = default;
    // Any thread. reply.receipt_done(token, ...) is called exactly once, on the store's thread.
    virtual void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) = 0;
};

}  // namespace hermod
