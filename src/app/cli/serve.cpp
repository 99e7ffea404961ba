// serve, check, version: the gateway itself and its configuration.
#include <iostream>

#include "app/cli/commands.hpp"
#include "app/config/config.hpp"
#include "settings/secrets.hpp"
#include "app/gateway/gateway.hpp"
#include "app/gateway/registry.hpp"
#include "base/log.hpp"

namespace hermod::app {
namespace {

void print_json(const loaded_config& loaded) {
    std::string out = "{\"usable\":" + std::string(loaded.usable() ? "true" : "false") + ",\"problems\":[";
    for (const problem& p : loaded.problems) {
        if (out.back() == '}') out += ',';
        out += "{\"severity\":\"" + std::string(p.how_bad == problem::severity::error ? "error" : "warning") + "\",\"file\":\"";
        append_percent(out, p.file);
        out += "\",\"line\":" + std::to_string(p.at.line) + ",\"column\":" + std::to_string(p.at.column) + ",\"key\":\"";
        append_percent(out, p.key);
        out += "\",\"message\":\"";
        append_percent(out, p.message);
        out += "\",\"nearest\":\"";
        append_percent(out, p.nearest);
        out += "\"}";
    }
    std::cout << out << "]}\n";
}

void print_problems(const loaded_config& loaded) {
    for (const problem& p : loaded.problems) std::cerr << to_text(p) << '\n';
}

}  // namespace

void add_serve(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("serve", "run the gateway until SIGTERM or Ctrl-C");
    auto path = std::make_shared<std::string>("hermod.toml");
    command->add_option("-c,--config", *path, "the configuration (TOML)")->capture_default_str();
    command->footer("Example: SHOP_KEY=... hermod serve --config hermod.toml");
    command->callback([path, &code] {
        loaded_config loaded = load_config(*path, vocabulary());
        print_problems(loaded);
        if (!loaded.usable()) {
            code = exit_failed;
            return;
        }
        const auto again = [path] { return load_config(*path, vocabulary()); };
        code = run_gateway(std::make_shared<const config>(std::move(loaded.values)), again, [](const std::string& listening) { std::cerr << "hermod: serving on " << listening << '\n'; });
    });
}

void add_check(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("check", "find every mistake in a configuration");
    auto path = std::make_shared<std::string>("hermod.toml");
    auto json = std::make_shared<bool>(false);
    command->add_option("-c,--config", *path, "the configuration (TOML)")->capture_default_str();
    command->add_flag("--json", *json, "problems as JSON");
    command->footer("Example: hermod check --config hermod.toml\nExit code 0: usable (warnings may stand above); 1: not.");
    command->callback([path, json, &code] {
        const loaded_config loaded = load_config(*path, vocabulary());
        if (*json) print_json(loaded);
        else print_problems(loaded);
        if (!*json && loaded.usable()) std::cout << *path << ": good\n";
        code = loaded.usable() ? exit_done : exit_failed;
    });
}

void add_version(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("version", "print the version");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "as JSON");
    command->callback([json, &code] {
        if (*json) std::cout << "{\"name\":\"hermod\",\"version\":\"" << version_text << "\"}\n";
        else std::cout << "hermod " << version_text << '\n';
        code = exit_done;
    });
}

std::string key_of(const std::string& reference) {
    if (!reference.starts_with("env:") && !reference.starts_with("file:") && !reference.starts_with("cred:")) return reference;
    settings::secret found = settings::resolve_secret(reference);
    if (!found.error.empty()) throw CLI::ValidationError("--key", found.error);
    return found.value;
}

}  // namespace hermod::app
