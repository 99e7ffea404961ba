// What a provider brought in one request, or in its answer to a question of ours, in the domain's words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/visits.hpp"
#include "message/message.hpp"
#include "message/remote_receipt.hpp"

namespace hermod::calls {

struct read_message {
    std::string from, to, body, udh;
    std::optional<encoding> coding;
    std::uint8_t data_coding = 0;
    std::string key;  // under which it is stored once, however often it comes; empty: nobody can know whether it came before
};

struct brought {
    std::vector<remote_receipt> receipts;
    std::vector<read_message> messages;
    std::size_t passed_over = 0;    // items that nobody wants
    std::size_t unknown_words = 0;  // states that nobody knows, taken for intermediate
    std::string missing;            // set: it cannot be read, and nothing of it counts. "id (json:/messageId)"
    visit_answer answer{200, {}, {}};
    // In place of the plain ones: for what cannot be read, and for what could not be kept and shall come again.
    std::optional<visit_answer> unreadable, not_kept;

    bool empty() const { return receipts.empty() && messages.empty(); }
};

}  // namespace hermod::calls
