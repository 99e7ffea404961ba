// /v1/recurring: messages that are sent again and again. Own account's alone, as with messages.
#include "api/digest.hpp"
#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/recurring_book.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

#include <sodium.h>

namespace hermod::api {
namespace {

constexpr const char* json = "application/json";

struct written_reply final : put_reply {
    explicit written_reply(net::resumptions& home) : arrived(home) {}
    void put_done(put_result result) noexcept override { arrived.set(std::move(result)); }
    net::arrival<put_result> arrived;
};

net::http_response unknown_recurring() {
    return to_response(problem("not_found", "there is no recurring message of that id"));
}

std::string id_of(const std::uint8_t* octets) {
    constexpr char hex[] = "0123456789abcdef";
    std::string out = "r";
    for (int i = 0; i < 8; ++i) {
        out += hex[octets[i] >> 4];
        out += hex[octets[i] & 15];
    }
    return out;
}

void append_recurring(std::string& out, const recurring_book::shown& one, const name_lookup& names, bool admin) {
    object_writer members(out);
    members.text("id", one.what.id);
    if (admin && names.account) members.text_unless_empty("account", names.account(one.what.account));
    members.time("created_at", one.what.created_at);
    if (one.next) members.time("next_at", *one.next);
    if (one.what.last && (one.what.made || one.what.skipped)) members.time("last_at", one.what.last->at);
    members.text_unless_empty("last_message", one.what.last_message);
    members.number("made", one.what.made);
    members.number("skipped", one.what.skipped);
    members.text_unless_empty("trouble", one.what.trouble);
    members.name("request") += one.what.asked;
    members.end();
}

}  // namespace

// With an Idempotency-Key the id is made of it: the same request again finds what the first one made.
http_door::answer http_door::post_recurring(const net::http_request& request, caller who, std::size_t lane) {
    if (!is_json(request.header("content-type")))
        co_return to_response(problem("unsupported_media_type", "send the body as Content-Type: application/json, in UTF-8"));
    if (!parts_.recurring) co_return to_response(problem("not_found", "this gateway keeps no recurring messages"));
    auto key = read_idempotency_key(request.head);
    if (const auto* wrong = std::get_if<problem>(&key)) co_return to_response(*wrong);
    const wall_time now = parts_.wall();
    auto wish = read_recurring(request.body, now);
    if (const auto* wrong = std::get_if<problem>(&wish)) co_return to_response(*wrong);
    std::uint8_t octets[8];
    randombytes_buf(octets, sizeof octets);
    if (const auto& given = std::get<0>(key)) {
        const digest of_key = sha256({"recurring\n", std::to_string(who.account.value), "\n", *given});
        std::copy_n(of_key.begin(), sizeof octets, octets);
    }
    const std::string id = id_of(octets);
    net::http_response out(201, json, {});
    (void)out.set("Location", "/v1/recurring/" + id);
    if (const auto before = parts_.recurring->find(id)) {
        if (before->what.asked != request.body)
            co_return to_response(problem("idempotency_conflict", "this Idempotency-Key came before with another body"));
        append_recurring(out.body, *before, parts_.names, who.admin);
        (void)out.set("Idempotency-Replayed", "true");
        co_return out;
    }
    if (parts_.recurring->count(who.account) >= recurring_book::most_of_account)
        co_return to_response(
            problem("too_many_recurring", "the account has " + std::to_string(recurring_book::most_of_account) + " already"));
    if (auto wrong = parts_.recurring->try_message(who.account, std::get<recurring_wish>(wish), now))
        co_return to_response(*wrong);
    recurring made = parts_.recurring->begin(who.account, id, std::string(request.body), std::get<recurring_wish>(wish), now);
    std::vector<note> notes;
    notes.push_back({std::string(recurring_kind), id, write_recurring(made)});
    written_reply reply(*lanes_[lane]);
    parts_.store.write(std::move(notes), reply);
    const put_result result = co_await reply.arrived.wait();
    if (result.is != put_result::kind::stored) co_return to_response(problem("store_failed", "nothing was kept"));
    parts_.recurring->add(std::move(made));
    if (const auto kept = parts_.recurring->find(id)) append_recurring(out.body, *kept, parts_.names, who.admin);
    co_return out;
}

http_door::answer http_door::list_recurring(caller who) {
    net::http_response out(200, json, {});
    object_writer members(out.body);
    members.name("recurring") += '[';
    bool first = true;
    if (parts_.recurring)
        for (const auto& one : parts_.recurring->list(who.admin ? std::nullopt : std::optional(who.account))) {
            if (!std::exchange(first, false)) out.body += ',';
            append_recurring(out.body, one, parts_.names, who.admin);
        }
    out.body += ']';
    members.end();
    co_return out;
}

http_door::answer http_door::get_recurring(std::string_view id, caller who) {
    const auto found = parts_.recurring ? parts_.recurring->find(id) : std::nullopt;
    if (!found || (!who.admin && found->what.account != who.account)) co_return unknown_recurring();
    net::http_response out(200, json, {});
    append_recurring(out.body, *found, parts_.names, who.admin);
    co_return out;
}

http_door::answer http_door::delete_recurring(std::string_view id, caller who, std::size_t lane) {
    const auto found = parts_.recurring ? parts_.recurring->find(id) : std::nullopt;
    if (!found || (!who.admin && found->what.account != who.account)) co_return unknown_recurring();
    if (!parts_.recurring->remove(id)) co_return unknown_recurring();
    std::vector<note> notes;
    notes.push_back({std::string(recurring_kind), found->what.id, std::nullopt});
    written_reply reply(*lanes_[lane]);
    parts_.store.write(std::move(notes), reply);
    const put_result result = co_await reply.arrived.wait();
    if (result.is != put_result::kind::stored)
        co_return to_response(problem("store_failed", "it is there again after a restart"));
    net::http_response out(200, json, {});
    object_writer members(out.body);
    members.text("id", found->what.id);
    members.text("state", "deleted");
    members.end();
    co_return out;
}

}  // namespace hermod::api
