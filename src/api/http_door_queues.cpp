// The connectors' queues: what waits, and pausing, draining, moving, purging it.
// For administrators: a queue holds everybody's messages.
#include <boost/json.hpp>

#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

void append_queue(std::string& out, const queue_status& of) {
    object_writer members(out);
    members.text("queue", of.name);
    members.flag("configured", of.configured);
    members.flag("usable", of.usable);
    members.text_unless_empty("why", of.why);
    members.text("order", of.order);
    members.text("errors", of.errors);
    members.number("share", of.share);
    members.number("queued", of.queued);
    members.number("delayed", of.delayed);
    members.number("scheduled", of.scheduled);
    members.number("in_flight", of.in_flight);
    if (of.oldest_micros) members.text("oldest_accepted_at", to_rfc3339(from_micros(*of.oldest_micros)));
    members.number("binds", of.binds);
    members.number("window_used", of.window_used);
    members.number("window_size", of.window_size);
    if (of.delivered) members.number("delivered", *of.delivered);
    if (of.latency_ms) members.number("latency_ms", *of.latency_ms);
    members.number("moved_away", of.moved_away);
    members.number("moved_here", of.moved_here);
    members.number("purged", of.purged);
    members.flag("busy", of.busy);
    members.end();
}

net::http_response only_administrators_see_queues() {
    return to_response(problem("forbidden", "a queue holds everybody's messages; only an administrator sees it"));
}

// {"to": NAME, "scheduled": true}; only a move has the first and needs it, only moves and purges have the second.
// Else no body at all.
std::variant<queue_request, problem> read_wishes(const net::http_request& request, queue_action what) {
    queue_request out;
    out.what = what;
    const bool moves = what == queue_action::move, takes_any = moves || what == queue_action::purge;
    std::vector<field_error> errors;
    if (!request.body.empty()) {
        if (!is_json(request.header("content-type"))) return problem("unsupported_media_type");
        boost::system::error_code fault;
        const boost::json::value body = boost::json::parse(request.body, fault);
        if (fault || !body.is_object()) return problem("malformed_json", fault ? fault.message() : "the body must be an object");
        for (const auto& member : body.as_object()) {
            const std::string pointer = "/" + std::string(member.key());
            if (moves && member.key() == "to") {
                if (member.value().is_string())
                    out.to = member.value().as_string();
                else
                    errors.push_back({pointer, "invalid_message", "a connector's name is wanted"});
            } else if (takes_any && member.key() == "scheduled") {
                if (member.value().is_bool())
                    out.scheduled = member.value().as_bool();
                else
                    errors.push_back({pointer, "invalid_message", "true or false is wanted"});
            } else {
                errors.push_back({pointer, "invalid_message", "there is no such member"});
            }
        }
    }
    if (moves && out.to.empty() && errors.empty()) errors.push_back({"/to", "invalid_message", "it is missing: where to"});
    if (!errors.empty()) return problem_of(std::move(errors));
    return out;
}

}  // namespace

http_door::answer http_door::list_queues(caller who) {
    if (!who.admin) co_return only_administrators_see_queues();
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.name("queues") += '[';
    bool first = true;
    if (parts_.queues.look)
        for (const queue_status& one : parts_.queues.look()) {
            if (!std::exchange(first, false)) out.body += ',';
            append_queue(out.body, one);
        }
    out.body += ']';
    members.end();
    co_return out;
}

http_door::answer http_door::get_queue(std::string_view name, caller who) {
    if (!who.admin) co_return only_administrators_see_queues();
    if (parts_.queues.look)
        for (const queue_status& one : parts_.queues.look()) {
            if (one.name != name) continue;
            net::http_response out(200, json_type, {});
            append_queue(out.body, one);
            co_return out;
        }
    co_return to_response(problem("not_found", "there is no queue \"" + std::string(name) + "\""));
}

http_door::answer http_door::act_on_queue(const net::http_request& request, std::string_view name, queue_action what, caller who,
                                          std::size_t lane) {
    if (!who.admin) co_return only_administrators_see_queues();
    auto read = read_wishes(request, what);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    auto& asked = std::get<queue_request>(read);
    asked.queue = name;
    asked.who = parts_.names.account ? parts_.names.account(who.account) : std::string();
    if (!parts_.queues.act) co_return to_response(problem("not_found", "there are no queues"));
    // Shared: the answer may come when nobody waits for it any more.
    const auto heard = std::make_shared<net::arrival<queue_answer>>(*lanes_[lane]);
    const queue_heard then = [heard](queue_answer answer) { heard->set(std::move(answer)); };
    parts_.queues.act(std::move(asked), then);
    const queue_answer answer = co_await heard->wait();
    switch (answer.is) {
        case queue_answer::kind::unknown:
            co_return to_response(problem("not_found", answer.text));
        case queue_answer::kind::impossible:
            co_return to_response(problem("queue_refused", answer.text));
        case queue_answer::kind::failed:
            co_return to_response(problem("store_failed", answer.text));
        case queue_answer::kind::done:
        case queue_answer::kind::under_way:
            break;
    }
    const bool done = answer.is == queue_answer::kind::done;
    net::http_response out(done ? 200 : 202, json_type, {});
    object_writer members(out.body);
    members.text("result", done ? "done" : "under_way");
    members.number("moved", answer.moved);
    members.number("purged", answer.purged);
    members.number("kept", answer.kept);
    members.end();
    co_return out;
}

}  // namespace hermod::api
