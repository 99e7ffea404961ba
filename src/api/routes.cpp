#include "api/routes.hpp"

namespace hermod::api {
namespace {

// The most frequent first: the table is searched from its beginning.
constexpr route_row table[] = {
    {operation::post_message, "POST", "/v1/messages", "postMessage", true},
    {operation::post_batch, "POST", "/v1/messages/batch", "postBatch", true},
    {operation::estimate, "POST", "/v1/estimate", "estimate", true},
    {operation::get_message, "GET", "/v1/messages/{id}", "getMessage", true},
    {operation::list_messages, "GET", "/v1/messages", "listMessages", true},
    {operation::cancel_message, "DELETE", "/v1/messages/{id}", "cancelMessage", true},
    {operation::list_unmatched, "GET", "/v1/receipts/unmatched", "listUnmatchedReceipts", true},
    {operation::live_events, "GET", "/v1/events", "liveEvents", true},
    {operation::list_modems, "GET", "/v1/modems", "listModems", true},
    {operation::get_credit, "GET", "/v1/accounts/{id}/credit", "getCredit", true},
    {operation::add_credit, "POST", "/v1/accounts/{id}/credit", "addCredit", true},
    {operation::ask_ussd, "POST", "/v1/ussd", "askUssd", true},
    {operation::post_recurring, "POST", "/v1/recurring", "postRecurring", true},
    {operation::list_recurring, "GET", "/v1/recurring", "listRecurring", true},
    {operation::get_recurring, "GET", "/v1/recurring/{id}", "getRecurring", true},
    {operation::delete_recurring, "DELETE", "/v1/recurring/{id}", "deleteRecurring", true},
    {operation::show_config, "GET", "/v1/config", "showConfig", true},
    {operation::reload_config, "POST", "/v1/config/reload", "reloadConfig", true},
    {operation::roll_back_config, "POST", "/v1/config/rollback", "rollBackConfig", true},
    {operation::list_queues, "GET", "/v1/queues", "listQueues", true},
    {operation::get_queue, "GET", "/v1/queues/{name}", "getQueue", true},
    {operation::pause_queue, "POST", "/v1/queues/{name}/pause", "pauseQueue", true},
    {operation::resume_queue, "POST", "/v1/queues/{name}/resume", "resumeQueue", true},
    {operation::drain_queue, "POST", "/v1/queues/{name}/drain", "drainQueue", true},
    {operation::move_queue, "POST", "/v1/queues/{name}/move", "moveQueue", true},
    {operation::purge_queue, "POST", "/v1/queues/{name}/purge", "purgeQueue", true},
    {operation::test_route, "POST", "/v1/routes/test", "testRoute", true},
    {operation::list_opt_outs, "GET", "/v1/opt-outs", "listOptOuts", true},
    {operation::add_opt_outs, "POST", "/v1/opt-outs", "addOptOuts", true},
    {operation::remove_opt_out, "DELETE", "/v1/opt-outs", "removeOptOut", true},
    {operation::list_held, "GET", "/v1/held", "listHeld", true},
    {operation::release_held, "POST", "/v1/held/{id}/release", "releaseHeld", true},
    {operation::refuse_held, "POST", "/v1/held/{id}/refuse", "refuseHeld", true},
    {operation::livez, "GET", "/livez", "livez"},
    {operation::readyz, "GET", "/readyz", "readyz"},
    {operation::metrics, "GET", "/metrics", "metrics"},
    {operation::openapi, "GET", "/openapi.yaml", "openapi"},
    {operation::problem_page, "GET", "/problems/{code}", "problemPage"},
    {operation::root, "GET", "/", "root"},
};

// Whether the path fits, and what stands for the variable.
bool fits(std::string_view pattern, std::string_view path, std::string_view& variable) {
    const auto brace = pattern.find('{');
    if (brace == std::string_view::npos) return pattern == path;
    const auto tail = pattern.substr(pattern.find('}') + 1);  // "/v1/queues/{name}/pause": what stands behind it
    if (path.size() <= brace + tail.size() || path.substr(0, brace) != pattern.substr(0, brace) || !path.ends_with(tail)) return false;
    const auto stands = path.substr(brace, path.size() - brace - tail.size());
    if (stands.find('/') != std::string_view::npos) return false;
    variable = stands;
    return true;
}

}  // namespace

std::span<const route_row> routes() {
    return table;
}

std::string_view name_of(operation what) {
    for (const auto& row : table)
        if (row.what == what) return row.name;
    return "none";
}

route_match find_route(std::string_view method, std::string_view path) {
    route_match out;
    bool exact = false;  // "/v1/messages/batch" is no message's path
    for (const auto& row : table) {
        std::string_view variable;
        if (!fits(row.path, path, variable)) continue;
        if (!variable.empty() && exact) break;
        exact = exact || variable.empty();
        if (row.method == method || (method == "HEAD" && row.method == "GET" && row.what != operation::live_events)) {
            out.row = &row;
            out.variable = variable;
            out.allow.clear();
            return out;
        }
        if (!out.allow.empty()) out.allow += ", ";
        out.allow += row.method;
        if (row.method == "GET" && row.what != operation::live_events) out.allow += ", HEAD";
    }
    return out;
}

}  // namespace hermod::api
