// simulate cimd2: a CIMD2 message centre for demonstrations, tests and benchmarks.
#include <charconv>

#include "app/cli/commands.hpp"
#include "settings/reader.hpp"
#include "simulate/cimd2/smsc.hpp"
#include "wire/cimd2/codes.hpp"

namespace hermod::app {
namespace {

using simulate::cimd2::options;

// "300:5": an error code and its percentage.
std::pair<std::int32_t, double> error_share(const std::string& text) {
    const auto colon = text.find(':');
    std::int32_t code = 0;
    const char* end = text.data() + std::min(colon, text.size());
    const auto [stopped, fault] = std::from_chars(text.data(), end, code);
    if (colon == std::string::npos || fault != std::errc{} || stopped != end || code < 1 || code > 999)
        throw CLI::ValidationError("--error", "write CODE:PERCENT with a code of 1 to 999, as 300:5");
    try {
        return {code, std::stod(text.substr(colon + 1))};
    } catch (const std::exception&) {
        throw CLI::ValidationError("--error", "\"" + text.substr(colon + 1) + "\" is no percentage");
    }
}

struct arguments {
    options to;
    std::string listen = "127.0.0.1:9971";
    std::int64_t answer_delay = 0, report_delay = 0, deliver_retry = 5000;
    std::vector<std::string> errors;
    bool no_reports = false, no_checksum = false, quiet = false;
};

void add_faults(CLI::App& command, arguments& a) {
    options& o = a.to;
    command.add_option("--seed", o.seed, "of the dice")->capture_default_str();
    command.add_option("--answer-delay", a.answer_delay, "ms before a submit's response");
    command.add_option("--never-answer", o.never_answer_percent, "percent of submits");
    command.add_option("--answer-twice", o.answer_twice_percent, "percent of submits");
    command.add_option("--error", a.errors, "CODE:PERCENT, repeatable: 300:5");
    command.add_option("--throttle-every", o.throttle_every, "each n-th submit gets 10, temporary congestion");
    command.add_option("--rate", o.rate_limit, "submits a second and login, beyond: 10");
    command.add_option("--disconnect-every", o.disconnect_every, "drop the connection at each n-th submit");
    command.add_flag("--disconnect-inside-pdu", o.disconnect_inside_packet, "... after half of an answer");
}

void add_messages(CLI::App& command, arguments& a) {
    options& o = a.to;
    command.add_flag("--no-receipts", a.no_reports, "send no status reports");
    command.add_option("--undelivered", o.undelivered_percent, "percent of status reports");
    command.add_option("--expired", o.expired_percent, "percent of status reports");
    command.add_option("--deleted", o.deleted_percent, "percent of status reports");
    command.add_option("--receipt-delay", a.report_delay, "ms");
    command.add_flag("--receipt-before-answer", o.report_before_answer, "the status report overtakes the response");
    command.add_flag("--same-second", o.same_second, "messages to one recipient in one second get one timestamp");
    command.add_option("--deliver-window", o.deliver_window, "deliveries without an answer, a login")
        ->capture_default_str()
        ->check(CLI::Range(1, 127));
    command.add_option("--deliver-retry", a.deliver_retry, "ms before an unanswered delivery is sent again")->capture_default_str();
    command.add_flag("--on-request", o.on_request, "messages from handsets only when they are asked for (05)");
    command.add_option("--inbound-rate", o.inbound.rate, "messages from handsets a second");
    command.add_option("--inbound-from", o.inbound.from)->capture_default_str();
    command.add_option("--inbound-to", o.inbound.to)->capture_default_str();
    command.add_option("--inbound-text", o.inbound.text)->capture_default_str();
    command.add_option("--echo", o.echo_number, "what is sent to this number comes back from it");
}

void run(const arguments& a, int& code) {
    options out = a.to;
    const auto at = settings::parse_endpoint(a.listen);
    if (!at) throw CLI::ValidationError("--listen", "\"" + a.listen + "\" is not host:port");
    out.host = at->host;
    out.port = at->port;
    out.answer_delay = std::chrono::milliseconds{a.answer_delay};
    out.report_delay = std::chrono::milliseconds{a.report_delay};
    out.deliver_retry = std::chrono::milliseconds{a.deliver_retry};
    out.reports = !a.no_reports;
    out.checksums = !a.no_checksum;
    out.print_statistics = !a.quiet;
    for (const std::string& text : a.errors) out.errors.push_back(error_share(text));
    code = simulate::cimd2::run(out);
}

}  // namespace

void add_simulate_cimd2(CLI::App& simulate, int& code) {
    auto* command = simulate.add_subcommand("cimd2", "a CIMD2 message centre: answers, status reports, faults on request");
    auto a = std::make_shared<arguments>();
    options& o = a->to;
    command->add_option("--listen", a->listen, "address")->capture_default_str();
    command->add_option("--user", o.user_identity, "refuse other logins");
    command->add_option("--password", o.password, "refuse other logins");
    command->add_option("--window", o.most_window, "the most that a login may ask for; 0: none may")->capture_default_str();
    command->add_flag("--latin1", o.latin1_link, "its texts are ISO Latin-1");
    command->add_flag("--no-checksum", a->no_checksum, "write none");
    add_faults(*command, *a);
    add_messages(*command, *a);
    command->add_option("--stop-after", o.stop_after, "leave after so many messages");
    command->add_option("--ledger", o.ledger_path, "write a line for each message taken");
    command->add_flag("--quiet", a->quiet, "no line of statistics");
    command->footer("Example: hermod simulate cimd2 --listen 127.0.0.1:9971 --receipt-delay 500 --undelivered 3");
    command->callback([a, &code] { run(*a, code); });
}

}  // namespace hermod::app
