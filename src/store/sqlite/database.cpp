#include "store/sqlite/database.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>

#include "store/backend.hpp"

namespace hermod::store::sqlite {
namespace {

int remember_log_pages(void* where, sqlite3*, const char*, int pages) {
    *static_cast<int*>(where) = pages;
    return SQLITE_OK;
}

}  // namespace

void database::closer::operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
void statement::finalizer::operator()(sqlite3_stmt* s) const noexcept { sqlite3_finalize(s); }

database::database(const std::string& path, access how, const char* vfs) : path_(path), log_pages_(std::make_unique<int>(0)) {
    sqlite3* raw = nullptr;
    const int flags = (how == access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int status = sqlite3_open_v2(path.c_str(), &raw, flags, vfs);
    db_.reset(raw);
    if (status != SQLITE_OK) fail("open");
    sqlite3_busy_timeout(raw, 10'000);
}

namespace {

// A file of a VFS, by hand.
class raw_file {
public:
    raw_file(sqlite3_vfs& vfs, const std::string& path, int flags) : path_(path), memory_(std::make_unique<std::byte[]>(static_cast<std::size_t>(vfs.szOsFile))) {
        int given = 0;
        check(vfs.xOpen(&vfs, path_.c_str(), file(), flags, &given), "open");
    }
    ~raw_file() {
        if (file()->pMethods) file()->pMethods->xClose(file());
    }
    raw_file(const raw_file&) = delete;
    raw_file& operator=(const raw_file&) = delete;

    void write_again_and_sync() {
        constexpr int most = 1 << 16;  // SQLite reads and writes less than 128 KiB at a time
        const auto piece = std::make_unique<std::byte[]>(most);
        sqlite3_int64 size = 0;
        check(file()->pMethods->xFileSize(file(), &size), "measure");
        for (sqlite3_int64 at = 0; at < size; at += most) {
            const int length = static_cast<int>(std::min<sqlite3_int64>(most, size - at));
            check(file()->pMethods->xRead(file(), piece.get(), length, at), "read");
            check(file()->pMethods->xWrite(file(), piece.get(), length, at), "write");
        }
        check(file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL), "sync");
    }

private:
    sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.get()); }
    void check(int status, const char* doing) const {
        if (status != SQLITE_OK) throw disk_error("cannot " + std::string(doing) + " " + path_ + " (SQLite " + std::to_string(status) + ")");
    }

    std::string path_;
    std::unique_ptr<std::byte[]> memory_;
};

}  // namespace

void write_log_again(const std::string& database_path, const char* vfs) {
    const std::string path = std::filesystem::absolute(database_path).string() + "-wal";
    std::error_code fault;
    if (std::filesystem::file_size(path, fault) == 0 || fault) return;
    sqlite3_initialize();
    sqlite3_vfs* by = sqlite3_vfs_find(vfs);
    if (!by) throw disk_error("SQLite has no file system");
    std::string full(static_cast<std::size_t>(by->mxPathname) + 1, '\0');
    if (by->xFullPathname(by, path.c_str(), by->mxPathname + 1, full.data()) != SQLITE_OK) throw disk_error("cannot find " + path);
    full.resize(std::strlen(full.c_str()));
    raw_file(*by, full, SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL).write_again_and_sync();
}

void database::fail(const char* doing) const {
    std::string text = "cannot " + std::string(doing) + " " + path_ + ": ";
    text += db_ ? sqlite3_errmsg(db_.get()) : "out of memory";
    text += " (SQLite " + std::to_string(db_ ? sqlite3_extended_errcode(db_.get()) : SQLITE_NOMEM) + ")";
    throw disk_error(text);
}

void database::run(const char* sql) {
    if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

statement database::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK)
        fail("prepare a statement for");
    return {*this, raw};
}

void database::checkpoint_by_hand() { sqlite3_wal_hook(db_.get(), remember_log_pages, log_pages_.get()); }

void database::checkpoint() {
    const int status = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (status != SQLITE_OK && (status & 0xff) != SQLITE_BUSY) fail("checkpoint");
    *log_pages_ = 0;
}

statement& statement::bind(std::int64_t value) {
    sqlite3_bind_int64(stmt_.get(), next_++, value);
    return *this;
}

statement& statement::bind(std::string_view text) {
    sqlite3_bind_text(stmt_.get(), next_++, text.data() ? text.data() : "", static_cast<int>(text.size()), SQLITE_STATIC);
    return *this;
}

statement& statement::bind(std::span<const std::uint8_t> blob) {
    sqlite3_bind_blob(stmt_.get(), next_++, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
    return *this;
}

bool statement::step() {
    const int status = sqlite3_step(stmt_.get());
    if (status == SQLITE_ROW) return true;
    if (status != SQLITE_DONE) {
        next_ = 1;
        sqlite3_reset(stmt_.get());
        owner_->fail("write or read");
    }
    reset();
    return false;
}

void statement::once() { step(); }

void statement::reset() {
    sqlite3_reset(stmt_.get());
    next_ = 1;
}

std::int64_t statement::number(int column) const { return sqlite3_column_int64(stmt_.get(), column); }

std::string_view statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_.get(), column));
    return {data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(stmt_.get(), column))};
}

std::span<const std::uint8_t> statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_.get(), column))};
}

}  // namespace hermod::store::sqlite
