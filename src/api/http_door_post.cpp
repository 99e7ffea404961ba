// POST /v1/messages, /v1/messages/batch and /v1/estimate: read, prepare, render the answer, put,
// and give the answer once it is durable.
#include <limits>

#include "api/digest.hpp"
#include "api/estimate_json.hpp"
#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

struct stored_reply final : put_reply {
    explicit stored_reply(net::resumptions& home) : arrived(home) {}
    void put_done(put_result result) noexcept override { arrived.set(std::move(result)); }
    net::arrival<put_result> arrived;
};

// A place among those of one account that wait for the store.
class seat {
public:
    seat(account_load& load, std::size_t messages, std::size_t most) : load_(load), messages_(messages) {
        const auto before = load_.waiting.fetch_add(messages_, std::memory_order_relaxed);
        taken_ = before == 0 || before + messages_ <= most;  // a batch that is larger than all may wait alone
    }
    ~seat() { load_.waiting.fetch_sub(messages_, std::memory_order_relaxed); }
    seat(const seat&) = delete;
    seat& operator=(const seat&) = delete;
    bool taken() const { return taken_; }

private:
    account_load& load_;
    std::size_t messages_;
    bool taken_ = false;
};

void append_accepted(object_writer& members, const prepared& done, wall_time now, const tlv_words* words) {
    const message& m = *done.ready;
    members.text("id", to_text(m.id));
    members.text("state", to_text(m.not_before > now ? state::scheduled : state::accepted));
    members.text("encoding", to_text(m.coding));
    members.number("parts", m.parts);
    append_price(members, m);
    append_wishes(members, m, words);
    append_changes(members, done.changes);
    members.text_unless_empty("client_ref", m.client_ref);
}

// The answer to one message begins with its id; a replayed answer gets its Location back from there.
constexpr std::string_view before_id = "{\"id\":\"";
std::string location_of(std::string_view answer) {
    if (!answer.starts_with(before_id) || answer.size() < before_id.size() + 14) return {};
    return "/v1/messages/" + std::string(answer.substr(before_id.size(), 14));
}

problem later(std::string_view code, std::string detail, int seconds) {
    problem out(code, std::move(detail));
    out.retry_after = seconds;
    return out;
}

}  // namespace

struct http_door::draft {
    account_id account;
    wall_time now;
    std::vector<message_ptr> messages;
    std::unique_ptr<idempotency> key;
    std::string body;  // of the answer if all goes well
    bool single = true;
    std::optional<net::http_response> answer;  // nothing is to be stored
    std::size_t refused = 0;
};

prepared http_door::prepare_message(draft& work, read_message& one) {
    complete(one, work.account);
    return parts_.in.prepare(one.what, work.now);
}

// What is not in its body.
void http_door::complete(read_message& one, account_id account) {
    one.what.account = account;
    if (one.at_recipient) one.what.not_before = parts_.at_recipient(one.what.to, *one.at_recipient);
    one.what.came_in = connector_id{name_hash("http")};
}

void http_door::prepare_one(draft& work, submission_reader& reader) {
    auto& one = reader.messages().front();
    if (!one.errors.empty()) {
        work.refused = 1;
        work.answer = to_response(problem_of(std::move(one.errors)));
        return;
    }
    auto done = prepare_message(work, one);
    if (done.refused) {
        work.refused = 1;
        work.answer = to_response(problem_of(*done.refused, reader.pointer(0), one.binary()));
        return;
    }
    object_writer members(work.body);
    append_accepted(members, done, work.now, parts_.tlvs.get());
    members.end();
    work.messages.push_back(std::move(done.ready));
}

// Each message has its own result, in the order of the request: accepted or a problem.
void http_door::prepare_batch(draft& work, submission_reader& reader) {
    const auto all = reader.messages();
    std::string results;
    int soonest = std::numeric_limits<int>::max();  // seconds until one would be let in; 0: one of them never
    results.reserve(all.size() * 100);
    work.messages.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        results += i == 0 ? '[' : ',';
        object_writer members(results);
        members.number("index", i);
        prepared done;
        if (all[i].errors.empty()) done = prepare_message(work, all[i]);
        if (done.ready) {
            append_accepted(members, done, work.now, parts_.tlvs.get());
            work.messages.push_back(std::move(done.ready));
        } else {
            ++work.refused;
            const problem why = done.refused ? problem_of(*done.refused, reader.pointer(i), all[i].binary())
                                             : problem_of(std::move(all[i].errors));
            soonest = std::min(soonest, why.retry_after);
            append_problem(members.name("problem"), why);
        }
        members.end();
    }
    results += ']';
    if (work.messages.empty()) {
        auto nothing = to_response(problem("all_refused", "none of " + std::to_string(all.size()) + " messages was accepted"));
        if (soonest > 0) (void)nothing.set("Retry-After", std::to_string(soonest));
        nothing.body.pop_back();
        nothing.body.append(",\"accepted\":0,\"refused\":")
            .append(std::to_string(work.refused))
            .append(",\"results\":")
            .append(results) += '}';
        work.answer = std::move(nothing);
        return;
    }
    object_writer members(work.body);
    members.number("accepted", work.messages.size());
    members.number("refused", work.refused);
    members.name("results") += results;
    members.end();
}

http_door::draft http_door::prepare(const net::http_request& request, const caller& who, body_shape shape) {
    thread_local submission_reader reader;
    draft work;
    work.account = who.account;
    work.now = parts_.wall();
    work.single = shape == body_shape::one;
    const auto refuse = [&work](const problem& why) { work.answer = to_response(why); };
    if (stopping_) {
        refuse(later("stopping", "the gateway is stopping", options_.retry_after));
        return work;
    }
    if (!is_json(request.header("content-type"))) {
        refuse(problem("unsupported_media_type", "send the body as Content-Type: application/json, in UTF-8"));
        return work;
    }
    auto key = read_idempotency_key(request.head);
    if (const auto* wrong = std::get_if<problem>(&key)) {
        refuse(*wrong);
        return work;
    }
    reader.use(parts_.tlvs.get());
    if (!reader.read(request.body, shape)) {
        work.refused = 1;
        refuse(reader.trouble());
        return work;
    }
    work.single ? prepare_one(work, reader) : prepare_batch(work, reader);
    if (auto& given = std::get<0>(key)) {
        work.key = std::make_unique<idempotency>();
        work.key->account = who.account;
        work.key->key = std::move(*given);
        work.key->fingerprint = sha256({request.method, "\n", request.path, "\n", request.body});
        work.key->answer = work.body;
    }
    return work;
}

http_door::answer http_door::post(const net::http_request& request, caller who, body_shape shape, std::size_t lane) {
    draft work = prepare(request, who, shape);
    count_.messages_refused.fetch_add(work.refused, std::memory_order_relaxed);
    if (work.answer && !work.key) co_return std::move(*work.answer);
    if (work.answer) {
        // The same request again may be refused for what its first try took: credit, its place among duplicates. The store knows.
        stored_reply known(*lanes_[lane]);
        parts_.in.put({}, std::move(work.key), known);
        put_result first = co_await known.arrived.wait();
        const bool came_before = first.is == put_result::kind::replayed || first.is == put_result::kind::conflict;
        co_return came_before ? stored(work, std::move(first)) : std::move(*work.answer);
    }
    const seat here(*who.load, work.messages.size(), options_.max_waiting);
    if (!here.taken()) {
        count_.turned_away.fetch_add(1, std::memory_order_relaxed);
        co_return to_response(
            later("too_many_requests", "too many messages of this account wait for the store", options_.retry_after));
    }
    const std::size_t messages = work.messages.size();
    stored_reply reply(*lanes_[lane]);
    parts_.in.put(std::move(work.messages), std::move(work.key), reply);
    put_result result = co_await reply.arrived.wait();
    if (result.is == put_result::kind::stored) count_.messages_accepted.fetch_add(messages, std::memory_order_relaxed);
    co_return stored(work, std::move(result));
}

// Nothing is stored and nobody waits: a coroutine only because its neighbours are.
http_door::answer http_door::estimate(const net::http_request& request, caller who) {
    thread_local submission_reader reader;
    if (!is_json(request.header("content-type")))
        co_return to_response(problem("unsupported_media_type", "send the body as Content-Type: application/json, in UTF-8"));
    reader.use(parts_.tlvs.get());
    if (!reader.read(request.body, body_shape::estimate)) co_return to_response(reader.trouble());
    auto& one = reader.messages().front();
    if (!one.errors.empty()) co_return to_response(problem_of(std::move(one.errors)));
    complete(one, who.account);
    const estimated told = parts_.in.estimate(one.what);
    if (told.refused) co_return to_response(problem_of(*told.refused, "", one.binary()));
    net::http_response out(200, json_type, {});
    if (parts_.foresee && !one.what.to.empty())
        append_foreseen(out.body, parts_.foresee(one.what, parts_.wall()));
    else
        append_estimate(out.body, told);
    co_return out;
}

net::http_response http_door::stored(draft& work, put_result result) {
    using kind = put_result::kind;
    switch (result.is) {
        case kind::conflict:
            return to_response(
                problem("idempotency_conflict", "this Idempotency-Key came before with another method, path or body"));
        case kind::full:
            return to_response(later("store_full", "nothing was accepted", options_.retry_after));
        case kind::failed:
            return to_response(later("store_failed", "nothing was accepted", 30));
        default:
            break;
    }
    const bool replayed = result.is == kind::replayed;
    net::http_response out(202, json_type, replayed ? std::move(result.answer) : std::move(work.body));
    if (work.single) (void)out.set("Location", location_of(out.body));
    if (replayed) {
        count_.replays.fetch_add(1, std::memory_order_relaxed);
        (void)out.set("Idempotency-Replayed", "true");
    }
    return out;
}

}  // namespace hermod::api
