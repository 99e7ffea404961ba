// How a simulated message centre behaves, and misbehaves. Plain values; percentages are of all messages, decided by a
// seeded die so that a run can be repeated.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "wire/smpp/command_status.hpp"
#include "wire/smpp/values.hpp"

namespace hermod::simulate {

// How a message's number is spelled: in the response, and again in the receipt.
enum class id_spelling : std::uint8_t { decimal, hex, upper_hex, padded };  // padded: decimal, ten digits

struct inbound_stream {
    double rate = 0;  // messages a second to the first receiving bind; 0: none
    std::string from = "447700900001", to = "88222", text = "Hello from a handset";
};

struct smsc_options {
    using ms = std::chrono::milliseconds;

    std::string host = "127.0.0.1";
    std::uint16_t port = 2775;        // 0: any free one, see smsc::port()
    std::string system_id, password;  // empty: everyone may bind
    std::uint8_t version = wire::smpp::version_3_4;  // that it speaks; below 3.4: no transceivers, no TLVs
    int congestion = -1;                             // told on each answer to a submit of a 5.0 bind, 0 to 100; -1: none
    std::uint64_t seed = 1;
    std::uint64_t first_id = 0;  // 0: from the clock, so that a restarted centre repeats no id

    ms answer_delay{0};
    double never_answer_percent = 0, answer_twice_percent = 0;
    std::vector<std::pair<wire::smpp::command_status, double>> errors;  // status, percent; of a submit_multi's destinations each
    bool no_submit_multi = false;                                       // answers it with generic_nack ESME_RINVCMDID
    std::uint64_t throttle_every = 0;                                   // each n-th submit gets ESME_RTHROTTLED; 0: none
    double rate_limit = 0;               // submits a second and bind above which all get ESME_RTHROTTLED; 0: none
    std::uint64_t disconnect_every = 0;  // the connection is dropped at each n-th submit; 0: never
    bool disconnect_inside_pdu = false;  // ... after half of the answer

    bool receipts = true;                                                       // for messages that ask
    double undelivered_percent = 0, expired_percent = 0, rejected_percent = 0;  // all others: delivered
    ms receipt_delay{0};
    bool receipts_as_data_sm = false;
    bool receipt_before_answer = false;  // needs receipt_delay below answer_delay, or both 0
    id_spelling answer_id = id_spelling::decimal, receipt_id = id_spelling::decimal;
    std::size_t deliver_window = 100;  // deliver_sm without an answer, a bind
    ms deliver_retry{1'000};           // after ESME_RX_T_APPN and the like

    // Calls there with an outbind and waits for the bind; again after deliver_retry when the call fails or ends.
    std::string outbind_host;  // an address; empty: nobody is called
    std::uint16_t outbind_port = 0;
    std::string outbind_system_id = "hermod-smsc", outbind_password;

    inbound_stream inbound;
    std::string echo_number;  // what is submitted to this number comes back from it as an inbound message

    std::uint64_t stop_after = 0;  // messages taken; 0: run for ever
    std::string ledger_path;       // one line for each message taken, on disk's way before its answer leaves
    bool print_statistics = true;  // run_smsc(): a line of JSON a second, and one at the end
};

struct smsc_statistics {
    std::uint64_t binds = 0, connections = 0, submits = 0, taken = 0, throttled = 0, errors = 0, never_answered = 0,
                  answered_twice = 0;
    std::uint64_t receipts_sent = 0, inbound_sent = 0, deliveries_answered = 0, deliveries_refused = 0, disconnects = 0,
                  bad_pdus = 0, calls = 0;
};

// One line, without a newline.
std::string to_json(const smsc_statistics& numbers);

}  // namespace hermod::simulate
