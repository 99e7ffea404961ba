#include "api/http_door.hpp"

#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/this_coro.hpp>

#include "api/json_text.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

net::http_response no_such(const route_match& found) {
    if (found.allow.empty())
        return to_response(problem("not_found", "there is no such path; GET /openapi.yaml lists those there are"));
    auto out = to_response(problem("method_not_allowed", "this path takes " + found.allow));
    (void)out.set("Allow", found.allow);
    return out;
}

// What shows messages must know the TLVs' names, too.
door_parts with_tlvs(door_parts parts) {
    parts.names.tlvs = parts.tlvs;
    return parts;
}

net::http_response page_of(std::string_view code) {
    const auto& kind = kind_of(code);
    if (kind.code != code) return to_response(problem("not_found", "there is no problem of that name"));
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.text("code", kind.code);
    members.number("status", kind.status);
    members.text("title", kind.title);
    members.text("meaning", kind.meaning);
    members.end();
    return out;
}

}  // namespace

http_door::http_door(std::vector<boost::asio::io_context*> contexts, door_parts parts, door_options options)
    : contexts_(std::move(contexts)),
      parts_(with_tlvs(std::move(parts))),
      options_(std::move(options)),
      live_(contexts_, parts_.names, count_, options_.live),
      keys_(std::make_shared<const keys>()) {
    for (auto* context : contexts_) lanes_.push_back(std::make_unique<net::resumptions>(context->get_executor()));
}

http_door::~http_door() = default;

void http_door::use(keys_ptr known) {
    const std::lock_guard lock(mutex_);
    keys_.swap(known);
}

void http_door::stop() {
    stopping_ = true;
    live_.stop();
}

std::optional<caller> http_door::caller_of(const net::http_request& request) {
    keys_ptr known;
    {
        const std::lock_guard lock(mutex_);
        known = keys_;
    }
    const caller* found = known->find(request.header("authorization"));
    if (!found) return std::nullopt;
    return *found;
}

std::size_t http_door::lane_of(const boost::asio::any_io_executor& executor) const {
    const boost::asio::execution_context* here = &boost::asio::query(executor, boost::asio::execution::context);
    for (std::size_t i = 0; i < contexts_.size(); ++i)
        if (contexts_[i] == here) return i;
    throw std::logic_error("a request came in by an io_context that the API does not know");
}

std::optional<net::http_response> http_door::try_handle(const net::http_request& request) {
    const auto found = find_route(request.method, request.path);
    if (found.row && found.row->needs_key) return std::nullopt;
    const auto what = found.row ? found.row->what : operation::none;
    auto out = found.row ? at_once(request, what, found.variable) : no_such(found);
    count_.count(what, out.status);
    return out;
}

net::http_response http_door::at_once(const net::http_request&, operation what, std::string_view variable) {
    switch (what) {
        case operation::livez:
            return {200, json_type, "{\"status\":\"alive\"}"};
        case operation::readyz:
            return show_readiness();
        case operation::metrics:
            return {200, "text/plain; version=0.0.4; charset=utf-8", parts_.metrics ? parts_.metrics() : std::string()};
        case operation::openapi:
            return {200, "application/yaml", std::string(openapi_text())};
        case operation::problem_page:
            return page_of(variable);
        default:
            break;
    }
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.text("name", "hermod");
    members.text_unless_empty("version", options_.version);
    members.text("api", "/openapi.yaml");
    members.end();
    return out;
}

net::http_response http_door::show_readiness() const {
    readiness now = parts_.ready ? parts_.ready() : readiness{true, {}};
    if (stopping_) {
        now.ready = false;
        now.checks.push_back({"running", false, "the gateway is stopping"});
    }
    net::http_response out(now.ready ? 200 : 503, json_type, {});
    object_writer members(out.body);
    members.text("status", now.ready ? "ready" : "not ready");
    members.name("checks") += '[';
    for (std::size_t i = 0; i < now.checks.size(); ++i) {
        if (i > 0) out.body += ',';
        object_writer check(out.body);
        check.text("name", now.checks[i].name);
        check.flag("good", now.checks[i].good);
        check.text_unless_empty("detail", now.checks[i].sentence);
        check.end();
    }
    out.body += ']';
    members.end();
    return out;
}

http_door::answer http_door::handle(const net::http_request& request) {
    const mono_time began = parts_.mono();
    const auto executor = co_await boost::asio::this_coro::executor;
    if (auto out = try_handle(request)) co_return std::move(*out);  // a server asks it first; whoever calls directly may not
    const auto found = find_route(request.method, request.path);
    const operation what = found.row->what;
    const auto who = caller_of(request);
    if (!who) {
        count_.unauthorized.fetch_add(1, std::memory_order_relaxed);
        count_.count(what, 401);
        co_return to_response(problem("unauthorized", "send Authorization: Bearer KEY with a key of the configuration"));
    }
    net::http_response out = co_await dispatch(request, what, found.variable, *who, lane_of(executor));
    count_.count(what, out.status);
    if (out.status == 202) count_.accepted_in(std::chrono::duration_cast<std::chrono::microseconds>(parts_.mono() - began));
    co_return out;
}

http_door::answer http_door::not_here() {
    co_return to_response(problem("not_found", "this gateway keeps none"));
}

// Not a coroutine itself: the frame would cost an allocation a request.
http_door::answer http_door::dispatch(const net::http_request& request, operation what, std::string_view variable, caller who,
                                      std::size_t lane) {
    switch (what) {
        case operation::post_message:
            return post(request, std::move(who), body_shape::one, lane);
        case operation::post_batch:
            return post(request, std::move(who), body_shape::batch, lane);
        case operation::estimate:
            return estimate(request, std::move(who));
        case operation::get_message:
            return get_message(variable, std::move(who), lane);
        case operation::list_messages:
            return list_messages(request.query, std::move(who), lane);
        case operation::cancel_message:
            return cancel_message(variable, std::move(who), lane);
        case operation::list_unmatched:
            return list_unmatched(request.query, std::move(who), lane);
        case operation::list_modems:
            return list_modems(std::move(who));
        case operation::get_credit:
            return get_credit(variable, request.query, std::move(who));
        case operation::add_credit:
            return add_credit(request, variable, std::move(who), lane);
        case operation::ask_ussd:
            return ask_ussd(request, std::move(who), lane);
        case operation::list_queues:
            return list_queues(std::move(who));
        case operation::get_queue:
            return get_queue(variable, std::move(who));
        case operation::pause_queue:
            return act_on_queue(request, variable, queue_action::pause, std::move(who), lane);
        case operation::resume_queue:
            return act_on_queue(request, variable, queue_action::resume, std::move(who), lane);
        case operation::drain_queue:
            return act_on_queue(request, variable, queue_action::drain, std::move(who), lane);
        case operation::move_queue:
            return act_on_queue(request, variable, queue_action::move, std::move(who), lane);
        case operation::purge_queue:
            return act_on_queue(request, variable, queue_action::purge, std::move(who), lane);
        case operation::post_recurring:
            return post_recurring(request, std::move(who), lane);
        case operation::list_recurring:
            return list_recurring(std::move(who));
        case operation::get_recurring:
            return get_recurring(variable, std::move(who));
        case operation::delete_recurring:
            return delete_recurring(variable, std::move(who), lane);
        case operation::show_config:
            return show_configuration(std::move(who));
        case operation::reload_config:
        case operation::roll_back_config:
            return change_configuration(what == operation::roll_back_config, std::move(who), lane);
        case operation::test_route:
            return test_route(request, std::move(who));
        case operation::list_opt_outs:
            return parts_.opted_out ? list_opt_outs(request.query, std::move(who)) : not_here();
        case operation::add_opt_outs:
            return parts_.opted_out ? add_opt_outs(request, std::move(who), lane) : not_here();
        case operation::remove_opt_out:
            return parts_.opted_out ? remove_opt_out(request.query, std::move(who), lane) : not_here();
        case operation::list_held:
            return list_held(request.query, std::move(who), lane);
        case operation::release_held:
            return parts_.held ? release_held(variable, std::move(who), lane) : not_here();
        case operation::refuse_held:
            return parts_.held ? refuse_held(request, variable, std::move(who), lane) : not_here();
        default:
            return open_events(std::move(who), lane);
    }
}

}  // namespace hermod::api
