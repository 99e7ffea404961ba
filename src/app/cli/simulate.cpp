// simulate smsc, simulate app: the two other sides, for demonstrations, tests and benchmarks. Separate processes.
#include <charconv>
#include <iostream>

#include "app/cli/commands.hpp"
#include "settings/reader.hpp"
#include "net/clocks.hpp"
#include "simulate/app/run_app.hpp"
#include "simulate/smsc/smsc.hpp"
#include "wire/smpp/command_status.hpp"

namespace hermod::app {
namespace {

settings::endpoint listen_on(const std::string& text) {
    const auto parsed = settings::parse_endpoint(text);
    if (!parsed) throw CLI::ValidationError("--listen", "\"" + text + "\" is not host:port");
    return *parsed;
}

// "ESME_RSYSERR:5" or "0x45:2.5": a status and its percentage.
std::pair<wire::smpp::command_status, double> error_share(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) throw CLI::ValidationError("--error", "write STATUS:PERCENT, as ESME_RSYSERR:5");
    const std::string name = text.substr(0, colon);
    const double percent = std::stod(text.substr(colon + 1));
    for (const auto& row : wire::smpp::command_statuses())
        if (row.name == name) return {static_cast<wire::smpp::command_status>(row.value), percent};
    const bool hex = name.starts_with("0x");
    std::uint32_t value = 0;
    const char* end = name.data() + name.size();
    const auto [stopped, fault] = std::from_chars(name.data() + (hex ? 2 : 0), end, value, hex ? 16 : 10);
    if (fault != std::errc{} || stopped != end) throw CLI::ValidationError("--error", "no command_status is called " + name);
    return {static_cast<wire::smpp::command_status>(value), percent};
}

struct smsc_arguments {
    simulate::smsc_options to;
    std::string listen = "127.0.0.1:2775";
    std::int64_t answer_delay = 0, receipt_delay = 0, deliver_retry = 1000;
    std::vector<std::string> errors;
    std::string outbind;
    bool no_receipts = false, quiet = false;
};

void add_smsc(CLI::App& simulate, int& code) {
    auto* command = simulate.add_subcommand("smsc", "an SMPP message centre: answers, receipts, faults on request");
    auto a = std::make_shared<smsc_arguments>();
    simulate::smsc_options& o = a->to;
    const std::map<std::string, simulate::id_spelling> spellings{{"decimal", simulate::id_spelling::decimal},
                                                                 {"hex", simulate::id_spelling::hex},
                                                                 {"HEX", simulate::id_spelling::upper_hex},
                                                                 {"padded", simulate::id_spelling::padded}};
    command->add_option("--listen", a->listen, "address")->capture_default_str();
    command->add_option("--system-id", o.system_id, "refuse other binds");
    command->add_option("--password", o.password, "refuse other binds");
    command->add_option("--seed", o.seed, "of the dice")->capture_default_str();
    command->add_option("--answer-delay", a->answer_delay, "ms before submit_sm_resp");
    command->add_option("--never-answer", o.never_answer_percent, "percent of submits");
    command->add_option("--answer-twice", o.answer_twice_percent, "percent of submits");
    command->add_option("--error", a->errors, "STATUS:PERCENT, repeatable: ESME_RSYSERR:5");
    command->add_flag("--no-submit-multi", o.no_submit_multi, "answer it with ESME_RINVCMDID");
    command->add_option("--throttle-every", o.throttle_every, "each n-th submit gets ESME_RTHROTTLED");
    command->add_option("--rate", o.rate_limit, "submits a second and bind, beyond: ESME_RTHROTTLED");
    command->add_option("--disconnect-every", o.disconnect_every, "drop the connection at each n-th submit");
    command->add_flag("--disconnect-inside-pdu", o.disconnect_inside_pdu, "... after half of an answer");
    command->add_flag("--no-receipts", a->no_receipts, "send none");
    command->add_option("--undelivered", o.undelivered_percent, "percent of receipts");
    command->add_option("--expired", o.expired_percent, "percent of receipts");
    command->add_option("--rejected", o.rejected_percent, "percent of receipts");
    command->add_option("--receipt-delay", a->receipt_delay, "ms");
    command->add_flag("--receipt-before-answer", o.receipt_before_answer, "the receipt overtakes the response");
    command->add_option("--answer-id", o.answer_id, "spelling of ids in responses")->transform(CLI::CheckedTransformer(spellings));
    command->add_option("--receipt-id", o.receipt_id, "spelling of ids in receipts")->transform(CLI::CheckedTransformer(spellings));
    command->add_flag("--receipts-as-data-sm", o.receipts_as_data_sm, "instead of deliver_sm");
    const std::map<std::string, std::uint8_t> versions{{"3.3", wire::smpp::version_3_3}, {"3.4", wire::smpp::version_3_4},
                                                       {"5.0", wire::smpp::version_5_0}};
    command->add_option("--version", o.version, "of SMPP that it speaks: 3.3, 3.4, 5.0")->transform(CLI::CheckedTransformer(versions));
    command->add_option("--congestion", o.congestion, "congestion_state told to 5.0 binds, 0 to 100")->check(CLI::Range(0, 100));
    command->add_option("--outbind", a->outbind, "host:port to call with an outbind, again when the call ends");
    command->add_option("--outbind-password", o.outbind_password, "said there");
    command->add_option("--deliver-window", o.deliver_window, "deliver_sm without an answer, a bind")->capture_default_str();
    command->add_option("--deliver-retry", a->deliver_retry, "ms before a refused deliver_sm is sent again")->capture_default_str();
    command->add_option("--inbound-rate", o.inbound.rate, "messages from handsets a second");
    command->add_option("--inbound-from", o.inbound.from)->capture_default_str();
    command->add_option("--inbound-to", o.inbound.to)->capture_default_str();
    command->add_option("--inbound-text", o.inbound.text)->capture_default_str();
    command->add_option("--echo", o.echo_number, "what is sent to this number comes back from it");
    command->add_option("--stop-after", o.stop_after, "leave after so many messages");
    command->add_option("--ledger", o.ledger_path, "write a line for each message taken");
    command->add_flag("--quiet", a->quiet, "no line of statistics");
    command->footer("Example: hermod simulate smsc --listen 127.0.0.1:2775 --receipt-delay 500 --undelivered 3");
    command->callback([a, &code] {
        simulate::smsc_options& out = a->to;
        const settings::endpoint at = listen_on(a->listen);
        out.host = at.host;
        out.port = at.port;
        out.answer_delay = std::chrono::milliseconds{a->answer_delay};
        out.receipt_delay = std::chrono::milliseconds{a->receipt_delay};
        out.deliver_retry = std::chrono::milliseconds{a->deliver_retry};
        out.receipts = !a->no_receipts;
        if (!a->outbind.empty()) {
            const auto called = settings::parse_endpoint(a->outbind);
            if (!called) throw CLI::ValidationError("--outbind", "\"" + a->outbind + "\" is not host:port");
            out.outbind_host = called->host;
            out.outbind_port = called->port;
        }
        out.print_statistics = !a->quiet;
        for (const std::string& text : a->errors) out.errors.push_back(error_share(text));
        code = simulate::run_smsc(out);
    });
}

void add_app(CLI::App& simulate, int& code) {
    auto* command = simulate.add_subcommand("app", "an application that takes callbacks and checks their signatures");
    struct arguments {
        simulate::app_options to;
        std::string listen = "127.0.0.1:9000", secret;
        std::int64_t delay = 0, statistics = 1;
    };
    auto a = std::make_shared<arguments>();
    command->add_option("--listen", a->listen, "address")->capture_default_str();
    command->add_option("--secret", a->secret, "env:NAME, file:PATH, cred:NAME: verify signatures");
    command->add_option("--fail", a->to.sink.fail_percent, "percent of requests answered 500");
    command->add_option("--delay", a->delay, "ms before each answer");
    command->add_option("--status", a->to.sink.status, "the answer's status")->capture_default_str();
    command->add_option("--ledger", a->to.ledger, "write a line for each event taken");
    command->add_option("--statistics", a->statistics, "seconds between lines of statistics, 0: none")->capture_default_str();
    command->add_flag("--quiet", a->to.sink.quiet, "count only");
    command->footer("Example: hermod simulate app --listen 127.0.0.1:9000 --secret env:SHOP_SECRET");
    command->callback([a, &code] {
        const settings::endpoint at = listen_on(a->listen);
        a->to.listen = at.host;
        a->to.port = at.port;
        a->to.sink.delay = std::chrono::milliseconds{a->delay};
        a->to.sink.now = &net::wall_now;
        a->to.statistics = std::chrono::seconds{a->statistics};
        if (!a->secret.empty()) a->to.sink.secret = key_of(a->secret);
        code = simulate::run_app(a->to, std::cout, std::cerr);
    });
}

}  // namespace

void add_simulate(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("simulate", "the other side of the gateway: an operator, an application");
    command->require_subcommand(1);
    add_smsc(*command, code);
    add_simulate_ucp(*command, code);
    add_simulate_cimd2(*command, code);
    add_simulate_http(*command, code);
    add_simulate_mtn(*command, code);
    add_simulate_modem(*command, code);
    add_app(*command, code);
}

}  // namespace hermod::app
