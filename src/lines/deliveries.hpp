// What a connector has handed to the store and not yet answered to the network: receipts by token, messages by batch.
//
// The store replies on its own thread; replies travel to the connector's executor in batches (net::mailbox) and come out
// as `answer` calls, each naming the line, the connection and the request. Owned by the connector, on its executor; the
// reply functions run anywhere.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"
#include "lines/session.hpp"
#include "net/mailbox.hpp"

namespace hermod::lines {

// A request of the network that waits for its answer.
struct unanswered {
    std::size_t line = 0;  // its index
    std::uint64_t generation = 0;
    std::uint64_t key = 0;  // the session's own word for it
};

class deliveries final : private receipt_reply {
public:
    // intake::kept or later.
    using answer_function = std::function<void(const unanswered&, intake)>;
    // `answered` is called for each; `batch_over` after a batch of them.
    deliveries(boost::asio::any_io_executor home, inbox& in, receipts& reports, answer_function answered,
               std::function<void()> batch_over);

    void report(remote_receipt receipt, const unanswered& request);
    // Messages gather until store() puts them as one transaction.
    void add(std::shared_ptr<message> prepared, const unanswered& request);
    void store();
    // Replies that have not come yet.
    std::size_t pending() const { return pending_; }

private:
    struct batch final : put_reply {
        deliveries* home = nullptr;
        std::vector<unanswered> requests;
        void put_done(put_result result) noexcept override;
    };
    struct reply {
        std::unique_ptr<batch> messages;  // null: a receipt's
        std::uint64_t token = 0;
        bool kept = false;
    };

    void receipt_done(std::uint64_t token, receipt_match match) noexcept override;
    void take(std::vector<reply>& replies);

    inbox& inbox_;
    receipts& receipts_;
    answer_function answered_;
    std::function<void()> batch_over_;
    net::mailbox<reply> box_;
    std::vector<unanswered> slots_;  // a receipt's token is its slot
    std::vector<std::uint64_t> free_slots_;
    std::vector<message_ptr> gathered_;
    std::unique_ptr<batch> gathering_;
    std::size_t pending_ = 0;
};

}  // namespace hermod::lines
