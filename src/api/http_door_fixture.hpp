// What the tests of the HTTP API share: an inbox and a store that answer at once, and requests as the gate would give them.
#pragma once

#include "api/http_door.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/parse.hpp>
#include <deque>
#include <map>

#include "api/response.hpp"
#include "store/no_store.hpp"

namespace hermod::api {
namespace door_test {

constexpr account_id shop{name_hash("shop")}, bank{name_hash("bank")}, office{name_hash("office")};
inline const wall_time now = from_micros(1'795'446'023'123'456);

// "name=value;", with # for hexadecimal and ' for text.
class plain_words final : public tlv_words {
public:
    std::optional<std::string> encode(std::string_view name, tlv_form form, std::string_view value, std::string& out) const override {
        if (name == "bad") return "\"bad\" is no TLV";
        out.append(name).append(1, form == tlv_form::hex ? '#' : form == tlv_form::text ? '\'' : '=').append(value).append(";");
        return std::nullopt;
    }
    std::vector<shown_tlv> decode(std::string_view octets) const override {
        std::vector<shown_tlv> out;
        while (!octets.empty()) {
            const auto mark = octets.find_first_of("=#'"), end = octets.find(';');
            const auto form = octets[mark] == '#' ? tlv_form::hex : octets[mark] == '=' ? tlv_form::as_named : tlv_form::text;
            out.push_back({std::string(octets.substr(0, mark)), std::string(octets.substr(mark + 1, end - mark - 1)), form});
            octets.remove_prefix(end + 1);
        }
        return out;
    }
};

// Accepts what has a recipient with "+"; keeps keys as a store would.
class fake_inbox final : public inbox {
public:
    prepared prepare(const submission& s, wall_time at) override {
        prepared out;
        if (!s.to.starts_with('+')) {
            out.refused = refusal{"to", "invalid_number", "no number"};
            return out;
        }
        if (s.body == "refuse") {
            out.refused = refusal{"body", "text_too_long", "too long"};
            return out;
        }
        if (no_more) {
            out.refused = refusal{"", "duplicate", "it came before"};
            return out;
        }
        out.ready = std::make_shared<message>();
        out.ready->id = ids.next(at);
        out.ready->account = s.account;
        out.ready->to = s.to;
        out.ready->body = s.body;
        out.ready->client_ref = s.client_ref;
        out.ready->accepted_at = at;
        if (s.not_before > at) out.ready->not_before = s.not_before;
        if (s.message_class) out.ready->data_coding = static_cast<std::uint8_t>(0x10 | *s.message_class);
        out.ready->extras = s.extras;
        if (s.languages) {
            auto own = std::make_shared<message_extras>(out.ready->more());
            own->locking_shift = 1;
            out.ready->extras = own;
        }
        if (s.smart.value_or(false)) out.changes = {{1, "\"", ""}};
        return out;
    }
    estimated estimate(const submission& s) const override {
        estimated out;
        if (s.body == "refuse") out.refused = refusal{"body", "text_too_long", "too long"};
        out.coding = encoding::ucs2;
        out.single_shift = 1;
        out.units = s.body.size();
        out.units_per_part = 70;
        out.units_left = 70 - s.body.size();
        out.forces_ucs2 = {{3, "\xE2\x82\xBF", 0x20BF}};
        out.more_offenders = true;
        out.changes = {{1, "\"", ""}};
        return out;
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override {
        if (hold) {
            held.push_back(&reply);
            return;
        }
        put_result result;
        result.is = answer;
        if (key && answer == put_result::kind::stored) {
            auto at = seen.find(key->key);
            const bool fresh = at == seen.end();
            if (fresh && !messages.empty()) seen.emplace(key->key, *key);
            if (!fresh) {
                result.is = at->second.fingerprint == key->fingerprint ? put_result::kind::replayed : put_result::kind::conflict;
                result.answer = at->second.answer;
            }
        }
        if (result.is == put_result::kind::stored) stored.insert(stored.end(), messages.begin(), messages.end());
        reply.put_done(std::move(result));
    }
    id_source ids{1};
    std::vector<message_ptr> stored;
    std::map<std::string, idempotency> seen;
    put_result::kind answer = put_result::kind::stored;
    bool hold = false, no_more = false;
    std::deque<put_reply*> held;
};

// Answers questions about the records it was given.
class fake_store : public hermod::store::no_store {
public:
    void find(message_id id, hermod::store::find_reply& reply) override {
        for (const auto& r : records)
            if (r.what->id == id) return reply.found(r);
        reply.found(std::nullopt);
    }
    void query(hermod::store::filter what, hermod::store::query_reply& reply) override {
        asked = what;
        hermod::store::page out;
        for (const auto& r : records)
            if (!what.account || r.what->account == *what.account) out.found.push_back(r);
        if (!out.found.empty()) out.next = out.found.back().what->id;
        reply.listed(std::move(out));
    }
    void cancel(account_id account, message_id id, wall_time, hermod::store::cancel_reply& reply) override {
        using outcome = hermod::store::cancel_reply::outcome;
        if (writes == put_result::kind::failed) return reply.cancel_done(outcome::failed);
        for (const auto& r : records)
            if (r.what->id == id && r.what->account == account)
                return reply.cancel_done(r.claimed ? outcome::too_late : outcome::cancelled);
        reply.cancel_done(outcome::unknown);
    }
    void unmatched(std::size_t limit, hermod::store::unmatched_reply& reply) override {
        hermod::store::unmatched_receipt one;
        one.sequence = 3;
        one.receipt.remote_id = "abc";
        reply.unmatched(std::vector<hermod::store::unmatched_receipt>(std::min<std::size_t>(limit, 2), one));
    }
    void write(std::vector<note> changes, put_reply& reply) override {
        for (note& one : changes) written.push_back(std::move(one));
        reply.put_done({writes, {}});
    }
    std::vector<record> records;
    hermod::store::filter asked;
    std::vector<note> written;
    put_result::kind writes = put_result::kind::stored;
};

// Cancels in its network what the store has no more, when it is told to.
class fake_network final : public enquiries {
public:
    void find(account_id, message_id, enquiry_reply& reply, std::uint64_t token) override { reply.enquiry_done(token, {}); }
    void open_between(account_id, std::string, std::string, std::size_t, enquiry_reply& reply, std::uint64_t token) override {
        reply.enquiry_done(token, {});
    }
    void cancel(account_id account, message_id id, wall_time, enquiry_reply& reply, std::uint64_t token) override {
        asked.emplace_back(account, id);
        reply.enquiry_done(token, {says, {}});
    }
    void replace(account_id, message_ptr, wall_time, enquiry_reply& reply, std::uint64_t token) override { reply.enquiry_done(token, {}); }
    enquiry_answer::kind says = enquiry_answer::kind::too_late;
    std::vector<std::pair<account_id, message_id>> asked;
};

// Says how many differ, whatever it is given.
class fake_opt_outs final : public opt_outs {
public:
    bool is_number(std::string_view to) const override { return to.starts_with('+') && to.size() > 5; }
    std::vector<opt_out_row> list(const opt_out_question& what) const override {
        asked = what;
        std::vector<opt_out_row> out;
        for (const opt_out_row& row : rows)
            if (out.size() < what.limit && (!what.account || row.account == what.account)) out.push_back(row);
        return out;
    }
    void change(std::vector<opt_out_change> all, opt_outs_reply& reply) override {
        if (changed == std::size_t{1}) changed = all.size();
        changes = std::move(all);
        reply.opt_outs_done(changed);
        if (changed && *changed != 0) changed = 1;
    }
    std::vector<opt_out_row> rows;
    std::vector<opt_out_change> changes;
    std::optional<std::size_t> changed = 1;
    mutable opt_out_question asked;
};

class fake_holds final : public holds {
public:
    void release(message_id id, wall_time, holds_reply& reply) override {
        said.push_back("release " + to_text(id));
        reply.hold_done(answer);
    }
    void refuse(message_id id, std::string why, wall_time, holds_reply& reply) override {
        said.push_back("refuse " + to_text(id) + ' ' + why);
        reply.hold_done(answer);
    }
    std::vector<std::string> said;
    holds_reply::outcome answer = holds_reply::outcome::done;
};

class writer final : public net::stream_writer {
public:
    boost::asio::awaitable<result<void>> write(std::string bytes) override {
        written += bytes;
        if (gone) co_return make_error_code(net::errc::stream_closed);
        co_return result<void>();
    }
    std::string written;
    bool gone = false;
};

// A request as the gate would give it.
struct sent {
    sent(std::string_view method, std::string_view target, std::string headers, std::string_view body) {
        block = std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
        EXPECT_FALSE(net::check_request(block, head)) << block;
        request =
            std::make_unique<net::http_request>(net::http_request{head.method, head.path, head.query, body, "192.0.2.7", head});
    }
    std::string block;
    net::http_head head;
    std::unique_ptr<net::http_request> request;
};

struct api : testing::Test {
    api() {
        auto known = std::make_shared<keys>();
        known->add(keys::digest_of("shop-key"), {shop, false, load});
        known->add(keys::digest_of("bank-key"), {bank, false, std::make_shared<account_load>()});
        known->add(keys::digest_of("root-key"), {office, true, std::make_shared<account_load>()});
        door.use(known);
    }
    static boost::asio::awaitable<void> run(http_door& door, const net::http_request& request,
                                            std::optional<net::http_response>& out) {
        out = co_await door.handle(request);
    }
    void spawn(const sent& what, std::optional<net::http_response>& out) {
        boost::asio::co_spawn(io, run(door, *what.request, out), boost::asio::detached);
        poll();
    }
    void poll() {
        io.restart();
        io.poll();
    }
    net::http_response ask(std::string_view method, std::string_view target, std::string headers = "", std::string_view body = "",
                           std::string_view key = "shop-key") {
        if (!key.empty()) headers += "Authorization: Bearer " + std::string(key) + "\r\n";
        const sent what(method, target, headers, body);
        std::optional<net::http_response> out;
        spawn(what, out);
        EXPECT_TRUE(out) << "no answer";
        return out.value_or(net::http_response(599));
    }
    net::http_response post(std::string_view body, std::string headers = "", std::string_view path = "/v1/messages") {
        return ask("POST", path, "Content-Type: application/json\r\n" + headers, body);
    }
    static boost::json::object parsed(const net::http_response& r) { return boost::json::parse(r.body).as_object(); }
    static std::string code(const net::http_response& r) {
        EXPECT_EQ(r.content_type, "application/problem+json");
        const auto o = parsed(r);
        EXPECT_EQ(o.at("status").to_number<int>(), r.status);
        EXPECT_EQ(std::string(o.at("type").as_string()), "/problems/" + std::string(o.at("code").as_string()));
        return std::string(o.at("code").as_string());
    }
    record kept(account_id whose, std::string to = "+41791234567") {
        auto m = std::make_shared<message>();
        m->id = in.ids.next(now);
        m->account = whose;
        m->to = std::move(to);
        m->from = "Shop";
        m->body = "Hello";
        m->parts = 1;
        m->accepted_at = m->expires_at = now;
        record r(m);
        r.stored_at = now;
        return r;
    }

    boost::asio::io_context io{1};
    fake_inbox in;
    fake_store store;
    fake_network network;
    fake_opt_outs opted_out;
    fake_holds held;
    std::shared_ptr<account_load> load = std::make_shared<account_load>();
    std::vector<modem_access::group> modems;
    std::vector<queue_status> queues;
    std::vector<queue_request> queue_orders;
    queue_answer queue_says;
    std::vector<std::string> ussd_asked;
    ussd_answer ussd_says{ussd_answer::kind::done, "Balance 3,50"};
    money::purses purses;
    money::credit_desk credit{purses, store};
    readiness ready{true, {{"store", true, "writing"}}};
    foreseen ahead;  // told of every message with a recipient
    door_parts parts() {
        door_parts out{in,
                       store,
                       {[](connector_id) { return std::string("operator-a"); },
                        [](account_id a) { return a == shop ? std::string("shop") : std::string("x"); }},
                       [this] { return ready; },
                       [] { return std::string("hermod_up 1\n"); },
                       [] { return now; },
                       [] { return mono_time{}; }};
        out.asked = &network;
        out.tlvs = std::make_shared<plain_words>();
        out.modems = {[this] { return modems; },
                      [this](std::string modem, std::string asked, ussd_heard then) {
                          ussd_asked.push_back(modem + " " + asked);
                          then(ussd_says);
                      }};
        out.queues = {[this] { return queues; },
                      [this](queue_request what, queue_heard then) {
                          queue_orders.push_back(std::move(what));
                          then(queue_says);
                      }};
        out.at_recipient = [](std::string_view, zones::local_time shown) { return zones::zone().instant(shown); };
        out.foresee = [this](const submission& what, wall_time) {
            ahead.to = what.to;
            ahead.text = what.body;
            return ahead;
        };
        out.credit = &credit;
        out.opted_out = &opted_out;
        out.held = &held;
        return out;
    }
    http_door door{{&io}, parts(),
                   [] {
                       door_options o;
                       o.max_waiting = 10;
                       o.version = "1.2.3";
                       o.live.max_listeners = 2;
                       o.live.buffer_bytes = 400;
                       return o;
                   }()};
};

inline constexpr std::string_view good = R"({"to":"+41791234567","text":"Hi","client_ref":"order \"1\""})";

}  // namespace door_test
}  // namespace hermod::api
