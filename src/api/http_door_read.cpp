// What is asked about messages: one, a page of them, a cancellation, unmatched receipts, live events.
#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

struct found_reply final : store::find_reply {
    explicit found_reply(net::resumptions& home) : arrived(home) {}
    void found(std::optional<record> what) noexcept override { arrived.set(std::move(what)); }
    net::arrival<std::optional<record>> arrived;
};

struct listed_reply final : store::query_reply {
    explicit listed_reply(net::resumptions& home) : arrived(home) {}
    void listed(store::page result) noexcept override { arrived.set(std::move(result)); }
    net::arrival<store::page> arrived;
};

struct cancelled_reply final : store::cancel_reply {
    explicit cancelled_reply(net::resumptions& home) : arrived(home) {}
    void cancel_done(outcome result) noexcept override { arrived.set(result); }
    net::arrival<outcome> arrived;
};

struct asked_reply final : enquiry_reply {
    explicit asked_reply(net::resumptions& home) : arrived(home) {}
    void enquiry_done(std::uint64_t, enquiry_answer answer) noexcept override { arrived.set(answer.is); }
    net::arrival<enquiry_answer::kind> arrived;
};

struct unmatched_reply final : store::unmatched_reply {
    explicit unmatched_reply(net::resumptions& home) : arrived(home) {}
    void unmatched(std::vector<store::unmatched_receipt> found) noexcept override { arrived.set(std::move(found)); }
    net::arrival<std::vector<store::unmatched_receipt>> arrived;
};

// Another account's message is answered as one that does not exist.
bool may_see(const caller& who, const record& what) {
    return who.admin || what.what->account == who.account;
}

net::http_response unknown_message() {
    return to_response(problem("not_found", "there is no such message"));
}

net::http_response cancelled_so(int status, message_id id, state now) {
    net::http_response out(status, json_type, {});
    object_writer members(out.body);
    members.text("id", to_text(id));
    members.text("state", to_text(now));
    members.end();
    return out;
}

}  // namespace

http_door::answer http_door::get_message(std::string_view id, caller who, std::size_t lane) {
    const auto asked = parse_message_id(id);
    if (!asked) co_return unknown_message();
    found_reply reply(*lanes_[lane]);
    parts_.store.find(*asked, reply);
    const auto found = co_await reply.arrived.wait();
    if (!found || !may_see(who, *found)) co_return unknown_message();
    net::http_response out(200, json_type, {});
    append_message(out.body, *found, detail_level::timeline, parts_.names);
    co_return out;
}

http_door::answer http_door::list_messages(std::string_view query, caller who, std::size_t lane) {
    auto read = read_filter(query);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    auto& filter = std::get<store::filter>(read);
    if (!who.admin) filter.account = who.account;
    listed_reply reply(*lanes_[lane]);
    parts_.store.query(std::move(filter), reply);
    const auto page = co_await reply.arrived.wait();
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.name("messages") += '[';
    for (std::size_t i = 0; i < page.found.size(); ++i) {
        if (i > 0) out.body += ',';
        append_message(out.body, page.found[i], detail_level::summary, parts_.names);
    }
    out.body += ']';
    if (page.next) members.text("next_cursor", to_text(*page.next));
    members.end();
    co_return out;
}

http_door::answer http_door::cancel_message(std::string_view id, caller who, std::size_t lane) {
    using outcome = store::cancel_reply::outcome;
    const auto asked = parse_message_id(id);
    if (!asked) co_return unknown_message();
    account_id account = who.account;
    if (who.admin) {  // whose message is it?
        found_reply reply(*lanes_[lane]);
        parts_.store.find(*asked, reply);
        const auto found = co_await reply.arrived.wait();
        if (!found) co_return unknown_message();
        account = found->what->account;
    }
    cancelled_reply reply(*lanes_[lane]);
    parts_.store.cancel(account, *asked, parts_.wall(), reply);
    const outcome result = co_await reply.arrived.wait();
    if (result == outcome::unknown) co_return unknown_message();
    const problem failed("store_failed", "nothing is certain");
    if (result == outcome::failed) co_return to_response(failed);
    if (result == outcome::cancelled) co_return cancelled_so(200, *asked, state::cancelled);
    if (parts_.asked) {
        asked_reply late(*lanes_[lane]);
        parts_.asked->cancel(account, *asked, parts_.wall(), late, 0);
        const auto said = co_await late.arrived.wait();
        if (said == enquiry_answer::kind::done) co_return cancelled_so(202, *asked, state::submitted);
        if (said == enquiry_answer::kind::failed) co_return to_response(failed);
    }
    co_return to_response(problem("too_late", "the message was handed to a connector or has ended; GET it to see its state"));
}

http_door::answer http_door::list_unmatched(std::string_view query, caller who, std::size_t lane) {
    if (!who.admin)
        co_return to_response(
            problem("forbidden", "receipts that match no message belong to no account; only an administrator sees them"));
    const auto limit = read_limit(query, 100);
    if (const auto* wrong = std::get_if<problem>(&limit)) co_return to_response(*wrong);
    unmatched_reply reply(*lanes_[lane]);
    parts_.store.unmatched(std::get<std::size_t>(limit), reply);
    const auto found = co_await reply.arrived.wait();
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.name("receipts") += '[';
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0) out.body += ',';
        append_unmatched(out.body, found[i], parts_.names);
    }
    out.body += ']';
    members.end();
    co_return out;
}

http_door::answer http_door::open_events(caller who, std::size_t lane) {
    if (!live_.has_room()) {
        problem full("too_many_requests", "as many listen to live events as may");
        full.retry_after = 30;
        co_return to_response(full);
    }
    net::http_response out(200, "text/event-stream", {});
    (void)out.set("Cache-Control", "no-store");
    out.stream = live_.stream(lane, who.account, who.admin);
    co_return out;
}

}  // namespace hermod::api
