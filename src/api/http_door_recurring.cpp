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

// With an Idempotency-Key the id is made of it: the same request again finds what the first one made.
std::string id_for(account_id account, const std::optional<std::string>& key) {
    std::uint8_t octets[8];
    randombytes_buf(octets, sizeof octets);
    if (key) {
        const digest of_key = sha256({"recurring\n", std::to_string(account.value), "\n", *key});
        std::copy_n(of_key.begin(), sizeof octets, octets);
    }
    return id_of(octets);
}

// What is to be kept, or an answer.
struct asked_series {
    std::optional<recurring> fresh{};
    net::http_response answer{201, json_type, {}};
};

asked_series refused(const problem& why) {
    asked_series out;
    out.answer = to_response(why);
    return out;
}

asked_series read_request(const net::http_request& request, const caller& who, recurring_book& book, const name_lookup& names,
                          wall_time now) {
    if (!is_json(request.header("content-type")))
        return refused(problem("unsupported_media_type", "send the body as Content-Type: application/json, in UTF-8"));
    auto key = read_idempotency_key(request.head);
    if (const auto* wrong = std::get_if<problem>(&key)) return refused(*wrong);
    auto wish = read_recurring(request.body, now);
    if (const auto* wrong = std::get_if<problem>(&wish)) return refused(*wrong);
    const std::string id = id_for(who.account, std::get<0>(key));
    asked_series out;
    (void)out.answer.set("Location", "/v1/recurring/" + id);
    if (const auto before = book.find(id)) {
        if (before->what.asked != request.body)
            return refused(problem("idempotency_conflict", "this Idempotency-Key came before with another body"));
        append_recurring(out.answer.body, *before, names, who.admin);
        (void)out.answer.set("Idempotency-Replayed", "true");
        return out;
    }
    if (book.count(who.account) >= recurring_book::most_of_account)
        return refused(
            problem("too_many_recurring", "the account has " + std::to_string(recurring_book::most_of_account) + " already"));
    if (auto wrong = book.try_message(who.account, std::get<recurring_wish>(wish), now)) return refused(*wrong);
    out.fresh = book.begin(who.account, id, std::string(request.body), std::get<recurring_wish>(wish), now);
    return out;
}

std::vector<note> note_of(const std::string& id, std::optional<std::string> value) {
    std::vector<note> out;
    out.push_back({std::string(recurring_kind), id, std::move(value)});
    return out;
}

}  // namespace

http_door::answer http_door::post_recurring(const net::http_request& request, caller who, std::size_t lane) {
    if (!parts_.recurring) co_return to_response(problem("not_found", "this gateway keeps no recurring messages"));
    auto read = std::make_unique<asked_series>(read_request(request, who, *parts_.recurring, parts_.names, parts_.wall()));
    if (!read->fresh) co_return std::move(read->answer);
    written_reply reply(*lanes_[lane]);
    parts_.store.write(note_of(read->fresh->id, write_recurring(*read->fresh)), reply);
    const put_result result = co_await reply.arrived.wait();
    if (result.is != put_result::kind::stored) co_return to_response(problem("store_failed", "nothing was kept"));
    const std::string id = read->fresh->id;
    parts_.recurring->add(std::move(*read->fresh));
    if (const auto kept = parts_.recurring->find(id)) append_recurring(read->answer.body, *kept, parts_.names, who.admin);
    co_return std::move(read->answer);
}

http_door::answer http_door::list_recurring(caller who) {
    net::http_response out(200, json_type, {});
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
    net::http_response out(200, json_type, {});
    append_recurring(out.body, *found, parts_.names, who.admin);
    co_return out;
}

http_door::answer http_door::delete_recurring(std::string_view id, caller who, std::size_t lane) {
    const auto found = parts_.recurring ? parts_.recurring->find(id) : std::nullopt;
    if (!found || (!who.admin && found->what.account != who.account)) co_return unknown_recurring();
    if (!parts_.recurring->remove(id)) co_return unknown_recurring();
    written_reply reply(*lanes_[lane]);
    parts_.store.write(note_of(found->what.id, std::nullopt), reply);
    const put_result result = co_await reply.arrived.wait();
    if (result.is != put_result::kind::stored)
        co_return to_response(problem("store_failed", "it is there again after a restart"));
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.text("id", found->what.id);
    members.text("state", "deleted");
    members.end();
    co_return out;
}

}  // namespace hermod::api
