// What an engine must be able to do for the gate: append a batch durably, keep open records, keep history. SQLite and
// memory implement it; PostgreSQL will. Three callers, one thread each: the gate (open .. parked), the archiver
// (archive), the reader (read, scan, parked).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "message/record.hpp"
#include "store/store.hpp"

namespace hermod::store {

// A write or a sync did not happen. After one the gate stores nothing more: what is on disk is the truth.
struct disk_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct journal_entry {
    std::int64_t sequence = 0;
    wall_time at{};
    std::span<const std::uint8_t> bytes;
};

// An open record in its table. Journal entries up to as_of are in it already.
struct kept_record {
    record rec;
    std::int64_t as_of = 0;
};

struct stored_key {
    std::array<std::uint8_t, 32> fingerprint{};
    std::string answer;
};

// One transaction. Everything in it is durable when commit() returns, or nothing is.
struct commit_unit {
    journal_entry entry;                            // its sequence always; empty bytes: none
    std::int64_t drop_through = 0;                  // journal entries up to this one are no longer needed
    std::vector<const record*> keep;                // open records to write into their table (again)
    std::vector<const record*> forget;              // of that table: archived since
    std::vector<const idempotency*> keys;
    std::vector<const unmatched_receipt*> park;
    std::vector<std::int64_t> unpark;
    const hermod::notes* notes = nullptr;
    wall_time forget_keys_before{};                 // idempotency keys older than this may go
};

// Open messages that are looked at for one network id; a network that uses one id for everything must not cost more.
constexpr std::size_t most_remote_hits = 32;

class backend {
public:
    virtual ~backend() = default;

    // Throws std::runtime_error with a sentence for people.
    virtual void open() = 0;
    virtual void for_each_entry(const std::function<void(const journal_entry&)>& visit) = 0;
    virtual void for_each_kept(const std::function<void(const open_entry&)>& visit) = 0;
    virtual message_id last_id() = 0;
    virtual std::vector<note> notes_of(std::string_view kind) = 0;  // in the order of their keys

    virtual void commit(const commit_unit& unit) = 0;  // throws disk_error
    virtual std::optional<kept_record> load(message_id id) = 0;
    virtual std::vector<message_id> find_remote(std::uint64_t key) = 0;  // the newest most_remote_hits
    virtual std::optional<stored_key> find_key(account_id account, std::string_view key) = 0;
    virtual std::uint64_t free_bytes() = 0;

    // Durable when it returns; archiving one again replaces it.
    virtual void archive(std::span<const std::shared_ptr<const record>> closed) = 0;  // throws disk_error

    virtual std::optional<record> read(message_id id) = 0;
    struct scanned {
        std::vector<record> found;           // newest first
        std::optional<message_id> stopped_at;  // looked at every id from here up; absent: at the end
    };
    virtual scanned scan(const filter& what) = 0;
    virtual std::vector<unmatched_receipt> parked(std::size_t limit) = 0;  // newest first
};

// How r is shown at the next start.
open_entry entry_of(const record& r);

// Does r pass `what`, its cursor included?
bool matches(const filter& what, const record& r);

}  // namespace hermod::store
