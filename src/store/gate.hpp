// The durability gate: a store over any backend.
//
// One thread takes whatever has arrived, applies it to the ledger, writes it as one journal entry, syncs once, tells the
// observers and frees all who wait; then again ("sync, take what came meanwhile, sync": no timer). A second thread moves
// closed records to history in bulk; a third answers questions from disk. When the journal grows past its bound, the
// oldest open records go to their table and leave memory, so memory and restart time stay bounded whatever is queued.
//
// The first failed write or sync ends it: nothing more is stored or acknowledged, and options.on_failure is told once
// (the program then ends and recovers from what is on disk). Reads go on. What has no word for failure, as a claim, is
// never answered.
//
// Its sources: gate.cpp (threads, batches, failure), gate_changes.cpp (what each change does), gate_upkeep.cpp (journal,
// table of open records, history), gate_recovery.cpp (start), gate_reads.cpp (questions).
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <variant>

#include "store/backend.hpp"
#include "store/codec.hpp"
#include "store/ledger.hpp"
#include "store/parking.hpp"
#include "store/store.hpp"

namespace hermod::store {

struct gate_options {
    std::function<wall_time()> now;                       // required
    std::function<void(std::string_view)> on_failure = [](std::string_view) {};
    std::uint64_t journal_bytes = 64u << 20;              // journal kept before open records are moved to their table
    std::uint64_t reserve_bytes = 256u << 20;             // free disk below which nothing new is accepted
    std::size_t most_waiting = 200'000;                   // changes waiting for the gate; beyond, put answers `full`
    std::size_t most_parked = 100'000;                    // unmatched receipts kept; beyond, the oldest go
    std::chrono::hours key_life{48};                      // idempotency keys
    std::chrono::milliseconds archive_wait{100};          // closed records wait this long for company on their way to history
};

class gate final : public store {
public:
    gate(std::unique_ptr<backend> engine, gate_options options);
    ~gate() override;

    void open(const std::function<void(const open_entry&)>& visit) override;
    void subscribe(observer& who) override { observers_.push_back(&who); }
    void attend(companion& who) override { companions_.push_back(&who); }
    std::vector<note> notes_of(std::string_view kind) override { return engine_->notes_of(kind); }
    void start() override;
    void stop() override;
    message_id last_id() const override { return last_id_; }

    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override;
    void claim(std::vector<message_id> ids, claim_reply& reply, std::uint64_t token) override;
    void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) override;
    void cancel(account_id account, message_id id, wall_time now, cancel_reply& reply) override;
    void replace(account_id account, message_id id, message_ptr next, wall_time now, replace_reply& reply) override;
    void join(message_ptr whole, std::vector<message_id> parts, put_reply& reply) override;
    void write(std::vector<note> changes, put_reply& reply) override;
    void release(message_id id, wall_time now, replace_reply& reply) override;
    void move(std::vector<message_id> ids, connector_id to, wall_time now, std::string why) override;
    void settle(message_id id, event happened) override;
    void called_back(message_id id, std::uint32_t index, event attempt) override;
    void load(std::vector<message_id> ids, load_reply& reply, std::uint64_t token) override;
    void find(message_id id, find_reply& reply) override;
    void query(filter what, query_reply& reply) override;
    void unmatched(std::size_t limit, unmatched_reply& reply) override;
    const counters& count() const override { return counters_; }

private:
    // What callers hand over. Each is moved through the queue once.
    struct put_op { std::vector<message_ptr> messages; std::unique_ptr<idempotency> key; put_reply* reply; };
    struct claim_op { std::vector<message_id> ids; claim_reply* reply; std::uint64_t token; };
    struct report_op { remote_receipt receipt; receipt_reply* reply; std::uint64_t token; };
    struct cancel_op { account_id account; message_id id; wall_time now; cancel_reply* reply; };
    struct replace_op { account_id account; message_ptr next; wall_time now; replace_reply* reply; };
    struct join_op { message_ptr whole; std::vector<message_id> parts; put_reply* reply; };
    struct note_op { std::vector<note> changes; put_reply* reply; };
    struct release_op { message_id id; wall_time now; replace_reply* reply; };
    struct move_op { std::vector<message_id> ids; connector_id to; wall_time now; std::string why; };
    struct settle_op { message_id id; event happened; };
    struct called_back_op { message_id id; std::uint32_t index; event attempt; };
    struct archived_op { std::vector<std::shared_ptr<const record>> records; };
    struct load_op { std::vector<message_id> ids; load_reply* reply; std::uint64_t token; };
    struct find_op { message_id id; find_reply* reply; };
    // What memory has of a query's answer, and the ids whose version on disk is older than memory's.
    struct query_op { filter what; query_reply* reply; std::vector<record> in_memory; std::vector<message_id> outdated; };
    struct unmatched_op { std::size_t limit; unmatched_reply* reply; };
    // Changes, then questions.
    using op = std::variant<put_op, claim_op, report_op, cancel_op, replace_op, join_op, note_op, release_op, move_op, settle_op, called_back_op,
                            archived_op, load_op, find_op, query_op, unmatched_op>;
    static constexpr std::size_t op_questions = 12;
    using read_op = std::variant<find_op, query_op, unmatched_op, cancel_op, replace_op>;  // the last two: was it ever there?
    // Replies that wait for the sync.
    struct put_answer { put_reply* reply; put_result result; };
    struct claim_answer { claim_reply* reply; std::uint64_t token; };
    struct receipt_answer { receipt_reply* reply; std::uint64_t token; receipt_match match; };
    struct cancel_answer { cancel_reply* reply; cancel_reply::outcome result; };
    struct replace_answer { replace_reply* reply; replace_reply::outcome result; };
    using answer_to = std::variant<put_answer, claim_answer, receipt_answer, cancel_answer, replace_answer>;

    void push(op what, bool urgent);
    void run();
    bool take(std::vector<op>& batch);
    void commit_batch(std::span<op> batch);
    void process(op& what);
    void on(put_op& o);
    void on(claim_op& o);
    void on(report_op& o);
    void on(cancel_op& o);
    void on(replace_op& o);
    void on(join_op& o);
    void on(note_op& o);
    void on(release_op& o);
    void on(move_op& o);
    void on(settle_op& o);
    void on(called_back_op& o);
    void on(archived_op& o);
    void on(load_op& o);
    void on(find_op& o);
    void on(query_op& o);
    void on(unmatched_op& o);

    put_result::kind check_key(const put_op& o, std::string& first_answer);
    static event told_by(remote_receipt receipt, std::uint8_t part);
    void store_one(message_ptr what);
    bool apply(slot& s, event happened);
    void changed_into(slot& s, const record::effect& done, message_ptr was);
    void has_ended(const slot& s);
    void closed_if_so(slot& s);
    slot* reach(message_id id);
    slot* reach_to_replay(message_id id);
    remote_choice meant_by(const remote_receipt& receipt, const std::vector<std::string>& spellings);
    void park(remote_receipt receipt);
    void tell(const slot& s, const event& happened, std::size_t index, bool ended);
    void write_batch();
    void plan_upkeep(std::size_t arrived);
    void evict(slot& s);
    void finish_upkeep();
    void drop_unchanged();
    void measure_commit();
    void answer_all();
    void fail(const char* why);
    void fail_op(op& what);
    void disk_failed(const char* why);
    void hand_to_archiver();
    void archive_run();
    bool archive_batch(std::vector<std::shared_ptr<const record>>& batch);
    void read_run();
    void ask_reader(read_op what);
    void answer_read(read_op& what);
    void answer(find_op& o);
    void answer(query_op& o);
    void answer(unmatched_op& o);
    void answer(cancel_op& o);
    void answer(replace_op& o);
    bool was_theirs(account_id account, message_id id);
    void check_room();
    void replay(const journal_entry& entry);
    void show_open(const std::function<void(const open_entry&)>& visit);

    std::unique_ptr<backend> engine_;
    gate_options options_;
    counters counters_;
    std::vector<observer*> observers_;
    std::vector<companion*> companions_;
    message_id last_id_;

    // The gate's thread only.
    ledger ledger_;
    journal_writer journal_;
    commit_unit unit_;
    std::int64_t entry_ = 0;  // of the batch at hand
    wall_time now_{};
    std::deque<std::pair<std::int64_t, std::size_t>> entries_;  // sequence and size of the journal entries on disk
    std::uint64_t entries_bytes_ = 0;
    std::vector<notice> notices_;
    notes notes_;  // of the batch at hand
    std::vector<answer_to> answers_;
    std::vector<std::unique_ptr<idempotency>> batch_keys_;
    std::unordered_multimap<std::string_view, const idempotency*> batch_keys_by_text_;
    std::vector<read_op> batch_asks_;  // for the reader, after the commit
    parking parking_;
    std::vector<std::unique_ptr<unmatched_receipt>> batch_parked_;
    std::int64_t next_parked_ = 1;
    std::vector<std::shared_ptr<const record>> closing_, forgotten_;
    std::vector<message_id> leaving_, brought_back_;
    std::size_t arrived_ = 0;  // changes and messages of the batch at hand
    bool no_room_ = false;
    int batches_since_check_ = 0;

    // Shared with callers.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<op> waiting_;
    bool urgent_ = false, sleeping_ = false, stopping_ = false;

    // The archiver and the reader.
    std::mutex archive_mutex_;
    std::condition_variable archive_wake_;
    std::vector<std::shared_ptr<const record>> to_archive_;
    bool archive_stopping_ = false;
    std::mutex read_mutex_;
    std::condition_variable read_wake_;
    std::deque<read_op> to_read_;
    bool read_stopping_ = false;
    std::thread gate_thread_, archive_thread_, read_thread_;
};

}  // namespace hermod::store
