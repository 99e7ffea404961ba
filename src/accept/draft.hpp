// A message to a handset on its way through the stages of accepting (checked_inbox::to_handset has their order): what the submission
// said, and what rules have made of it so far. Each stage is a function in a file of its own that refuses or changes the draft; it does
// nothing that dropping the draft would not undo (message/admission.hpp). One thread, for the length of prepare().
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accept/checks.hpp"
#include "accept/rules.hpp"
#include "accept/trace.hpp"
#include "gateway/explanation.hpp"
#include "message/admission.hpp"

namespace hermod::accept {

// A message that goes beside it.
struct copy_wanted {
    connector_id by;
    std::string to;     // empty: to the same number
    std::string route;  // its name
};

struct draft {
    const submission& in;
    const rules& by;
    const account_rules& account;
    wall_time now;
    const route::health* health = nullptr;  // of the connectors; null: all are usable
    trace* seen = nullptr;  // null in traffic
    std::optional<wall_time> asked_at{};  // what conditions of time are asked for instead of when it may go
    foreseen* ahead = nullptr;  // an estimate, to be filled: nothing is reserved then, and no limit of the moment asked; null in traffic

    std::string to{}, from{};  // as they will be sent
    carriage how{};        // of the text as it will be sent
    std::uint8_t data_coding = 0;
    std::string tags{};    // words, separated by commas
    connector_id connector{};
    bool resend_unsure = true;
    std::string_view route{};  // its name; lives as long as `by`
    wall_time not_before{};    // 0: at once
    std::chrono::seconds validity{};  // from when it may go
    std::int64_t price = 0;    // thousandths
    std::uint8_t refunds = 0;
    bool held = false;
    std::string_view held_by{};  // the rule's name; lives as long as `by`
    admissions reserved{};
    std::vector<copy_wanted> copies{};

    std::string_view text() const { return how.text ? std::string_view(*how.text) : in.body; }
    void say(std::string_view stage, std::string_view name, bool took, std::string_view sentence) {
        if (seen) seen->say(stage, name, took, std::string(sentence));
    }
};

}  // namespace hermod::accept
