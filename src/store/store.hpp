// The store's port, in the domain's verbs. Everything that must outlive the process goes through here, in order, in
// batches: one transaction and one sync for all that arrived meanwhile ("the gate"), then the replies.
//
// All verbs may be called from any thread and never block; replies come on the store's thread.
// Two kinds of writes: durable ones have a reply that comes after the sync; lazy ones (settle, called_back) ride in the
// next batch, at most 5 ms later: losing one repeats work but loses no message.
// What a cluster needs is in the shape already: ids are unique over nodes, a message belongs to one connector (the unit
// that a node leases), and every change is an event that can be appended.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "message/durable.hpp"
#include "message/note.hpp"
#include "message/record.hpp"
#include "message/remote_receipt.hpp"

namespace hermod::store {

// A committed change, as told to observers.
struct notice {
    message_ptr what;
    event happened;          // kind stored for a new message
    std::uint32_t index = 0; // of the event in its record; names the callback it may ask for
    state now = state::accepted;
    bool ended = false;
    bool possible_duplicate = false;
    message_ptr was{};       // kinds replaced, moved, released: the message before `what`
};

// Sees every committed change, in order, on the store's thread, before the replies. Must only hand over.
class observer {
public:
    virtual void committed(std::span<const notice> changes) noexcept = 0;

protected:
    ~observer() = default;
};

// Told of what a transaction makes durable while it is being made, on the store's thread, so that notes can commit with it: before
// the observers, who hear when it is done. Not told again at a restart: what it added is there then.
class companion {
public:
    virtual void stored(const message& what, notes& with) noexcept = 0;
    virtual void ended(const record& what, notes& with) noexcept = 0;  // its state has become final
    // Its sender gave it another content; what was set aside for `next` has been kept.
    virtual void replaced(const message& was, const message& next, notes& with) noexcept { (void)was, (void)next, (void)with; }
    // The last word before a transaction is written: for what changed often in it and needs one note.
    virtual void committing(notes& with) noexcept { (void)with; }

protected:
    ~companion() = default;
};

// A message that is not closed, as known at start.
struct open_entry {
    message_id id;
    connector_id connector;
    wall_time expires_at;
    bool sendable = false;
    bool callback_pending = false;
    wall_time not_before{};      // scheduled
    bool held = false;           // a part from a handset that waits for the others of its message
    bool on_hold = false;        // to a handset: waits for somebody's word
    account_id account{};
    std::uint8_t priority = 0;
};

class claim_reply {
public:
    virtual void claimed(std::uint64_t token) noexcept = 0;

protected:
    ~claim_reply() = default;
};

class load_reply {
public:
    // Those that are still open, in the order asked for; the others are left out.
    virtual void loaded(std::uint64_t token, std::vector<record> found) noexcept = 0;

protected:
    ~load_reply() = default;
};

class find_reply {
public:
    virtual void found(std::optional<record> what) noexcept = 0;

protected:
    ~find_reply() = default;
};

class cancel_reply {
public:
    enum class outcome : std::uint8_t { cancelled, too_late, unknown, failed };  // failed: the store has, and nothing is certain
    virtual void cancel_done(outcome result) noexcept = 0;

protected:
    ~cancel_reply() = default;
};

class replace_reply {
public:
    enum class outcome : std::uint8_t { replaced, too_late, unknown, failed };  // as above
    virtual void replace_done(outcome result) noexcept = 0;

protected:
    ~replace_reply() = default;
};

// Newest first. Empty fields match everything.
struct filter {
    std::optional<account_id> account;
    std::optional<hermod::state> now;
    std::string to, from, client_ref;  // to, from: as they were sent, or as they were given
    std::string tag;                   // one of its tags
    std::optional<direction> way;
    bool open_only = false;        // to handsets, and still accepted, scheduled or queued: what may be cancelled
    wall_time since{};
    message_id before{INT64_MAX};  // the cursor: ids less than this
    std::size_t limit = 50;
};

struct page {
    std::vector<record> found;
    std::optional<message_id> next;  // ask again with before = next; absent at the end
};

class query_reply {
public:
    virtual void listed(page result) noexcept = 0;

protected:
    ~query_reply() = default;
};

// A receipt whose message is not known (yet).
struct unmatched_receipt {
    std::int64_t sequence = 0;
    remote_receipt receipt;
};

class unmatched_reply {
public:
    virtual void unmatched(std::vector<unmatched_receipt> found) noexcept = 0;

protected:
    ~unmatched_reply() = default;
};

// Read from any thread.
struct counters {
    std::atomic<std::uint64_t> messages_stored{0}, commits{0}, changes{0}, replays{0};
    std::atomic<std::uint64_t> receipts_matched{0}, receipts_parked{0}, receipts_repeated{0};
    std::atomic<std::uint64_t> archived{0}, refused_full{0};
    std::atomic<std::uint64_t> records_in_memory{0}, journal_bytes{0}, waiting{0}, open_on_disk{0};
    std::atomic<std::uint64_t> commit_micros{0};
    // Commits (write and sync) of at most 0.25, 0.5, 1, 2, 5, 10, 50, 100, 1000 ms, and longer.
    static constexpr std::array<int, 9> commit_bounds_micros{250, 500, 1000, 2000, 5000, 10000, 50000, 100000, 1000000};
    std::array<std::atomic<std::uint64_t>, 10> commit_times{};
    std::atomic<std::uint64_t> ended[state_count] = {};  // messages by final state
    std::atomic<std::uint64_t> unreadable{0};            // questions that the disk could not answer; the log says which
    std::atomic<bool> failed{false};
};

class store {
public:
    virtual ~store() = default;

    // Before start(): reads what the last run left and shows each open message. Throws std::runtime_error.
    virtual void open(const std::function<void(const open_entry&)>& visit) = 0;
    virtual void subscribe(observer& who) = 0;
    virtual void attend(companion& who) = 0;
    // After open(), before start(): the notes of a kind, in the order of their keys.
    virtual std::vector<note> notes_of(std::string_view kind) = 0;
    virtual void start() = 0;
    // Writes what was handed over, then ends its threads.
    virtual void stop() = 0;
    // The greatest id ever stored, for the id source. After open().
    virtual message_id last_id() const = 0;

    // Durable.
    virtual void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) = 0;
    // These may be on the wire from now on; after a crash they are the ones flagged possible_duplicate.
    virtual void claim(std::vector<message_id> ids, claim_reply& reply, std::uint64_t token) = 0;
    virtual void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) = 0;
    virtual void cancel(account_id account, message_id id, wall_time now, cancel_reply& reply) = 0;
    // Another content for a message that is the account's, to a handset, and of which nothing may have been sent. `next`
    // has the same id, account and connector, and keeps accepted_at; otherwise it is too late.
    virtual void replace(account_id account, message_id id, message_ptr next, wall_time now, replace_reply& reply) = 0;
    // In one transaction: stores `whole`, and ends each held part (event joined) that went into it. Parts that are closed
    // or unknown are passed over. Answered `stored` or `failed`: what it holds was promised already, so it is never `full`.
    virtual void join(message_ptr whole, std::vector<message_id> parts, put_reply& reply) = 0;
    // Notes alone, in one transaction. Answered `stored` or `failed`.
    virtual void write(std::vector<note> changes, put_reply& reply) = 0;
    // A held message to a handset may go. Too late: it is not held, or not any more.
    virtual void release(message_id id, wall_time now, replace_reply& reply) = 0;
    // Lazy.
    // Another connector for those that are open, not claimed, and of which no part was sent; others are passed over.
    virtual void move(std::vector<message_id> ids, connector_id to, wall_time now, std::string why) = 0;
    virtual void settle(message_id id, event happened) = 0;
    virtual void called_back(message_id id, std::uint32_t index, event attempt) = 0;

    // Reads.
    virtual void load(std::vector<message_id> ids, load_reply& reply, std::uint64_t token) = 0;
    virtual void find(message_id id, find_reply& reply) = 0;
    virtual void query(filter what, query_reply& reply) = 0;
    virtual void unmatched(std::size_t limit, unmatched_reply& reply) = 0;

    virtual const counters& count() const = 0;
};

}  // namespace hermod::store
