// How those who do not live with a connector ask its network (network_questions.hpp): one function, wired by app/, which
// brings the question to the connector's executor and its answer back.
#pragma once

#include <functional>

#include "gateway/network_questions.hpp"

namespace hermod {

enum class network_verb : std::uint8_t { query = 0, cancel = 1, replace = 2 };
constexpr std::string_view network_verb_names[] = {"query", "cancel", "replace"};
constexpr std::string_view to_text(network_verb v) { return network_verb_names[static_cast<int>(v)]; }

struct network_request {
    connector_id of;
    network_verb verb = network_verb::query;
    network_question about;
    message_ptr with{};  // of replace
};

// Exactly once, on any thread; also from within the call, when it cannot be asked at all.
using network_heard = std::function<void(network_answer)>;
// Any thread. Empty: no network is ever asked.
using network_ask = std::function<void(network_request, network_heard)>;

}  // namespace hermod
