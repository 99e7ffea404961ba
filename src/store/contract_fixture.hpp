// Test code: a store that a test starts with any engine and options, and the messages that it is given.
//
// A regime with a tiny journal moves open records to their table after almost every commit and brings them back for the
// next change, so each test runs on both sides of that border.
#pragma once

#include "base/ids.hpp"
#include "base/scratch_folder.hpp"
#include "store/contract_asking.hpp"
#include "store/gate.hpp"

namespace hermod::store::contract {

struct regime {
    std::string name;
    std::function<std::unique_ptr<backend>(const std::string& folder)> make;
    std::uint64_t journal_bytes;
};

inline std::string name_of(const testing::TestParamInfo<regime>& info) { return info.param.name; }

// The regimes of an engine.
inline std::vector<regime> regimes(const std::function<std::unique_ptr<backend>(const std::string&)>& make) {
    return {{"in_memory", make, 64u << 20}, {"small_journal", make, 64u << 10}, {"no_journal", make, 1}};
}

using scratch = scratch_folder;

template <class Field, class Value>
filter where(Field filter::*field, Value value) {
    filter f;
    f.*field = static_cast<Field>(value);
    return f;
}

class contract : public testing::TestWithParam<regime> {
protected:
    void SetUp() override { start(); }
    void TearDown() override { stop(); }

    gate_options options() {
        gate_options o;
        o.now = [this] { return clock_.now(); };
        o.on_failure = [](std::string_view why) { ADD_FAILURE() << why; };
        o.journal_bytes = GetParam().journal_bytes;
        o.reserve_bytes = 0;
        o.archive_wait = std::chrono::milliseconds{0};
        return o;
    }
    void start() { start(options()); }
    void start(gate_options with) {
        stop();
        store_ = std::make_unique<gate>(GetParam().make(folder_.path()), std::move(with));
        open_.clear();
        store_->open([this](const open_entry& e) { open_.push_back(e); });
        ids_ = std::make_unique<id_source>(1, store_->last_id());
        store_->subscribe(notebook_);
        if (companion_) store_->attend(*companion_);
        store_->start();
    }
    void stop() {
        if (store_) store_->stop();
        store_.reset();
    }
    store& s() { return *store_; }
    // Ends the store's threads: the last thing that a test asks it.
    std::vector<note> notes_at_the_end(std::string_view kind) {
        store_->stop();
        return store_->notes_of(kind);
    }

    std::shared_ptr<message> a_message(std::uint8_t parts = 1, std::uint8_t callbacks = callback_none) {
        auto m = std::make_shared<message>();
        m->accepted_at = clock_.now();
        m->expires_at = m->accepted_at + std::chrono::hours{48};
        m->id = ids_->next(m->accepted_at);
        m->account = shop;
        m->connector = operator_a;
        m->parts = parts;
        m->callbacks = callbacks;
        m->from = "Shop";
        m->to = "+447700900123";
        m->body = "Your parcel is on its way";
        return m;
    }
    std::shared_ptr<message> a_held_part() {
        auto m = a_message();
        m->way = direction::from_handset;
        m->held = true;
        m->udh = std::string("\x05\x00\x03\x07\x03\x01", 6);
        return m;
    }
    static std::shared_ptr<message> another_content(const message& of, std::string body, std::uint8_t parts) {
        auto next = std::make_shared<message>(of);
        next->body = std::move(body);
        next->parts = parts;
        return next;
    }
    message_id stored(std::shared_ptr<message> m) {
        const message_id id = m->id;
        EXPECT_EQ(put(s(), {std::move(m)}).is, put_result::kind::stored);
        return id;
    }
    remote_receipt receipt(std::string id, state outcome = state::delivered, connector_id from = operator_a) {
        remote_receipt r;
        r.connector = from;
        r.remote_id = std::move(id);
        r.recipient = "447700900123";
        r.outcome = outcome;
        r.at = clock_.now();
        r.detail = "stat:DELIVRD";
        return r;
    }
    state now_of(message_id id) {
        const auto r = find(s(), id);
        EXPECT_TRUE(r) << to_text(id) << " is gone";
        return r ? r->now : state::accepted;
    }
    message_id submitted_as(const std::string& remote_id, std::uint8_t parts = 1) {
        const auto id = stored(a_message(parts));
        s().settle(id, submitted(1, remote_id, clock_.now()));
        flush(s());
        return id;
    }
    message_id submitted_to(const std::string& recipient, const std::string& remote_id) {
        auto m = a_message();
        m->to = recipient;
        const auto id = stored(m);
        s().settle(id, submitted(1, remote_id, clock_.now()));
        flush(s());
        return id;
    }
    // The network's word on that message, under an id of its own choice.
    remote_receipt receipt_of(message_id id, std::string remote_id) {
        auto r = receipt(std::move(remote_id));
        const auto known = find(s(), id);
        r.recipient = known ? known->what->to : "";
        return r;
    }
    void until_archived(std::uint64_t n) {
        for (int i = 0; i < 1'000'000 && s().count().archived < n; ++i) flush(s());
        ASSERT_GE(s().count().archived, n);
    }
    std::unique_ptr<idempotency> a_key(std::string key, std::uint8_t print, std::string answer, account_id of = shop) {
        auto k = std::make_unique<idempotency>();
        k->account = of;
        k->key = std::move(key);
        k->fingerprint.fill(print);
        k->answer = std::move(answer);
        return k;
    }

    static constexpr account_id shop{11}, other_shop{12};
    static constexpr connector_id operator_a{21}, operator_b{22};
    scratch folder_;
    ticking clock_;
    notebook notebook_;
    companion* companion_ = nullptr;
    std::vector<open_entry> open_;
    std::unique_ptr<id_source> ids_;
    std::unique_ptr<gate> store_;
};

}  // namespace hermod::store::contract
