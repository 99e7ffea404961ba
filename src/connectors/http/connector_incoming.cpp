// The part of the connector that takes in receipts and messages from handsets.
#include "base/log.hpp"
#include "connectors/http/http_connector.hpp"

namespace hermod::connectors::http {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

visit_answer plain(int status, std::string text) { return {status, "text/plain; charset=utf-8", std::move(text)}; }

}  // namespace

// One request and what of it the store has not answered yet.
struct http_connector::collected {
    visit_reply reply;
    visit_answer answer;
    std::size_t left = 1;
    bool kept = true;

    void done(bool one_kept) {
        kept = kept && one_kept;
        if (--left > 0) return;
        reply(kept ? std::move(answer) : plain(503, "not now: nothing was kept\n"));
    }
};

std::vector<std::string> http_connector::paths() const { return paths_of(options_); }

void http_connector::visit_came(visit what, visit_reply reply) {
    if (stopping_) return reply(plain(503, "stopping\n"));
    if (what.method != "POST" && what.method != "GET" && what.method != "PUT") return reply(plain(405, "write with POST or GET\n"));
    if (const auto why = refuse_caller(options_.inbound.caller, what, options_.inbound.public_url); !why.empty()) {
        counters_.pdu_errors.fetch_add(1, relaxed);
        log_line(log_level::warning, "caller refused").field("connector", who_.name).field("from", what.remote_address).field("why", why);
        return reply(plain(403, "not for you\n"));
    }
    brought read = read_visit(options_.inbound, what, who_.id, clocks_.wall());
    if (!read.missing.empty()) {
        counters_.pdu_errors.fetch_add(1, relaxed);
        log_line(log_level::warning, "request not understood").field("connector", who_.name).field("path", what.path).field("missing", read.missing);
        return reply(plain(400, "missing: " + read.missing + "\n"));
    }
    counters_.oddities.fetch_add(read.passed_over + read.unknown_words, relaxed);
    auto all = std::make_shared<collected>();
    all->reply = std::move(reply);
    all->answer = std::move(read.answer);
    keep(read, std::move(all));
}

// Messages of one request are stored in one transaction. One of several that is refused is counted and logged: to refuse the
// request would bring the others twice.
void http_connector::keep(const brought& what, std::shared_ptr<collected> all) {
    std::vector<message_ptr> messages;
    for (const read_message& one : what.messages) {
        counters_.messages_in.fetch_add(1, relaxed);
        if (auto made = prepared_of(one)) messages.push_back(std::move(made));
    }
    if (messages.empty() && what.receipts.empty() && !what.messages.empty()) all->answer = plain(422, "refused\n");
    if (!messages.empty()) {
        ++all->left;
        keeper_.put(std::move(messages), [all](bool kept) { all->done(kept); });
    }
    for (const remote_receipt& one : what.receipts) {
        counters_.receipts_in.fetch_add(1, relaxed);
        ++all->left;
        keeper_.report(one, [all](bool kept) { all->done(kept); });
    }
    keeper_.nothing([all](bool kept) { all->done(kept); });
}

std::shared_ptr<message> http_connector::prepared_of(const read_message& one) {
    submission in;
    in.account = who_.inbound_account;
    in.way = direction::from_handset;
    in.came_in = who_.id;
    in.to = one.to;
    in.from = one.from;
    in.body = one.body;
    in.coding = one.coding;
    in.udh = one.udh;
    in.data_coding = one.data_coding;
    in.receipt = false;
    prepared checked = inbox_.prepare(in, clocks_.wall());
    if (checked.ready) return std::move(checked.ready);
    const refusal why = checked.refused.value_or(refusal{});
    counters_.pdu_errors.fetch_add(1, relaxed);
    log_line(log_level::warning, "message from a handset refused").field("connector", who_.name).field("code", why.code).field("detail", why.detail);
    return nullptr;
}

}  // namespace hermod::connectors::http
