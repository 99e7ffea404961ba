// simulate http: a provider with an HTTP interface.
#include "app/cli/simulate_provider.hpp"
#include "simulate/http/http_provider.hpp"

namespace hermod::app {

void add_simulate_http(CLI::App& simulate, int& code) {
    auto* command = simulate.add_subcommand("http", "an HTTP(S) provider: answers, receipts, faults on request");
    struct arguments {
        simulate::http::options to;
        provider_arguments shared;
        bool inbound_by_get = false;
    };
    auto a = std::make_shared<arguments>();
    command->add_option("--user", a->to.user, "refuse others");
    command->add_option("--password", a->to.password, "refuse others");
    command->add_flag("--inbound-by-get", a->inbound_by_get, "messages of --inbound-rate come as GET requests, not as JSON");
    add_provider_options(*command, a->shared, a->to);
    command->footer(
        "POST JSON to /messages, or GET /send?to=...&text=...; docs/protocols/http.md\n"
        "Example: hermod simulate http --listen 127.0.0.1:8080 --receipt-delay 500 --undelivered 3");
    command->callback([a, &code] {
        take_provider_options(a->shared, a->to);
        if (a->inbound_by_get) a->to.inbound.form = simulate::http::in_query;
        code = simulate::http::run(a->to);
    });
}

}  // namespace hermod::app
