// How a simulated HTTP provider behaves, and misbehaves, whatever it speaks. Plain values; percentages are of all messages,
// decided by a seeded die so that a run can be repeated.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hermod::simulate::provider {

struct inbound_stream {
    double rate = 0;  // messages a second; 0: none
    std::string from = "447700900001", to = "88222", text = "Hello from a handset";
    unsigned form = 0;  // the language's own
};

// A refusal: its status, and the provider's own code where it has one; 200 for a failure inside of a success.
struct fault {
    int status = 400;
    std::string code;
};

struct options {
    using ms = std::chrono::milliseconds;

    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;             // 0: any free one
    std::string tls_certificate, tls_key;  // PEM files; both: https
    std::uint64_t seed = 1;
    std::uint64_t first_id = 0;  // 0: from the clock, so that a restarted provider repeats no id

    ms answer_delay{0};
    double never_answer_percent = 0, answer_twice_percent = 0;
    std::vector<std::pair<fault, double>> errors;
    std::uint64_t throttle_every = 0;  // each n-th send request is throttled; 0: none
    double rate_limit = 0;             // send requests a second above which all are; 0: none
    fault throttle{429, {}};
    std::chrono::seconds retry_after{0};    // said with it; 0: nothing is said
    std::uint64_t disconnect_every = 0;     // the connection is dropped at each n-th send request; 0: never
    bool disconnect_inside_answer = false;  // ... after half of the answer

    bool receipts = true;                                                       // for messages that ask
    double undelivered_percent = 0, expired_percent = 0, rejected_percent = 0;  // all others: delivered
    double receipt_twice_percent = 0;                                           // brought again when it was taken
    ms receipt_delay{0};
    bool receipt_before_answer = false;    // the answer waits until the receipt was taken
    std::string receipt_url, inbound_url;  // where the request does not say
    std::string callback_authorities;      // PEM file; empty: the system's
    std::size_t deliver_window = 64;       // requests of ours under way, each on a connection of its own
    ms deliver_retry{1'000};               // until one that was not taken is sent again

    inbound_stream inbound;
    std::string echo_number;  // what is sent to this number comes back from it

    std::uint64_t stop_after = 0;  // messages taken; 0: run for ever
    std::string ledger_path;       // one line for each message taken, on disk's way before its answer leaves
    bool print_statistics = true;  // a line of JSON a second, and one at the end
};

// Named as those of `simulate smsc`.
struct statistics {
    std::uint64_t connections = 0, submits = 0, taken = 0, throttled = 0, errors = 0, never_answered = 0, answered_twice = 0;
    std::uint64_t receipts_sent = 0, inbound_sent = 0, deliveries_answered = 0, deliveries_refused = 0, disconnects = 0,
                  bad_requests = 0;
};

// One line, without a newline.
std::string to_json(const statistics& numbers);

}  // namespace hermod::simulate::provider
