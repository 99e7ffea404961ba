// simulate modem: GSM modems with a network behind them, for demonstrations, tests and benchmarks.
#include <charconv>

#include "app/cli/commands.hpp"
#include "settings/reader.hpp"
#include "simulate/modem/modems.hpp"

namespace hermod::app {
namespace {

using simulate::modem::family;
using simulate::modem::options;

// "38:5": a +CMS ERROR and its percentage.
std::pair<unsigned, double> error_share(const std::string& text) {
    const auto colon = text.find(':');
    unsigned code = 0;
    const char* end = text.data() + std::min(colon, text.size());
    const auto [stopped, fault] = std::from_chars(text.data(), end, code);
    if (colon == std::string::npos || fault != std::errc{} || stopped != end || code < 1 || code > 999)
        throw CLI::ValidationError("--error", "write CODE:PERCENT with a +CMS ERROR of 1 to 999, as 38:5");
    try {
        return {code, std::stod(text.substr(colon + 1))};
    } catch (const std::exception&) {
        throw CLI::ValidationError("--error", "\"" + text.substr(colon + 1) + "\" is no percentage");
    }
}

settings::endpoint place(const char* flag, const std::string& text) {
    const auto at = settings::parse_endpoint(text);
    if (!at) throw CLI::ValidationError(flag, "\"" + text + "\" is not host:port");
    return *at;
}

struct arguments {
    options to;
    std::string listen, control;
    std::int64_t answer_delay = 0, report_delay = 0, replug = 500, hang_for = 0, register_after = 0, sim_busy = 0,
                 confirm = 15'000;
    std::vector<std::string> errors;
    std::int64_t gap = 0;
    bool no_pty = false, no_reports = false, quiet = false;
};

void add_modem(CLI::App& command, arguments& a) {
    options& o = a.to;
    const std::map<std::string, family> families{{"plain", family::plain},     {"huawei", family::huawei},
                                                 {"quectel", family::quectel}, {"simcom", family::simcom},
                                                 {"telit", family::telit},     {"wavecom", family::wavecom}};
    command.add_option("--family", o.family, "whose habits: plain, huawei, quectel, simcom, telit, wavecom")
        ->transform(CLI::CheckedTransformer(families));
    command.add_option("--number", o.number, "of the first SIM; the others count on")->capture_default_str();
    command.add_option("--smsc", o.centre, "that the SIM knows; empty: none")->capture_default_str();
    command.add_option("--pin", o.pin, "that the SIM wants");
    command.add_option("--slots", o.slots, "messages that fit the SIM")->capture_default_str()->check(CLI::Range(1, 10'000));
    command.add_flag("--sim-full", o.full, "no slot of the SIM is free at the start");
    command.add_option("--sim-busy", a.sim_busy, "ms from the start in which messages get +CMS ERROR: 314");
    command.add_flag("--bare-prompt", o.bare_prompt, "a prompt without its blank");
    command.add_flag("--text-only", o.text_only, "no PDU mode");
    command.add_option("--signal", o.signal, "as AT+CSQ has it")->capture_default_str()->check(CLI::Range(0, 99));
    command.add_option("--registration", o.registration, "1 home, 5 roaming, 3 denied, ...")
        ->capture_default_str()
        ->check(CLI::Range(0, 10));
    command.add_option("--register-after", a.register_after, "ms of searching from the start");
    command.add_option("--confirm-within", a.confirm, "ms for AT+CNMA")->capture_default_str();
}

void add_faults(CLI::App& command, arguments& a) {
    options& o = a.to;
    command.add_option("--seed", o.seed, "of the dice")->capture_default_str();
    command.add_option("--answer-delay", a.answer_delay, "ms before +CMGS");
    command.add_option("--never-answer", o.never_answer_percent, "percent of submits, taken and never answered");
    command.add_option("--no-final", o.no_final_percent, "percent of submits, +CMGS without its OK");
    command.add_option("--error", a.errors, "CMS:PERCENT, repeatable: 38:5");
    command.add_option("--throttle-every", o.throttle_every, "each n-th submit gets +CMS ERROR: 42, congestion");
    command.add_option("--rate", o.rate_limit, "submits a second and modem, beyond: 42");
    command.add_option("--disconnect-every", o.disconnect_every, "unplugged at each n-th submit");
    command.add_flag("--disconnect-inside-pdu", o.disconnect_inside_answer, "... after half of an answer");
    command.add_option("--replug-after", a.replug, "ms")->capture_default_str();
    command.add_option("--hang-every", o.hang_every, "deaf from each n-th submit on");
    command.add_option("--hang-for", a.hang_for, "ms; 0: until its port is closed");
    command.add_option("--garbage", o.garbage_percent, "percent of answers with a line of noise in front");
    command.add_flag("--zero-references", o.zero_references, "each TP-MR is 0");
}

void add_messages(CLI::App& command, arguments& a) {
    options& o = a.to;
    command.add_flag("--no-receipts", a.no_reports, "send no status reports");
    command.add_option("--undelivered", o.undelivered_percent, "percent of status reports");
    command.add_option("--expired", o.expired_percent, "percent of status reports");
    command.add_option("--rejected", o.rejected_percent, "percent of status reports");
    command.add_option("--trying", o.trying_percent, "percent with a report that it is still tried in front");
    command.add_option("--receipt-delay", a.report_delay, "ms");
    command.add_flag("--receipt-before-answer", o.report_before_answer, "the status report overtakes +CMGS");
    command.add_flag("--national-recipient", o.national_recipient, "reports name the recipient without its country");
    command.add_flag("--store-receipts", o.reports_to_device, "as messages, where AT+CNMI wants none");
    command.add_option("--delivery-gap", a.gap, "ms between two messages or reports to one modem");
    command.add_option("--inbound-rate", o.inbound.rate, "messages from handsets a second and modem");
    command.add_option("--inbound-from", o.inbound.from)->capture_default_str();
    command.add_option("--inbound-text", o.inbound.text)->capture_default_str();
    command.add_option("--echo", o.echo_number, "what is sent to this number comes back from it");
}

void run(const arguments& a, int& code) {
    using ms = std::chrono::milliseconds;
    options out = a.to;
    out.pty = !a.no_pty;
    if (!a.listen.empty()) {
        const auto at = place("--listen", a.listen);
        out.host = at.host;
        out.port = at.port;
    }
    if (!a.control.empty()) {
        const auto at = place("--control", a.control);
        out.control_host = at.host;
        out.control_port = at.port;
    }
    if (!out.pty && out.host.empty()) throw CLI::ValidationError("--no-pty", "needs --listen: there would be no way to a modem");
    out.answer_delay = ms{a.answer_delay};
    out.report_delay = ms{a.report_delay};
    out.replug_after = ms{a.replug};
    out.hang_for = ms{a.hang_for};
    out.register_after = ms{a.register_after};
    out.sim_busy_for = ms{a.sim_busy};
    out.confirm_within = ms{a.confirm};
    out.delivery_gap = ms{a.gap};
    out.reports = !a.no_reports;
    out.print_statistics = !a.quiet;
    for (const std::string& text : a.errors) out.errors.push_back(error_share(text));
    code = simulate::modem::run(out);
}

}  // namespace

void add_simulate_modem(CLI::App& simulate, int& code) {
    auto* command = simulate.add_subcommand(
        "modem", "GSM modems on pseudo-terminals and TCP: AT commands, status reports, faults on request");
    auto a = std::make_shared<arguments>();
    options& o = a->to;
    command->add_option("--modems", o.modems, "how many")->capture_default_str()->check(CLI::Range(1, 1000));
    command->add_option("--link", o.link, "a symbolic link to the pseudo-terminal; of several modems LINK1, LINK2, ...");
    command->add_flag("--no-pty", a->no_pty, "TCP alone");
    command->add_option("--listen", a->listen, "host:port of the first modem, the others follow; port 0: any free ones");
    command->add_option("--control", a->control, "host:port where lines as `deliver 1 +4477... TEXT` and `unplug 1` are obeyed");
    add_modem(*command, *a);
    add_faults(*command, *a);
    add_messages(*command, *a);
    command->add_option("--stop-after", o.stop_after, "leave after so many messages");
    command->add_option("--ledger", o.ledger_path, "write a line for each message taken");
    command->add_option("--delivered", o.delivered_path, "write a line for each message that a modem has received");
    command->add_flag("--quiet", a->quiet, "no line of statistics");
    command->footer("Example: hermod simulate modem --link /tmp/modem --receipt-delay 500 --undelivered 3");
    command->callback([a, &code] { run(*a, code); });
}

}  // namespace hermod::app
