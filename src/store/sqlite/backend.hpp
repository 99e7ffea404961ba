// The embedded engine: a live file and a folder of history beside it ("hermod.db", "hermod.db.history/2026-11-23.db").
// The gate calls open..free_bytes, the archiver archive(), the reader read(), scan(), parked(): three sets of connections.
#pragma once

#include <memory>

#include "store/backend.hpp"

namespace hermod::store::sqlite {

// vfs: the name of an SQLite VFS for tests that break disks; null in the product. history_days: how long closed messages
// are kept; 0: for ever. open() refuses a file that another process has open.
std::unique_ptr<backend> make_backend(std::string path, const char* vfs = nullptr, std::uint32_t history_days = 0);

}  // namespace hermod::store::sqlite
