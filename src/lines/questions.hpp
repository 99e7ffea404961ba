// What connectors with lines have in common that ask their network about messages which it has (gateway/network_questions.hpp).
//
// Owned by a connector, on its executor.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "gateway/network_questions.hpp"

namespace hermod::lines {

// What this network may be asked; a query costs traffic, and some operators bill it.
struct questions_allowed {
    bool query = false, cancel = true, replace = true;
};

struct asker {
    network_question_reply* reply = nullptr;
    std::uint64_t token = 0;
    bool query = false;  // a state is wanted; otherwise whether it was done

    void tell(network_answer answer) const { reply->network_answered(token, std::move(answer)); }
};

// Who waits for an answer, by our number of the question.
class asked_questions {
public:
    std::uint64_t add(const asker& who) {
        asked_.emplace(next_, who);
        return next_++;
    }
    void forget(std::uint64_t number) { asked_.erase(number); }
    // Nobody, under a number that has been taken or forgotten.
    std::optional<asker> take(std::uint64_t number) {
        const auto one = asked_.extract(number);
        return one.empty() ? std::nullopt : std::optional(one.mapped());
    }

private:
    std::map<std::uint64_t, asker> asked_;
    std::uint64_t next_ = 1;
};

// Answers that need no network, and those for want of one.
inline network_answer switched_off() {
    return {network_answer::kind::not_supported, {}, {}, 0, "switched off"};
}
inline network_answer cannot_be_said(std::string why) {
    return {network_answer::kind::refused, {}, {}, 0, std::move(why)};
}
inline network_answer nobody_to_ask() {
    return {network_answer::kind::unsent, {}, {}, 0, "nobody is bound, or too many questions wait"};
}
// Of a question that was written, or was not, and has no answer: the connection broke, or time is over.
inline network_answer without_answer(bool written) {
    return {written ? network_answer::kind::unknown : network_answer::kind::unsent,
            {},
            {},
            0,
            written ? "no answer came" : "the connection was lost, or had no place for it"};
}

}  // namespace hermod::lines
