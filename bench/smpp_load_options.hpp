// What bench/smpp_load is asked to do, and its five ways of doing it: each runs to its end, prints one line of JSON to
// standard output and some for people to standard error, and gives the exit code. All are bounded in count and time.
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string>

struct load_options {
    // The server, and who binds to it.
    std::string host = "127.0.0.1", port = "2775", system_id = "bench", password = "secret";
    bool tls = false;
    std::string authorities;         // PEM; empty with tls: any certificate is taken, this is a load generator
    std::size_t from_addresses = 0;  // connect from 127.0.0.2, 127.0.0.3, ... in turn; 0: as the system likes

    // The load.
    bool split = false;  // as many transmitters and as many receivers, in place of transceivers
    std::size_t binds = 1, window = 10;
    std::uint64_t count = 0, first = 0;  // count 0: until the time is over, or 100,000
    double rate = 0, seconds = 0;        // messages a second over all binds; 0: as fast as answered
    double drain_seconds = 20;           // for the receipts after the last response, counted from the last one that came
    bool receipts = true;
    std::string from = "Hermod", prefix = "49151", ledger;
    std::string text = "Your code is 123456. It is valid for ten minutes; do not share it with anyone.";

    // Other ways than the load.
    std::size_t idle = 0, reconnect_burst = 0;
    double wrong_binds = 0;
    bool stop_reading = false;
    std::size_t most_open = 4000;  // connections at the same time, of wrong_binds
    int server_pid = 0;
};

int run_traffic(const load_options& o);
int run_stop_reading(const load_options& o);
int run_idle(const load_options& o);
int run_wrong_binds(const load_options& o);
int run_reconnect_burst(const load_options& o);

// Set by SIGTERM and SIGINT: stop, and print what there is.
extern volatile std::sig_atomic_t told_to_stop;
