// Asking a network about a message that it has: which of its parts can be asked about, and asking them one after the other.
//
// One at a time, in order, and no further than the first that is not done: the first part is the likeliest to have arrived,
// and what the network refuses for it should happen to no other. So an enquiry has one question under way, whatever it is
// about. Any thread.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/network_ask.hpp"
#include "message/record.hpp"

namespace hermod::accept {

struct network_part {
    std::uint8_t part = 1;
    std::string remote_id;
};

// The parts of a message to a handset, submitted and not ended, that no last word has come for. None when one of them has no
// id of the network's, or one that it shares with other messages: then this message alone cannot be asked about.
std::vector<network_part> parts_to_ask(const record& of);

struct network_said {
    bool all_done = false;
    std::vector<std::pair<std::uint8_t, network_answer>> words;  // of the parts that were done
};

// `then` is called once, on whatever thread; the outcome is logged (of what changes nothing: as debug). Requires at least one part.
void ask_all(const network_ask& ask, network_verb verb, message_ptr what, message_ptr with, std::vector<network_part> parts,
             std::function<void(const network_said&)> then);

// The answer to a query, as if the network had sent it as a receipt.
event as_receipt(std::uint8_t part, const network_answer& said, wall_time now);

}  // namespace hermod::accept
