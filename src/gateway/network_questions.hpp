// What may be asked of a network about a part that it has already taken: its state, to give it up, to say something else.
//
// A connector that can ask offers this by outlet::questions(); one that cannot offers none. Where a network has no such
// question the answer is `not_supported`.
// Best effort, outside of the message's own path: nothing is stored, no verdict is changed, receipts go on telling the truth.
// The connector's executor, as the outlet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "message/message.hpp"
#include "message/state.hpp"

namespace hermod {

struct network_question {
    message_ptr what;       // the message that the part is of: its addresses are asked with
    std::string remote_id;  // the part's, as the network spelled it
};

struct network_answer {
    enum class kind : std::uint8_t {
        done,           // query: `now` says what the network knows; cancel, replace: it is so
        refused,        // by the network (code, detail), or it could not be said at all
        unknown,        // asked, and no answer came in time: it may have been done
        unsent,         // never asked: nobody is bound, or too many questions wait
        not_supported,  // this network cannot be asked
    };
    kind is = kind::not_supported;
    std::optional<state> now;  // of a query; `submitted` is "on its way", `cancelled` somebody's wish
    std::optional<wall_time> at{};  // of a query: when it ended, if the network says
    std::uint32_t code = 0;    // refused: the network's status; of a query: its error code
    std::string detail{};      // the network's own word, or the reason
};
constexpr int network_answer_kinds = 5;
constexpr std::string_view to_text(network_answer::kind k) {
    constexpr std::string_view names[network_answer_kinds] = {"done", "refused", "unknown", "unsent", "not_supported"};
    return names[static_cast<int>(k)];
}

class network_question_reply {
public:
    // Exactly once for every question, never from within it; with what the question was given as `token`.
    virtual void network_answered(std::uint64_t token, network_answer answer) = 0;

protected:
    ~network_question_reply() = default;
};

class network_questions {
public:
    virtual ~network_questions() = default;
    // `reply` must live until it has been called, or the connector is gone. A part that the network has only as a piece of
    // another one (a message_payload) has nothing to cancel of its own: done.
    virtual void query(network_question about, network_question_reply& reply, std::uint64_t token) = 0;
    virtual void cancel(network_question about, network_question_reply& reply, std::uint64_t token) = 0;
    // `with`: one part of the same encoding; its body, validity and wish for a receipt take the place of the old ones.
    virtual void replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) = 0;
};

}  // namespace hermod
