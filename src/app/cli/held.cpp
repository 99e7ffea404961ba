// held list, release, refuse: messages of a running gateway that wait for an administrator's word.
#include "app/cli/client.hpp"
#include "app/cli/consent_commands.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

struct held_options : client_options {
    std::vector<std::string> ids;
    std::string reason;
};

int list(const held_options& o) {
    json::array all;
    std::string cursor;
    do {
        const fetched got = fetch(o.to, "GET", "/v1/held?limit=50" + (cursor.empty() ? std::string() : "&cursor=" + cursor));
        if (got.status != 200) return show_problem(got);
        const json::object page = json::parse(got.body).as_object();
        for (const json::value& one : page.at("held").as_array()) all.push_back(one);
        cursor = text_at(page, "next_cursor");
    } while (!cursor.empty());
    if (o.json) {
        std::cout << json::serialize(all) << '\n';
        return exit_done;
    }
    for (const json::value& one : all) {
        const json::object& m = one.as_object().at("message").as_object();
        std::cout << text_at(m, "id") << "  " << text_at(one.as_object(), "account") << "  " << text_at(m, "from") << " -> "
                  << text_at(m, "to") << "  by " << text_at(m, "held_by") << "  until " << text_at(m, "expires_at").substr(0, 19)
                  << "Z\n    " << text_at(m, "text") << '\n';
    }
    if (all.empty()) std::cerr << "hermod: nothing is held\n";
    return exit_done;
}

// Each on its own: what went wrong with one does not keep the others.
int decide(const held_options& o, const char* what) {
    int code = exit_done;
    const std::string body = o.reason.empty() ? std::string() : json::serialize(json::object{{"reason", o.reason}});
    for (const std::string& id : o.ids) {
        const fetched got = fetch(o.to, "POST", "/v1/held/" + id + '/' + what, body);
        if (got.status == 200 && o.json)
            std::cout << got.body << '\n';
        else if (got.status == 200)
            std::cout << id << ' ' << text_at(json::parse(got.body).as_object(), "result") << '\n';
        else {
            std::cerr << id << ": ";
            code = show_problem(got);
        }
    }
    return code;
}

int release(const held_options& o) {
    return decide(o, "release");
}
int refuse(const held_options& o) {
    return decide(o, "refuse");
}

}  // namespace

void add_held(CLI::App& app, int& code) {
    auto* group = app.add_subcommand("held", "messages that wait for an administrator's word");
    group->require_subcommand(1);
    const auto add = [&](const char* name, const char* what, int (*run)(const held_options&)) {
        auto o = std::make_shared<held_options>();
        auto* command = group->add_subcommand(name, what);
        add_access(*command, *o);
        command->callback([o, run, &code] { guarded(*o, code, [&] { return run(*o); }); });
        return std::pair{command, o};
    };
    add("list", "which they are, and which rule holds them", list);
    const auto [go, going] = add("release", "they go", release);
    go->add_option("id", going->ids, "their ids")->required();
    go->footer("Example: hermod held release m06HZ3V0CG0001 --key env:ADMIN_KEY");
    const auto [no, refused] = add("refuse", "they end as rejected, and their senders are told", refuse);
    no->add_option("id", refused->ids, "their ids")->required();
    no->add_option("--reason", refused->reason, "what their senders are told");
    no->footer("Example: hermod held refuse m06HZ3V0CG0001 --reason 'no gambling' --key env:ADMIN_KEY");
}

}  // namespace hermod::app
