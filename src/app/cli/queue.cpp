// queue list, show, pause, resume, drain, move, purge: a running gateway's queues.
#include <cctype>
#include <iomanip>

#include "app/cli/client.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

struct queue_options : client_options {
    std::string queue, other;
    bool scheduled = false;
};

// As names are: nothing that would have to be escaped in a path.
std::string path_step(const std::string& name) {
    for (const char c : name)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '_' && c != '-')
            throw CLI::ValidationError("queue", "\"" + name + "\" is no connector's name");
    return name;
}

std::string words_of(const json::object& q) {
    std::string out = text_at(q, "usable") == "true" ? "usable" : "not usable";
    if (const auto why = text_at(q, "why"); !why.empty()) out += ": " + why;
    if (text_at(q, "errors") == "half_open") out += ", a few tries after errors";
    if (const auto share = text_at(q, "share"); text_at(q, "usable") == "true" && share != "1000") out += ", at " + share + "/1000 of its share";
    if (text_at(q, "busy") == "true") out += ", a move or purge is under way";
    return out;
}

int list(const queue_options& o) {
    const fetched got = fetch(o.to, "GET", "/v1/queues");
    if (got.status != 200) return show_problem(got);
    const json::value body = json::parse(got.body);
    const json::array& all = body.as_object().at("queues").as_array();
    if (o.json) {
        std::cout << json::serialize(all) << '\n';
        return exit_done;
    }
    std::cout << std::left << std::setw(20) << "QUEUE" << std::right << std::setw(10) << "QUEUED" << std::setw(10) << "DELAYED" << std::setw(11)
              << "SCHEDULED" << std::setw(11) << "IN FLIGHT" << "  STATE\n";
    for (const json::value& one : all) {
        const json::object& q = one.as_object();
        std::cout << std::left << std::setw(20) << text_at(q, "queue") << std::right << std::setw(10) << text_at(q, "queued") << std::setw(10)
                  << text_at(q, "delayed") << std::setw(11) << text_at(q, "scheduled") << std::setw(11) << text_at(q, "in_flight") << "  "
                  << words_of(q) << '\n';
    }
    return exit_done;
}

int show(const queue_options& o) {
    const fetched got = fetch(o.to, "GET", "/v1/queues/" + path_step(o.queue));
    if (got.status != 200) return show_problem(got);
    if (o.json) {
        std::cout << got.body << '\n';
        return exit_done;
    }
    const json::value body = json::parse(got.body);
    const json::object& q = body.as_object();
    std::cout << text_at(q, "queue") << "  " << words_of(q) << '\n';
    const auto line = [&](std::string_view label, std::string_view key, std::string_view unit = {}) {
        if (const auto text = text_at(q, key); !text.empty()) std::cout << "  " << std::left << std::setw(22) << label << text << unit << '\n';
    };
    line("order", "order");
    line("errors (circuit)", "errors");
    line("queued", "queued");
    line("waiting to try again", "delayed");
    line("scheduled", "scheduled");
    line("on the wire", "in_flight");
    line("oldest accepted at", "oldest_accepted_at");
    line("binds up", "binds");
    line("window used", "window_used", " of " + text_at(q, "window_size"));
    line("delivered lately", "delivered", "/1000");
    line("latency", "latency_ms", " ms");
    line("moved away", "moved_away");
    line("moved here", "moved_here");
    line("purged", "purged");
    return exit_done;
}

int act(const queue_options& o, std::string_view action) {
    json::object body;
    if (action == "move") body["to"] = o.other;
    if (o.scheduled) body["scheduled"] = true;
    const fetched got = fetch(o.to, "POST", "/v1/queues/" + path_step(o.queue) + "/" + std::string(action), body.empty() ? std::string() : json::serialize(body));
    if (got.status != 200 && got.status != 202) return show_problem(got);
    if (o.json) {
        std::cout << got.body << '\n';
        return exit_done;
    }
    const json::value parsed = json::parse(got.body);
    const json::object& answer = parsed.as_object();
    if (got.status == 202) {
        std::cout << "under way; hermod queue show " << o.queue << " tells when it is done\n";
    } else if (action == "move" || action == "purge") {
        std::cout << text_at(answer, action == "move" ? "moved" : "purged") << (action == "move" ? " moved" : " purged");
        if (const auto kept = text_at(answer, "kept"); kept != "0") std::cout << ", " << kept << " stay: a part of them was sent";
        std::cout << '\n';
    } else {
        std::cout << o.queue << ": " << action << '\n';
    }
    return exit_done;
}

}  // namespace

void add_queue(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("queue", "the queues of a running gateway, one a connector");
    command->require_subcommand(1);

    auto* all = command->add_subcommand("list", "what waits where, and how the connectors are");
    auto listed = std::make_shared<queue_options>();
    add_access(*all, *listed);
    all->footer("Example: hermod queue list --key env:ADMIN_KEY");
    all->callback([listed, &code] { guarded(*listed, code, [&] { return list(*listed); }); });

    auto* one = command->add_subcommand("show", "one queue in detail");
    auto shown = std::make_shared<queue_options>();
    add_access(*one, *shown);
    one->add_option("queue", shown->queue, "the connector's name")->required();
    one->callback([shown, &code] { guarded(*shown, code, [&] { return show(*shown); }); });

    struct action_row {
        const char *word, *help;
    };
    constexpr action_row rows[] = {
        {"pause", "send nothing; keep what is queued; new messages take another way where there is one"},
        {"resume", "back to normal, after pause or drain"},
        {"drain", "take nothing new, give what is queued to the routes' other connectors, send what has none"},
        {"move", "give what is queued to another connector, whatever the routes say"},
        {"purge", "refuse all that is queued and tell the senders"},
    };
    for (const action_row& row : rows) {
        auto* sub = command->add_subcommand(row.word, row.help);
        auto asked = std::make_shared<queue_options>();
        add_access(*sub, *asked);
        const std::string word = row.word;
        sub->add_option("queue", asked->queue, "the connector's name")->required();
        if (word == "move") sub->add_option("to", asked->other, "the other connector")->required();
        if (word == "move" || word == "purge") sub->add_flag("--scheduled", asked->scheduled, "also those whose time has not come");
        sub->callback([asked, word, &code] { guarded(*asked, code, [&] { return act(*asked, word); }); });
    }
}

}  // namespace hermod::app
