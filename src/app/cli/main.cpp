// hermod: one program, its commands. See commands.hpp.
#include <algorithm>
#include <iostream>

#include "app/cli/commands.hpp"
#include "app/cli/consent_commands.hpp"

int main(int argc, char** argv) {
    CLI::App app{"Hermod, an SMS gateway: durable before it answers.\n\n"
                 "  hermod serve --config hermod.toml     run the gateway\n"
                 "  hermod check --config hermod.toml     find every mistake in a configuration\n"
                 "  hermod send --to +447700900123 --from Shop --text Hello --key env:SHOP_KEY --wait delivered\n"
                 "  hermod trace m0123456789ABC --key env:SHOP_KEY\n"
                 "  hermod modem status --key env:ADMIN_KEY\n"
                 "  hermod route test --account shop --to +447700900123 --text Hello --key env:ADMIN_KEY\n"
                 "  hermod estimate 'Your parcel' --smart  encoding and parts of a text\n"
                 "  hermod decode smpp 00000010000000150000000000000001\n"
                 "  hermod password --generate            a password for an SMPP account, and its hash\n\n"
                 "Exit codes: 0 done, 1 failed, 2 wrong use, 3 the message ended otherwise, 4 gateway not reached, 74 disk failed."};
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::help);
    int code = hermod::app::exit_done;
    hermod::app::add_serve(app, code);
    hermod::app::add_check(app, code);
    hermod::app::add_send(app, code);
    hermod::app::add_trace(app, code);
    hermod::app::add_tail(app, code);
    hermod::app::add_modem(app, code);
    hermod::app::add_queue(app, code);
    hermod::app::add_reload(app, code);
    hermod::app::add_route(app, code);
    hermod::app::add_credit(app, code);
    hermod::app::add_optout(app, code);
    hermod::app::add_held(app, code);
    hermod::app::add_simulate(app, code);
    hermod::app::add_estimate(app, code);
    hermod::app::add_decode(app, code);
    hermod::app::add_password(app, code);
    hermod::app::add_version(app, code);
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    if (argc > 1 && argv[1][0] != '-' &&
        std::none_of(commands.begin(), commands.end(), [&](const CLI::App* c) { return c->get_name() == argv[1]; })) {
        std::cerr << "hermod: there is no command \"" << argv[1] << "\"; hermod --help lists them\n";
        return hermod::app::exit_usage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? hermod::app::exit_done : hermod::app::exit_usage;
    }
    return code;
}
