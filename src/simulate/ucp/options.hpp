// How a simulated UCP centre behaves, and misbehaves. Plain values; percentages are of all messages, decided by a seeded die so
// that a run can be repeated.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "wire/ucp/error_code.hpp"

namespace hermod::simulate::ucp {

struct inbound_stream {
    double rate = 0;  // messages a second to the account that came first; 0: none
    std::string from = "447700900001", to = "88222", text = "Hello from a handset";
};

struct options {
    using ms = std::chrono::milliseconds;

    std::string host = "127.0.0.1";
    std::uint16_t port = 3024;           // 0: any free one, see smsc::port()
    std::string user, password;          // empty: everyone may log in, and nobody needs to
    std::chrono::minutes utc_offset{0};  // of its clock: SCTS, DSCTS and VP are local times
    bool same_second = false;            // two messages to one recipient in one second get one SCTS; otherwise the next second
    bool national_receipts = false;      // 53 names recipients without their first two digits, behind a 0
    std::uint64_t seed = 1;

    ms answer_delay{0};
    double never_answer_percent = 0, answer_twice_percent = 0;
    std::vector<std::pair<wire::ucp::error_code, double>> errors;  // EC, percent
    std::uint64_t throttle_every = 0;                              // each n-th submit gets throttle_code; 0: none
    double rate_limit = 0;  // submits a second and connection above which all get it; 0: none
    wire::ucp::error_code throttle_code = wire::ucp::error_code::operation_not_allowed;
    std::uint64_t disconnect_every = 0;    // the connection is dropped at each n-th submit; 0: never
    bool disconnect_inside_frame = false;  // ... after half of the result

    bool answers_in_result = false;  // to 55 and 56: no 57 or 58 follows
    bool receipts = true;            // 53s, for messages that ask
    double undelivered_percent = 0;  // all others: delivered
    double buffered_percent = 0;     // a 53 of Dst 1 before the last one, for those that ask for it
    ms receipt_delay{0};
    bool receipt_before_answer = false;  // needs receipt_delay below answer_delay, or both 0
    std::size_t deliver_window = 100;    // 52 and 53 without a result, a connection; at most 100
    ms deliver_retry{1'000};             // after a refusal that is none for good

    inbound_stream inbound;
    std::string echo_number;  // what is submitted to this number comes back from it as an inbound message

    std::uint64_t stop_after = 0;  // messages taken; 0: run for ever
    std::string ledger_path;       // one line for each message taken, on disk's way before its result leaves
    bool print_statistics = true;  // run(): a line of JSON a second, and one at the end
};

// Named as those of `simulate smsc`.
struct statistics {
    std::uint64_t binds = 0, connections = 0, submits = 0, taken = 0, throttled = 0, errors = 0, never_answered = 0,
                  answered_twice = 0;
    std::uint64_t receipts_sent = 0, inbound_sent = 0, deliveries_answered = 0, deliveries_refused = 0, disconnects = 0,
                  bad_pdus = 0;
};

// One line, without a newline.
std::string to_json(const statistics& numbers);

}  // namespace hermod::simulate::ucp
