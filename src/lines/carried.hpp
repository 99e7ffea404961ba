// Parts of a long message whose text left whole with part 1, for the network to cut (as in SMPP's message_payload): nothing
// is written for them, and the network knows no id of theirs.
//
// Each gets an id of ours. Where a receipt is wanted it is reported delivered under that id, and settled as sent only when
// that report is on disk: so no crash leaves a part that waits for a receipt for ever, and the message ends as part 1 ends.
// Owned by the connector, on its executor; the store's replies run anywhere.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "gateway/outlet.hpp"
#include "gateway/receipts.hpp"
#include "net/mailbox.hpp"

namespace hermod::lines {

// Unlike any network's: "whole-" with the message's id and the part.
std::string carried_id(message_id of, std::uint8_t part);
bool is_carried_id(std::string_view id);

class carried_parts final : private receipt_reply {
public:
    using settle_function = std::function<void(std::uint64_t token, verdict result)>;
    // `settle` is called for each part, never from within add(); `batch_over` after a batch of them.
    carried_parts(boost::asio::any_io_executor home, receipts& reports, settle_function settle, std::function<void()> batch_over);

    void add(const outbound& part, connector_id by, wall_time now);
    // Replies that have not come yet.
    std::size_t pending() const { return waiting_.size(); }

private:
    struct reply {
        std::uint64_t token = 0;
        bool kept = false;
    };
    void receipt_done(std::uint64_t token, receipt_match match) noexcept override;
    void take(std::vector<reply>& replies);

    receipts& receipts_;
    settle_function settle_;
    std::function<void()> batch_over_;
    net::mailbox<reply> box_;
    std::map<std::uint64_t, std::string> waiting_;  // token -> id
};

}  // namespace hermod::lines
