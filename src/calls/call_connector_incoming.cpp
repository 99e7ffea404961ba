// The part of the connector that takes in receipts and messages from handsets.
#include "base/log.hpp"
#include "calls/call_connector.hpp"

namespace hermod::calls {

namespace {

visit_answer plain(int status, std::string text) {
    return {status, "text/plain; charset=utf-8", std::move(text)};
}

}  // namespace

// One request and what of it the store has not answered yet.
struct call_connector::collected {
    visit_reply reply;
    visit_answer answer, not_kept;
    std::size_t left = 1;
    bool kept = true;

    void done(bool one_kept) {
        kept = kept && one_kept;
        if (--left > 0) return;
        reply(std::move(kept ? answer : not_kept));
    }
};

void call_connector::visit_came(visit what, visit_reply reply) {
    if (stopping_) return reply(plain(503, "stopping\n"));
    if (what.method != "POST" && what.method != "GET" && what.method != "PUT")
        return reply(plain(405, "write with POST or GET\n"));
    if (const auto why = refuse(what); !why.empty()) {
        counters_.pdu_errors.fetch_add(1, std::memory_order_relaxed);
        log_line(log_level::warning, "caller refused")
            .field("connector", who_.name)
            .field("from", what.remote_address)
            .field("why", why);
        return reply(plain(403, "not for you\n"));
    }
    brought read_of_it = read(what);
    if (!read_of_it.missing.empty()) {
        counters_.pdu_errors.fetch_add(1, std::memory_order_relaxed);
        log_line(log_level::warning, "request not understood")
            .field("connector", who_.name)
            .field("path", what.path)
            .field("missing", read_of_it.missing);
        return reply(read_of_it.unreadable.value_or(plain(400, "missing: " + read_of_it.missing + "\n")));
    }
    keep(std::move(read_of_it), std::move(reply));
}

// Messages of one request are stored in one transaction, but those that may have come before each by itself. One of several
// that is refused is counted and logged: to refuse the request would bring the others twice.
void call_connector::keep(brought what, visit_reply reply) {
    counters_.oddities.fetch_add(what.passed_over + what.unknown_words, std::memory_order_relaxed);
    auto all = std::make_shared<collected>();
    all->reply = std::move(reply);
    all->answer = std::move(what.answer);
    all->not_kept = what.not_kept.value_or(plain(503, "not now: nothing was kept\n"));
    const auto done = [all](bool kept) { all->done(kept); };
    const auto put = [&](std::vector<message_ptr> messages, const std::string& key) {
        ++all->left;
        std::unique_ptr<idempotency> once;
        if (!key.empty()) {
            once = std::make_unique<idempotency>();
            once->account = who_.inbound_account;
            once->key = key;
        }
        keeper_.put(std::move(messages), std::move(once), done);
    };
    std::vector<message_ptr> messages;
    bool any = false;
    for (const read_message& one : what.messages) {
        counters_.messages_in.fetch_add(1, std::memory_order_relaxed);
        auto made = prepared_of(one);
        any = any || made;
        if (made && one.key.empty())
            messages.push_back(std::move(made));
        else if (made)
            put({std::move(made)}, one.key);
    }
    if (!any && what.receipts.empty() && !what.messages.empty()) all->answer = what.refused.value_or(plain(422, "refused\n"));
    if (!messages.empty()) put(std::move(messages), {});
    for (const remote_receipt& one : what.receipts) {
        counters_.receipts_in.fetch_add(1, std::memory_order_relaxed);
        ++all->left;
        keeper_.report(one, done);
    }
    keeper_.nothing(done);
}

std::shared_ptr<message> call_connector::prepared_of(const read_message& one) {
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
    counters_.pdu_errors.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "message from a handset refused")
        .field("connector", who_.name)
        .field("code", why.code)
        .field("detail", why.detail);
    return nullptr;
}

}  // namespace hermod::calls
