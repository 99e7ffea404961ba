// What a connector has handed to the store and waits to hear of: receipts and messages, each with what to do then.
//
// The store replies on its own thread; replies travel to the connector's executor in batches. Owned by the connector, on its
// executor; destroy it when pending() is 0 or the store has stopped.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"
#include "net/mailbox.hpp"

namespace hermod::calls {

class keeper final : private receipt_reply {
public:
    using then = std::function<void(bool kept)>;
    // `batch_over` is called after a batch of replies.
    keeper(boost::asio::any_io_executor home, inbox& in, receipts& reports, std::function<void()> batch_over);

    // `done` is called on the executor, never from within.
    void report(remote_receipt what, then done);
    // `key` may be null: idempotency of inbox::put().
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, then done);
    // As if it had been kept.
    void nothing(then done);
    std::size_t pending() const { return waiting_.size(); }

private:
    struct batch final : put_reply {
        keeper* home = nullptr;
        std::uint64_t number = 0;
        void put_done(put_result result) noexcept override;
    };
    struct reply {
        std::uint64_t number = 0;
        bool kept = false;
    };
    std::uint64_t add(then done);
    void receipt_done(std::uint64_t number, receipt_match match) noexcept override;
    void take(std::vector<reply>& replies);

    inbox& inbox_;
    receipts& receipts_;
    std::function<void()> batch_over_;
    net::mailbox<reply> box_;
    std::unordered_map<std::uint64_t, then> waiting_;
    std::uint64_t next_ = 1;
};

}  // namespace hermod::calls
