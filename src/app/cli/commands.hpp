// The program's commands, a file each. A command adds itself to the CLI11 application and leaves its exit code in `code`.
//
// Exit codes, the same for all: 0 done; 1 it failed, the reason is on standard error; 2 wrong use; 3 the message ended
// otherwise than waited for; 4 the gateway could not be reached; 74 the disk failed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace hermod::app {

constexpr int exit_done = 0, exit_failed = 1, exit_usage = 2, exit_other_end = 3, exit_unreachable = 4;

void add_serve(CLI::App& app, int& code);
void add_check(CLI::App& app, int& code);
void add_send(CLI::App& app, int& code);
void add_trace(CLI::App& app, int& code);
void add_tail(CLI::App& app, int& code);
void add_modem(CLI::App& app, int& code);
void add_simulate(CLI::App& app, int& code);
void add_simulate_ucp(CLI::App& simulate, int& code);  // below it
void add_simulate_cimd2(CLI::App& simulate, int& code);  // below it
void add_simulate_http(CLI::App& simulate, int& code);  // below it
void add_simulate_mtn(CLI::App& simulate, int& code);  // below it
void add_simulate_modem(CLI::App& simulate, int& code);  // below it
void add_estimate(CLI::App& app, int& code);
void add_decode(CLI::App& app, int& code);
void add_password(CLI::App& app, int& code);
void add_version(CLI::App& app, int& code);

// "tr" or "turkish" to the names that the API takes, and to a submission's mask; both throw CLI::ValidationError.
std::vector<std::string> language_names(const std::vector<std::string>& given);
std::uint16_t language_mask(const std::vector<std::string>& given);

// A key given as env:NAME, file:PATH, cred:NAME or as it stands; throws CLI::ValidationError when it cannot be had.
std::string key_of(const std::string& reference);

}  // namespace hermod::app
