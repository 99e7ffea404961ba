// route test: what a running gateway would do with a message, and why. Sends nothing.
#include "app/cli/client.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

struct test_options : client_options {
    std::string account, from, recipient, text, tags, door, encoding, at, connector;
    bool from_handset = false;
};

json::object question_of(const test_options& o) {
    json::object out{{"account", o.account}, {"to", o.recipient}, {"text", o.text}};
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) out[name] = value;
    };
    add("from", o.from);
    add("tags", o.tags);
    add("door", o.door);
    add("encoding", o.encoding);
    add("at", o.at);
    add("connector", o.connector);
    if (o.from_handset) out["direction"] = "from_handset";
    return out;
}

// One line a step: a mark, the stage, the name, the sentence.
void print_steps(const json::array& steps) {
    for (const json::value& entry : steps) {
        const json::object& step = entry.as_object();
        const bool took = step.at("took").as_bool();
        const std::string name = text_at(step, "name");
        std::cout << (took ? "  + " : "  - ") << text_at(step, "stage") << (name.empty() ? "" : " ") << name << ": " << text_at(step, "sentence")
                  << '\n';
    }
}

void print_outcome(const json::object& body, bool from_handset) {
    if (const auto* why = body.if_contains("refusal")) {
        std::cout << "refused: " << text_at(why->as_object(), "code") << ": " << text_at(why->as_object(), "detail") << '\n';
        return;
    }
    const std::string route = text_at(body, "route");
    if (from_handset)
        std::cout << "account " << text_at(body, "account") << ", " << (route.empty() ? "as the connector has it" : "route " + route);
    else
        std::cout << "route " << route << ", connector " << text_at(body, "connector");
    std::cout << ", " << text_at(body, "encoding") << ", " << text_at(body, "parts") << " part(s)";
    if (const auto price = text_at(body, "price"); !price.empty() && price != "0") std::cout << ", price " << price << " thousandths";
    if (const auto tags = text_at(body, "tags"); !tags.empty()) std::cout << ", tags " << tags;
    if (const auto at = text_at(body, "not_before"); !at.empty()) std::cout << ", not before " << at;
    std::cout << '\n';
    const auto* copies = body.if_contains("copies");
    for (const json::value& copy : copies ? copies->as_array() : json::array{}) {
        const json::object& c = copy.as_object();
        if (from_handset)
            std::cout << "copy to account " << text_at(c, "account") << '\n';
        else
            std::cout << "copy by " << text_at(c, "connector") << " to " << text_at(c, "to") << '\n';
    }
}

int test(const test_options& o) {
    const fetched got = fetch(o.to, "POST", "/v1/routes/test", json::serialize(question_of(o)));
    if (got.status != 200) return show_problem(got);
    if (o.json) {
        std::cout << got.body << '\n';
        return exit_done;
    }
    const json::object body = json::parse(got.body).as_object();
    print_steps(body.at("steps").as_array());
    print_outcome(body, o.from_handset);
    return exit_done;
}

}  // namespace

void add_route(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("route", "where a running gateway sends messages");
    command->require_subcommand(1);
    auto* tried = command->add_subcommand("test", "what would become of a message, and why; sends nothing");
    auto asked = std::make_shared<test_options>();
    add_access(*tried, *asked);
    tried->add_option("--account", asked->account, "whose message it is; from a handset: the connector's account")->required();
    tried->add_option("--to", asked->recipient, "recipient")->required();
    tried->add_option("--from", asked->from, "sender; the account's own when it is not given");
    tried->add_option("--text", asked->text, "text")->required();
    tried->add_option("--at", asked->at, "when, RFC 3339; now when it is not given");
    tried->add_option("--tags", asked->tags, "words, separated by commas");
    tried->add_option("--door", asked->door, "by which it comes: http, smpp, ucp, cimd2");
    tried->add_option("--encoding", asked->encoding, "gsm7 or ucs2; the cheapest when it is not given");
    tried->add_flag("--from-handset", asked->from_handset, "a message from a handset");
    tried->add_option("--connector", asked->connector, "by which it comes from the handset");
    tried->footer("Example: hermod route test --account shop --to +41791234567 --text 'Code 1234' --key env:ADMIN_KEY");
    tried->callback([asked, &code] { guarded(*asked, code, [&] { return test(*asked); }); });
}

}  // namespace hermod::app
