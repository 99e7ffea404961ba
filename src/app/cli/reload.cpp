// reload: a running gateway reads its configuration again, or goes back to the one before.
#include "app/cli/client.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

struct reload_options : client_options {
    bool back = false, list = false;
};

int show_versions(const reload_options& o) {
    const fetched got = fetch(o.to, "GET", "/v1/config");
    if (got.status != 200) return show_problem(got);
    if (o.json) {
        std::cout << got.body << '\n';
        return exit_done;
    }
    const json::value body = json::parse(got.body);
    for (const json::value& one : body.as_object().at("versions").as_array()) {
        const json::object& version = one.as_object();
        std::cout << "version " << text_at(version, "version") << "  since " << text_at(version, "since")
                  << (version.at("running").as_bool() ? "  runs" : "") << '\n';
    }
    return exit_done;
}

int change(const reload_options& o) {
    const fetched got = fetch(o.to, "POST", o.back ? "/v1/config/rollback" : "/v1/config/reload", "");
    if (got.status != 200) return show_problem(got);
    if (o.json) {
        std::cout << got.body << '\n';
        return exit_done;
    }
    const json::object body = json::parse(got.body).as_object();
    for (const json::value& warning : body.at("warnings").as_array()) std::cerr << warning.as_string().c_str() << '\n';
    std::cout << "version " << text_at(body, "version") << " runs; changed:";
    for (const json::value& name : body.at("changed").as_array()) std::cout << ' ' << name.as_string().c_str();
    std::cout << (body.at("changed").as_array().empty() ? " nothing\n" : "\n");
    return exit_done;
}

}  // namespace

void add_reload(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("reload", "a running gateway reads its configuration again: all of it, or nothing when anything is wrong");
    auto options = std::make_shared<reload_options>();
    add_access(*command, *options);
    command->add_flag("--back", options->back, "go back to the version before the running one");
    command->add_flag("--list", options->list, "the versions that are kept");
    command->footer("Example: hermod reload --key env:ADMIN_KEY");
    command->callback([options, &code] {
        guarded(*options, code, [&] { return options->list ? show_versions(*options) : change(*options); });
    });
}

}  // namespace hermod::app
