// What the network's answer to a call of ours means. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "connectors/mtn/options.hpp"
#include "message/verdict.hpp"

namespace hermod::connectors::mtn {

struct heard_answer {
    int status = 0;
    std::string_view body, retry_after;
};

// A call that was refused, or whose answer tells nothing.
struct failed_call {
    meaning what = meaning::refused;
    std::string code;    // theirs; empty: none
    std::string detail;  // a sentence: "HTTP 200, code 5000: bad parameters"
};

// "HTTP 200, code 5000: bad parameters", by the configuration's table, otherwise by what the codec proposes.
failed_call read_failure(const mtn_options& with, const heard_answer& answer);

struct judged_part {
    verdict result;
    bool alarm = false;
    bool no_id = false;    // taken, without an id that could be read
    std::string their_id;  // to ask for its status with
};
// `correlator`: ours, by which receipts will name the part; v1's name it by the answer's messageId.
judged_part judge_part(const mtn_options& with, const heard_answer& answer, const std::string& correlator, wall_time now);

struct subscribed_as {
    std::string id;
    bool was_already = false;  // registered before, perhaps with another address
};
std::variant<subscribed_as, failed_call> read_subscribed(const mtn_options& with, const heard_answer& answer);
// nothing: given up, or not there any more.
std::optional<failed_call> read_unsubscribed(const mtn_options& with, const heard_answer& answer);

}  // namespace hermod::connectors::mtn
