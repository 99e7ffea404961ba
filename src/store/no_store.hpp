// For tests and benchmarks: a store that does nothing, to be derived from by those who need one verb or two.
#pragma once

#include "store/store.hpp"

namespace hermod::store {

class no_store : public store {
public:
    void open(const std::function<void(const open_entry&)>&) override {}
    void subscribe(observer&) override {}
    void attend(companion&) override {}
    std::vector<note> notes_of(std::string_view) override { return {}; }
    void write(std::vector<note>, put_reply&) override {}
    void release(message_id, wall_time, replace_reply&) override {}
    void move(std::vector<message_id>, connector_id, wall_time, std::string) override {}
    void start() override {}
    void stop() override {}
    message_id last_id() const override { return {}; }
    void put(std::vector<message_ptr>, std::unique_ptr<idempotency>, put_reply&) override {}
    void claim(std::vector<message_id>, claim_reply&, std::uint64_t) override {}
    void report(remote_receipt, receipt_reply&, std::uint64_t) override {}
    void cancel(account_id, message_id, wall_time, cancel_reply&) override {}
    void replace(account_id, message_id, message_ptr, wall_time, replace_reply&) override {}
    void join(message_ptr, std::vector<message_id>, put_reply&) override {}
    void settle(message_id, event) override {}
    void called_back(message_id, std::uint32_t, event) override {}
    void load(std::vector<message_id>, load_reply& reply, std::uint64_t token) override { reply.loaded(token, {}); }
    void find(message_id, find_reply&) override {}
    void query(filter, query_reply&) override {}
    void unmatched(std::size_t, unmatched_reply&) override {}
    const counters& count() const override { return count_; }

private:
    counters count_;
};

}  // namespace hermod::store
