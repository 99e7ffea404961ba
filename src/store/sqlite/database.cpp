#include "store/sqlite/database.hpp"

#include <sqlite3.h>

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
