// SQLite's C interface as two small owners. Every failure is a disk_error that names the file and SQLite's own code.
// One connection belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace hermod::store::sqlite {

class statement;

// Before the database is opened: what its write-ahead log reads as may be in the system's memory only, because a sync of it failed
// in the process before; no later sync would write that, and what is behind it would go with it in a power cut. So the log is written
// over itself and synced. Nothing, when there is none.
void write_log_again(const std::string& database_path, const char* vfs);

class database {
public:
    enum class access { read_only, read_write };
    // vfs: null for the system's; tests bring their own.
    database(const std::string& path, access how, const char* vfs);
    database(database&&) noexcept = default;
    database& operator=(database&&) noexcept = default;

    void run(const char* sql);
    statement prepare(std::string_view sql);
    // From here on SQLite checkpoints nothing by itself, and log_pages() counts. PRAGMA wal_autocheckpoint undoes it: both
    // use SQLite's one hook.
    void checkpoint_by_hand();
    // Moves the write-ahead log into the file as far as readers allow.
    void checkpoint();
    // Pages in the write-ahead log after the last commit, after checkpoint_by_hand().
    int log_pages() const { return *log_pages_; }
    [[noreturn]] void fail(const char* doing) const;

private:
    struct closer {
        void operator()(sqlite3* db) const noexcept;
    };
    std::string path_;
    std::unique_ptr<int> log_pages_;  // stays where the hook looks for it
    std::unique_ptr<sqlite3, closer> db_;
};

// A prepared statement. Bind, step until false (or once()), read the columns in between; then it is ready again.
// Bound texts and blobs must live until the step.
class statement {
public:
    statement(database& owner, sqlite3_stmt* stmt) : owner_(&owner), stmt_(stmt) {}

    statement& bind(std::int64_t value);
    statement& bind(std::string_view text);
    statement& bind(std::span<const std::uint8_t> blob);
    bool step();
    void once();  // one step, no row expected
    void reset();

    std::int64_t number(int column) const;
    std::string_view text(int column) const;                  // until the next step
    std::span<const std::uint8_t> blob(int column) const;     // likewise

private:
    struct finalizer {
        void operator()(sqlite3_stmt* s) const noexcept;
    };
    database* owner_;
    std::unique_ptr<sqlite3_stmt, finalizer> stmt_;
    int next_ = 1;
};

// Resets a statement at the end of its scope: one left in the middle holds a snapshot, and the log cannot start anew.
class resetting {
public:
    explicit resetting(statement& s) : s_(s) {}
    ~resetting() { s_.reset(); }
    resetting(const resetting&) = delete;
    resetting& operator=(const resetting&) = delete;

private:
    statement& s_;
};

}  // namespace hermod::store::sqlite
