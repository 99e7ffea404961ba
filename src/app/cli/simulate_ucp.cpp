// simulate ucp: a message centre that speaks UCP.
#include "app/cli/commands.hpp"
#include "settings/reader.hpp"
#include "simulate/ucp/smsc.hpp"

namespace hermod::app {
namespace {

using wire::ucp::error_code;

error_code code_named(const std::string& name) {
    for (const auto& row : wire::ucp::error_table())
        if (row.name == name) return error_code{row.code};
    if (const auto code = wire::ucp::read_ec(name); code && *code != error_code::none) return *code;
    throw CLI::ValidationError("--error", "no error code is called " + name);
}

// "system_error:5" or "06:2.5": a code and its percentage.
std::pair<error_code, double> error_share(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) throw CLI::ValidationError("--error", "write EC:PERCENT, as 06:5");
    try {
        return {code_named(text.substr(0, colon)), std::stod(text.substr(colon + 1))};
    } catch (const std::logic_error&) {
        throw CLI::ValidationError("--error", "\"" + text.substr(colon + 1) + "\" is no percentage");
    }
}

struct ucp_arguments {
    simulate::ucp::options to;
    std::string listen = "127.0.0.1:3024", throttle_code = "04";
    std::int64_t answer_delay = 0, receipt_delay = 0, deliver_retry = 1000, utc_offset = 0;
    std::vector<std::string> errors;
    bool no_receipts = false, quiet = false;
};

void add_options(CLI::App& command, ucp_arguments& a) {
    simulate::ucp::options& o = a.to;
    command.add_option("--listen", a.listen, "address")->capture_default_str();
    command.add_option("--user", o.user, "refuse other logins");
    command.add_option("--password", o.password, "refuse other logins");
    command.add_option("--utc-offset", a.utc_offset, "minutes that its clock is ahead")->check(CLI::Range(-720, 840));
    command.add_flag("--same-second", o.same_second, "two messages to one number in one second have one name");
    command.add_flag("--national-receipts", o.national_receipts, "53 names recipients in national form");
    command.add_option("--seed", o.seed, "of the dice")->capture_default_str();
    command.add_option("--answer-delay", a.answer_delay, "ms before a result");
    command.add_option("--never-answer", o.never_answer_percent, "percent of submits");
    command.add_option("--answer-twice", o.answer_twice_percent, "percent of submits");
    command.add_option("--error", a.errors, "EC:PERCENT, repeatable: 06:5");
    command.add_option("--throttle-every", o.throttle_every, "each n-th submit gets the code of --throttle-code");
    command.add_option("--rate", o.rate_limit, "submits a second and connection, beyond: the code of --throttle-code");
    command.add_option("--throttle-code", a.throttle_code, "EC, by number or name")->capture_default_str();
    command.add_option("--disconnect-every", o.disconnect_every, "drop the connection at each n-th submit");
    command.add_flag("--disconnect-inside-frame", o.disconnect_inside_frame, "... after half of a result");
    command.add_flag("--answers-in-result", o.answers_in_result, "to inquiries and deletions: no 57 or 58 follows");
    command.add_flag("--no-receipts", a.no_receipts, "send none");
    command.add_option("--undelivered", o.undelivered_percent, "percent of receipts");
    command.add_option("--buffered", o.buffered_percent, "percent of messages: a 53 of Dst 1 first, where it is asked for");
    command.add_option("--receipt-delay", a.receipt_delay, "ms");
    command.add_flag("--receipt-before-answer", o.receipt_before_answer, "the receipt overtakes the result");
    command.add_option("--deliver-window", o.deliver_window, "52 and 53 without a result, a connection")->capture_default_str();
    command.add_option("--deliver-retry", a.deliver_retry, "ms before a refused one is sent again")->capture_default_str();
    command.add_option("--inbound-rate", o.inbound.rate, "messages from handsets a second");
    command.add_option("--inbound-from", o.inbound.from)->capture_default_str();
    command.add_option("--inbound-to", o.inbound.to)->capture_default_str();
    command.add_option("--inbound-text", o.inbound.text)->capture_default_str();
    command.add_option("--echo", o.echo_number, "what is sent to this number comes back from it");
    command.add_option("--stop-after", o.stop_after, "leave after so many messages");
    command.add_option("--ledger", o.ledger_path, "write a line for each message taken");
    command.add_flag("--quiet", a.quiet, "no line of statistics");
}

}  // namespace

void add_simulate_ucp(CLI::App& simulate, int& code) {
    auto* command = simulate.add_subcommand("ucp", "a UCP message centre: answers, receipts, faults on request");
    auto a = std::make_shared<ucp_arguments>();
    add_options(*command, *a);
    command->footer("Example: hermod simulate ucp --listen 127.0.0.1:3024 --receipt-delay 500 --undelivered 3");
    command->callback([a, &code] {
        simulate::ucp::options& out = a->to;
        const auto at = settings::parse_endpoint(a->listen);
        if (!at) throw CLI::ValidationError("--listen", "\"" + a->listen + "\" is not host:port");
        out.host = at->host;
        out.port = at->port;
        out.answer_delay = std::chrono::milliseconds{a->answer_delay};
        out.receipt_delay = std::chrono::milliseconds{a->receipt_delay};
        out.deliver_retry = std::chrono::milliseconds{a->deliver_retry};
        out.utc_offset = std::chrono::minutes{a->utc_offset};
        out.receipts = !a->no_receipts;
        out.print_statistics = !a->quiet;
        out.throttle_code = code_named(a->throttle_code);
        for (const std::string& text : a->errors) out.errors.push_back(error_share(text));
        code = simulate::ucp::run(out);
    });
}

}  // namespace hermod::app
