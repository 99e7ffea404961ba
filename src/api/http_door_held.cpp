// Messages that wait for somebody's word: listed, released, refused. For administrators.
#include <boost/json.hpp>

#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

constexpr std::size_t longest_hold_reason = 255;
constexpr std::string_view no_reason = "refused by an administrator";

struct listed_reply final : store::query_reply {
    explicit listed_reply(net::resumptions& home) : arrived(home) {}
    void listed(store::page result) noexcept override { arrived.set(std::move(result)); }
    net::arrival<store::page> arrived;
};

struct held_reply final : holds_reply {
    explicit held_reply(net::resumptions& home) : arrived(home) {}
    void hold_done(outcome result) noexcept override { arrived.set(result); }
    net::arrival<outcome> arrived;
};

net::http_response only_administrators_decide() {
    return to_response(problem("forbidden", "only an administrator decides of held messages"));
}

net::http_response decided(holds_reply::outcome result, message_id id, std::string_view state) {
    if (result == holds_reply::outcome::failed) return to_response(problem("store_failed", "nothing is certain"));
    if (result != holds_reply::outcome::done)
        return to_response(problem("not_held", "the message is not held, or not any more; GET it to see its state"));
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.text("id", to_text(id));
    members.text("result", state);
    members.end();
    return out;
}

// {"reason": "..."}, or nothing at all.
std::variant<std::string, problem> read_reason(const net::http_request& request) {
    if (request.body.empty()) return std::string(no_reason);
    if (!is_json(request.header("content-type"))) return problem("unsupported_media_type");
    boost::system::error_code fault;
    const boost::json::value body = boost::json::parse(request.body, fault);
    if (fault || !body.is_object()) return problem("malformed_json", fault ? fault.message() : "the body must be an object");
    std::string out(no_reason);
    std::vector<field_error> errors;
    for (const auto& member : body.as_object()) {
        const auto& value = member.value();
        if (member.key() != "reason")
            errors.push_back({"/" + std::string(member.key()), "unknown_field", "there is no such member"});
        else if (!value.is_string() || value.as_string().empty() || value.as_string().size() > longest_hold_reason)
            errors.push_back({"/reason", "invalid_message", "a text of 1 to 255 octets is wanted"});
        else
            out = value.as_string();
    }
    if (!errors.empty()) return problem_of(std::move(errors));
    return out;
}

}  // namespace

http_door::answer http_door::list_held(std::string_view query, caller who, std::size_t lane) {
    if (!who.admin) co_return only_administrators_decide();
    auto read = read_filter(query);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    auto& filter = std::get<store::filter>(read);
    filter.now = state::held;
    filter.way = direction::to_handset;
    listed_reply reply(*lanes_[lane]);
    parts_.store.query(std::move(filter), reply);
    const auto page = co_await reply.arrived.wait();
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.name("held") += '[';
    for (std::size_t i = 0; i < page.found.size(); ++i) {
        const message& m = *page.found[i].what;
        if (i > 0) out.body += ',';
        object_writer one(out.body);
        if (parts_.names.account) one.text_unless_empty("account", parts_.names.account(m.account));
        append_message(one.name("message"), page.found[i], detail_level::summary, parts_.names);
        one.end();
    }
    out.body += ']';
    if (page.next) members.text("next_cursor", to_text(*page.next));
    members.end();
    co_return out;
}

http_door::answer http_door::release_held(std::string_view id, caller who, std::size_t lane) {
    if (!who.admin) co_return only_administrators_decide();
    const auto asked = parse_message_id(id);
    if (!asked) co_return to_response(problem("not_held", "that is no message's id"));
    held_reply reply(*lanes_[lane]);
    parts_.held->release(*asked, parts_.wall(), reply);
    const auto result = co_await reply.arrived.wait();
    co_return decided(result, *asked, "released");
}

http_door::answer http_door::refuse_held(const net::http_request& request, std::string_view id, caller who, std::size_t lane) {
    if (!who.admin) co_return only_administrators_decide();
    const auto asked = parse_message_id(id);
    if (!asked) co_return to_response(problem("not_held", "that is no message's id"));
    auto reason = read_reason(request);
    if (const auto* wrong = std::get_if<problem>(&reason)) co_return to_response(*wrong);
    held_reply reply(*lanes_[lane]);
    parts_.held->refuse(*asked, std::move(std::get<std::string>(reason)), parts_.wall(), reply);
    const auto result = co_await reply.arrived.wait();
    co_return decided(result, *asked, "refused");
}

}  // namespace hermod::api
