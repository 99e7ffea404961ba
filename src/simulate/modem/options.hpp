// How simulated modems and the network behind them behave, and misbehave. Plain values; percentages are of all messages, decided
// by a seeded die so that a run can be repeated. Named as those of `simulate smsc` where they are the same.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hermod::simulate::modem {

// Whose habits they have; plain: those of the standards.
enum class family : std::uint8_t { plain, huawei, quectel, simcom, telit, wavecom };

struct inbound_stream {
    double rate = 0;  // messages a second to each modem; 0: none
    std::string from = "+447700900001", text = "Hello from a handset";
};

struct options {
    using ms = std::chrono::milliseconds;

    unsigned modems = 1;
    bool pty = true;
    std::string link;          // where the pseudo-terminal's link goes: this name, of several modems with their number behind it
    std::string host;          // empty: no TCP
    std::uint16_t port = 0;    // of the first modem, the others follow; 0: any free ones
    std::string control_host;  // empty: no control, see control.hpp
    std::uint16_t control_port = 0;
    std::uint64_t seed = 1;

    modem::family family = modem::family::plain;
    std::string number = "+491511000001";  // of the first SIM, the others count on
    std::string centre = "+491710760000";  // the SIM's SMSC; empty: none
    std::string pin;                       // the SIM wants it; empty: none
    unsigned slots = 20;                   // of the SIM; the device has five times as many
    bool full = false;                     // no slot of the SIM is free at the start
    bool bare_prompt = false;              // ">" and a line end, without the blank, as a SIM7670G has it
    bool text_only = false;                // no PDU mode
    unsigned signal = 21;                  // +CSQ
    unsigned registration = 1;             // 1 home, 5 roaming, 2 searching, ...
    ms register_after{0};                  // searching until then
    ms sim_busy_for{0};                    // messages get 314 until then

    ms answer_delay{0};                               // of +CMGS
    double never_answer_percent = 0;                  // taken, and not a word
    double no_final_percent = 0;                      // +CMGS: 12, and no OK
    std::vector<std::pair<unsigned, double>> errors;  // +CMS ERROR, percent
    std::uint64_t throttle_every = 0;                 // each n-th submit gets 42, congestion; 0: none
    double rate_limit = 0;                            // submits a second and modem above which all get 42; 0: none
    std::uint64_t disconnect_every = 0;               // unplugged at each n-th submit; 0: never
    bool disconnect_inside_answer = false;            // ... after half of the answer
    ms replug_after{500};
    std::uint64_t hang_every = 0;  // deaf from each n-th submit on; 0: never
    ms hang_for{0};                // 0: until its port is closed
    double garbage_percent = 0;    // a line of noise before an answer
    bool zero_references = false;  // each TP-MR is 0

    bool reports = true;                                                        // for messages that ask
    double undelivered_percent = 0, expired_percent = 0, rejected_percent = 0;  // all others: delivered
    double trying_percent = 0;                                                  // first a report that the centre is still trying
    ms report_delay{0};
    bool report_before_answer = false;  // needs report_delay below answer_delay, or both 0
    bool national_recipient = false;    // reports name the recipient without its country
    bool reports_to_device = false;     // 27.005's ds=0 keeps none; this stores them as messages, as many modems do
    ms delivery_gap{0};                 // between two messages or reports to one modem; a radio network needs seconds
    ms confirm_within{15'000};          // AT+CNMA, in phase 2+

    inbound_stream inbound;
    std::string echo_number;  // what is sent to this number comes back from it

    std::uint64_t stop_after = 0;  // messages taken; 0: run for ever
    std::string ledger_path;       // one line for each message taken, on disk's way before its answer leaves
    std::string delivered_path;    // the same for each message that a modem has received
    bool print_statistics = true;  // run(): a line of JSON a second, and one at the end
};

struct statistics {
    std::uint64_t connections = 0, commands = 0, unknown_commands = 0, submits = 0, taken = 0, throttled = 0, errors = 0,
                  never_answered = 0, bad_pdus = 0, odd_pdus = 0;
    std::uint64_t receipts_sent = 0, inbound_sent = 0, deliveries_answered = 0, deliveries_refused = 0, deliveries_repeated = 0,
                  disconnects = 0, hangs = 0;
};

// One line, without a newline.
std::string to_json(const statistics& numbers);

}  // namespace hermod::simulate::modem
