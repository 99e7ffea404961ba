// How a simulated CIMD2 centre behaves, and misbehaves. Plain values; percentages are of all messages, decided by a seeded die
// so that a run can be repeated.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hermod::simulate::cimd2 {

struct inbound_stream {
    double rate = 0;  // messages a second to the account that logged in first; 0: none
    std::string from = "+447700900001", to = "88222", text = "Hello from a handset";
};

struct options {
    using ms = std::chrono::milliseconds;

    std::string host = "127.0.0.1";
    std::uint16_t port = 9971;           // 0: any free one, see smsc::port()
    std::string user_identity, password;  // empty: everyone may log in
    std::int32_t most_window = 128;       // asked for at login; above it: 104. 0: none may be asked for, 105
    bool latin1_link = false;             // its texts are ISO Latin-1
    bool checksums = true;                // that it writes; those that it reads must be right where there are any
    bool same_second = false;             // two messages to one recipient in one second get one 060; otherwise the next second
    std::uint64_t seed = 1;

    ms answer_delay{0};
    double never_answer_percent = 0, answer_twice_percent = 0;
    std::vector<std::pair<std::int32_t, double>> errors;  // 900, percent
    std::uint64_t throttle_every = 0;                     // each n-th submit gets 10; 0: none
    double rate_limit = 0;                                // submits a second and login above which all get 10; 0: none
    std::uint64_t disconnect_every = 0;                   // the connection is dropped at each n-th submit; 0: never
    bool disconnect_inside_packet = false;                // ... after half of the answer

    bool reports = true;                                                       // for messages that ask
    double undelivered_percent = 0, expired_percent = 0, deleted_percent = 0;  // all others: delivered
    ms report_delay{0};
    bool report_before_answer = false;  // needs report_delay below answer_delay, or both 0
    std::size_t deliver_window = 100;   // 20 and 23 without an answer, a login; at most 127
    ms deliver_retry{5'000};            // an unanswered one is sent again, with its number
    bool on_request = false;            // messages from handsets only when a delivery request asks for them

    inbound_stream inbound;
    std::string echo_number;  // what is submitted to this number comes back from it as an inbound message

    std::uint64_t stop_after = 0;  // messages taken; 0: run for ever
    std::string ledger_path;       // one line for each message taken, on disk's way before its answer leaves
    bool print_statistics = true;  // run(): a line of JSON a second, and one at the end
};

// Named as those of `simulate smsc`.
struct statistics {
    std::uint64_t binds = 0, connections = 0, submits = 0, taken = 0, throttled = 0, errors = 0, never_answered = 0,
                  answered_twice = 0;
    std::uint64_t receipts_sent = 0, inbound_sent = 0, deliveries_answered = 0, deliveries_refused = 0, deliveries_repeated = 0,
                  disconnects = 0, bad_pdus = 0;
};

// One line, without a newline.
std::string to_json(const statistics& numbers);

}  // namespace hermod::simulate::cimd2
