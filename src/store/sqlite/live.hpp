// The live file: the journal, the open records that outgrew it, idempotency keys, unmatched receipts. Small whatever the
// history, so its pages stay in memory. One writer connection, which also checkpoints (see house.md, fact 5).
// The gate's thread owns it; `reader` below is the read thread's.
#pragma once

#include <optional>

#include "store/backend.hpp"
#include "store/sqlite/database.hpp"

namespace hermod::store::sqlite {

class live {
public:
    live(const std::string& path, const char* vfs);

    void for_each_entry(const std::function<void(const journal_entry&)>& visit);
    void for_each_kept(const std::function<void(const open_entry&)>& visit);
    std::vector<note> notes_of(std::string_view kind);
    void commit(const commit_unit& unit);
    std::optional<kept_record> load(message_id id);
    std::vector<message_id> find_remote(std::uint64_t key);
    std::optional<stored_key> find_key(account_id account, std::string_view key);

private:
    void write(const commit_unit& unit);
    void keep(const record& r, std::int64_t as_of);
    void forget(const record& r);

    database db_;
    statement begin_, commit_, rollback_;
    statement add_entry_, drop_entries_, keep_, forget_, add_remote_, drop_remote_, add_key_, drop_keys_, park_, unpark_, put_note_, drop_note_;
    statement load_, find_remote_, find_key_;
    int commits_ = 0;
};

// What the read thread asks the live file.
class live_reader {
public:
    live_reader(const std::string& path, const char* vfs);
    std::optional<record> read(message_id id);
    // Newest first, ids below what.before only, until visit answers false or most_rows were looked at: then the id where
    // it stopped.
    std::optional<message_id> scan(const filter& what, std::size_t most_rows, const std::function<bool(record)>& visit);
    std::vector<unmatched_receipt> parked(std::size_t limit);

private:
    database db_;
    statement load_, scan_, parked_;
};

}  // namespace hermod::store::sqlite
