#include "app/cli/simulate_provider.hpp"

#include <charconv>

#include "settings/reader.hpp"

namespace hermod::app {

namespace {

// "503", or "200/1013": a status and the provider's own code.
simulate::provider::fault fault_of(const std::string& option, const std::string& text) {
    const auto slash = text.find('/');
    simulate::provider::fault out;
    const char* end = text.data() + std::min(slash, text.size());
    const auto [stopped, wrong] = std::from_chars(text.data(), end, out.status);
    if (wrong != std::errc{} || stopped != end || out.status < 200 || out.status > 599)
        throw CLI::ValidationError(option, "\"" + text + "\" is no STATUS or STATUS/CODE, as 503 or 200/1013");
    if (slash != std::string::npos) out.code = text.substr(slash + 1);
    return out;
}

// "503:5", "200/1013:2.5": the same and its percentage.
std::pair<simulate::provider::fault, double> error_share(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) throw CLI::ValidationError("--error", "write STATUS[/CODE]:PERCENT, as 503:5");
    try {
        return {fault_of("--error", text.substr(0, colon)), std::stod(text.substr(colon + 1))};
    } catch (const std::logic_error&) {
        throw CLI::ValidationError("--error", "\"" + text.substr(colon + 1) + "\" is no percentage");
    }
}

}  // namespace

void add_provider_options(CLI::App& command, provider_arguments& a, simulate::provider::options& o) {
    command.add_option("--listen", a.listen, "address")->capture_default_str();
    auto* certificate = command.add_option("--tls-certificate", o.tls_certificate, "PEM file: listen with TLS");
    auto* key = command.add_option("--tls-key", o.tls_key, "PEM file of its key")->needs(certificate);
    certificate->needs(key);
    command.add_option("--seed", o.seed, "of the dice")->capture_default_str();
    command.add_option("--answer-delay", a.answer_delay, "ms before an answer");
    command.add_option("--never-answer", o.never_answer_percent, "percent of requests");
    command.add_option("--answer-twice", o.answer_twice_percent, "percent of requests");
    command.add_option("--error", a.errors, "STATUS[/CODE]:PERCENT, repeatable: 503:5, 200/1013:1");
    command.add_option("--throttle-every", o.throttle_every, "each n-th request gets the status of --throttle-status");
    command.add_option("--rate", o.rate_limit, "requests a second, beyond: the status of --throttle-status");
    command.add_option("--throttle-status", a.throttle, "STATUS or STATUS/CODE")->capture_default_str();
    command.add_option("--retry-after", a.retry_after, "seconds, said to who is throttled");
    command.add_option("--disconnect-every", o.disconnect_every, "drop the connection at each n-th request");
    command.add_flag("--disconnect-inside-answer", o.disconnect_inside_answer, "... after half of an answer");
    command.add_flag("--no-receipts", a.no_receipts, "send none");
    command.add_option("--undelivered", o.undelivered_percent, "percent of receipts");
    command.add_option("--expired", o.expired_percent, "percent of receipts");
    command.add_option("--rejected", o.rejected_percent, "percent of receipts");
    command.add_option("--receipt-twice", o.receipt_twice_percent, "percent of receipts");
    command.add_option("--receipt-delay", a.receipt_delay, "ms");
    command.add_flag("--receipt-before-answer", o.receipt_before_answer, "the receipt overtakes the answer");
    command.add_option("--receipt-url", o.receipt_url, "where receipts go when the request does not say");
    command.add_option("--inbound-url", o.inbound_url, "where messages from handsets go when no request has said");
    command.add_option("--callback-authorities", o.callback_authorities,
                       "PEM file: who signs for https URLs, instead of the system's");
    command.add_option("--deliver-window", o.deliver_window, "connections to the gateway")
        ->capture_default_str()
        ->check(CLI::Range(1, 10'000));
    command.add_option("--deliver-retry", a.deliver_retry, "ms before what was not taken is sent again")->capture_default_str();
    command.add_option("--inbound-rate", o.inbound.rate, "messages from handsets a second");
    command.add_option("--inbound-from", o.inbound.from)->capture_default_str();
    command.add_option("--inbound-to", o.inbound.to)->capture_default_str();
    command.add_option("--inbound-text", o.inbound.text)->capture_default_str();
    command.add_option("--echo", o.echo_number, "what is sent to this number comes back from it");
    command.add_option("--stop-after", o.stop_after, "leave after so many messages");
    command.add_option("--ledger", o.ledger_path, "write a line for each message taken");
    command.add_flag("--quiet", a.quiet, "no line of statistics");
}

void take_provider_options(const provider_arguments& a, simulate::provider::options& out) {
    const auto at = settings::parse_endpoint(a.listen);
    if (!at) throw CLI::ValidationError("--listen", "\"" + a.listen + "\" is not host:port");
    out.host = at->host;
    out.port = at->port;
    out.answer_delay = std::chrono::milliseconds{a.answer_delay};
    out.receipt_delay = std::chrono::milliseconds{a.receipt_delay};
    out.deliver_retry = std::chrono::milliseconds{a.deliver_retry};
    out.retry_after = std::chrono::seconds{a.retry_after};
    out.receipts = !a.no_receipts;
    out.print_statistics = !a.quiet;
    out.throttle = fault_of("--throttle-status", a.throttle);
    for (const std::string& text : a.errors) out.errors.push_back(error_share(text));
}

}  // namespace hermod::app
