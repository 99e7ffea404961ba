// History: closed messages, a file a day, named by the day of acceptance (which their ids tell). Append-mostly, so it
// costs the same whatever is there already; retention is removing a file. Two owners: the archiver writes, the reader
// reads; each has connections of its own, a few open at a time.
#pragma once

#include <list>
#include <optional>
#include <string>

#include "store/backend.hpp"
#include "store/sqlite/database.hpp"

namespace hermod::store::sqlite {

class history_writer {
public:
    // keep_days: files of days longer ago than this are removed; 0: none ever.
    history_writer(std::string folder, const char* vfs, std::int64_t keep_days)
        : folder_(std::move(folder)), vfs_(vfs), keep_days_(keep_days) {}
    // Before anything reads: a day whose creation a crash cut short is finished; readers could not.
    void recover();
    // Durable when it returns.
    void archive(std::span<const std::shared_ptr<const record>> closed);

private:
    struct day_file {
        std::int64_t day;
        database db;
        statement begin, commit, rollback, add;
        day_file(const std::string& path, std::int64_t number, const char* vfs);
        void write(std::span<const record* const> records);
    };
    day_file& file_of(std::int64_t day);
    void drop_before(std::int64_t day);

    std::string folder_;
    const char* vfs_;
    std::int64_t keep_days_, today_ = 0;
    std::list<day_file> files_;  // most recently used first
};

class history_reader {
public:
    history_reader(std::string folder, const char* vfs) : folder_(std::move(folder)), vfs_(vfs) {}
    std::optional<record> read(message_id id);
    // Newest first; visits what matches the columns, until visit answers false or most_rows were looked at: then the id
    // where it stopped.
    std::optional<message_id> scan(const filter& what, std::size_t most_rows, const std::function<bool(record)>& visit);
    message_id last_id();

private:
    struct day_file {
        std::int64_t day;
        database db;
        statement read, scan;
        day_file(database file, std::int64_t number);
    };
    day_file* file_of(std::int64_t day);

    std::string folder_;
    const char* vfs_;
    std::list<day_file> files_;
};

}  // namespace hermod::store::sqlite
