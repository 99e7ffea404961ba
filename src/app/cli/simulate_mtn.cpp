// simulate mtn: MADAPI v1 to v3 and ParlayX, at their published paths.
#include "app/cli/simulate_provider.hpp"
#include "simulate/mtn/mtn_provider.hpp"

namespace hermod::app {

void add_simulate_mtn(CLI::App& simulate, int& code) {
    auto* command =
        simulate.add_subcommand("mtn", "MTN by HTTP (MADAPI v1 to v3, ParlayX): answers, receipts, faults on request");
    struct arguments {
        simulate::mtn::options to;
        provider_arguments shared;
        std::int64_t token_life = 3'599;
    };
    auto a = std::make_shared<arguments>();
    command->add_option("--client-id", a->to.client_id, "MADAPI: refuse who has no token of this client's");
    command->add_option("--client-secret", a->to.client_secret, "of that client");
    command->add_option("--api-key", a->to.api_key, "MADAPI: refuse other x-api-key headers");
    command->add_option("--token-life", a->token_life, "seconds")->capture_default_str()->check(CLI::Range(1, 1'000'000));
    command->add_option("--sp-id", a->to.sp_id, "ParlayX: refuse others");
    command->add_option("--sp-password", a->to.sp_password, "ParlayX: refuse others");
    add_provider_options(*command, a->shared, a->to);
    command->footer(
        "base_url: http://HOST:PORT/v3/sms, /v2 or /v1/messages; for ParlayX http://HOST:PORT; docs/protocols/mtn.md\n"
        "Example: hermod simulate mtn --listen 127.0.0.1:8310 --receipt-delay 500 --error 200/5000:3");
    command->callback([a, &code] {
        take_provider_options(a->shared, a->to);
        a->to.token_life = std::chrono::seconds{a->token_life};
        code = simulate::mtn::run(a->to);
    });
}

}  // namespace hermod::app
