// The table of the API's paths: what docs/openapi.yaml must list and nothing else, and what metrics are counted by.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hermod::api {

enum class operation : std::uint8_t {
    post_message,
    post_batch,
    estimate,
    get_message,
    list_messages,
    cancel_message,
    list_unmatched,
    live_events,
    list_modems,
    get_credit,
    add_credit,
    ask_ussd,
    post_recurring,
    list_recurring,
    get_recurring,
    delete_recurring,
    show_config,
    reload_config,
    roll_back_config,
    list_queues,
    get_queue,
    pause_queue,
    resume_queue,
    drain_queue,
    move_queue,
    purge_queue,
    test_route,
    list_opt_outs,
    add_opt_outs,
    remove_opt_out,
    list_held,
    release_held,
    refuse_held,
    livez,
    readyz,
    metrics,
    openapi,
    problem_page,
    root,
    none,  // no such path, or no such method on it
};
constexpr std::size_t operation_count = static_cast<std::size_t>(operation::none) + 1;

struct route_row {
    operation what;
    std::string_view method;
    std::string_view path;  // {id} stands for one segment, at most once
    std::string_view name;  // operationId, and the label of metrics
    bool needs_key = false;
};

std::span<const route_row> routes();
std::string_view name_of(operation what);

struct route_match {
    const route_row* row = nullptr;  // null: not found, or the method is not allowed
    std::string_view variable;       // what stood for {id}
    std::string allow;               // the methods of a path that has others; empty: no such path
};

// HEAD is answered as GET, but for live events, which have no end.
route_match find_route(std::string_view method, std::string_view path);

}  // namespace hermod::api
