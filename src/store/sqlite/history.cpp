#include "store/sqlite/history.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>

#include "store/codec.hpp"

namespace hermod::store::sqlite {
namespace {

// The layout of a day. What people search for has columns; the rest of the record is one blob (store/codec.hpp).
constexpr const char* history_schema =
    "CREATE TABLE IF NOT EXISTS message(id INTEGER PRIMARY KEY, account INTEGER NOT NULL, state INTEGER NOT NULL,"
    " recipient TEXT NOT NULL, sender TEXT NOT NULL, client_ref TEXT NOT NULL, body TEXT NOT NULL, record BLOB NOT NULL)";
constexpr std::size_t most_open_files = 4;

std::int64_t day_of(message_id id) {
    return std::chrono::floor<std::chrono::days>(time_of(id)).time_since_epoch().count();
}

std::string path_of(const std::string& folder, std::int64_t day) {
    return folder + "/" + to_rfc3339(wall_time{std::chrono::days{day}}).substr(0, 10) + ".db";
}

// A new file or folder is only there after a power cut when what holds it was synced.
void sync_folder(const std::filesystem::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    const std::string why = std::strerror(errno);
    if (fd >= 0) ::close(fd);
    if (!synced) throw disk_error("cannot sync the folder " + folder.string() + ": " + why);
}

void create_folder(const std::string& folder) {
    std::error_code fault;
    if (std::filesystem::create_directories(folder, fault)) sync_folder(std::filesystem::absolute(folder).parent_path());
    if (fault) throw disk_error("cannot create the folder " + folder + ": " + fault.message());
}

// Newest first.
std::vector<std::int64_t> days_in(const std::string& folder) {
    std::vector<std::int64_t> out;
    if (!std::filesystem::is_directory(folder)) return out;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        if (name.size() != 13 || !name.ends_with(".db")) continue;
        if (const auto t = parse_rfc3339(name.substr(0, 10) + "T00:00:00Z"))
            out.push_back(std::chrono::floor<std::chrono::days>(*t).time_since_epoch().count());
    }
    std::sort(out.rbegin(), out.rend());
    return out;
}

database open_day(const std::string& path, const char* vfs) {
    const bool fresh = !std::filesystem::exists(path);
    database db(path, database::access::read_write, vfs);
    db.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096; PRAGMA cache_size=-8192");
    db.run(history_schema);
    if (fresh) sync_folder(std::filesystem::path(path).parent_path());
    return db;
}

bool has_schema(database& file) {
    statement tables = file.prepare("SELECT 1 FROM sqlite_schema WHERE name='message'");
    return tables.step();
}

// Whether the record's octets have it somewhere: what has no column is then looked for in the record itself.
bool mentions(const statement& row, std::string_view text) {
    const auto blob = row.blob(7);
    return std::string_view(reinterpret_cast<const char*>(blob.data()), blob.size()).find(text) != std::string_view::npos;
}

// False: it cannot match. As it was given, an address stands in the record alone, as do tags.
bool passes(const filter& what, const statement& row) {
    return (!what.account || row.number(1) == what.account->value) &&
           (!what.now || row.number(2) == static_cast<std::int64_t>(*what.now)) &&
           (what.to.empty() || row.text(3) == what.to || mentions(row, what.to)) &&
           (what.from.empty() || row.text(4) == what.from || mentions(row, what.from)) &&
           (what.tag.empty() || mentions(row, what.tag)) && (what.client_ref.empty() || row.text(5) == what.client_ref);
}

record checked(statement& s, int body, int blob) {
    auto r = read_record(s.blob(blob), s.text(body));
    if (!r) throw disk_error("history: " + r.error().message());
    return std::move(*r);
}

}  // namespace

history_writer::day_file::day_file(const std::string& path, std::int64_t number, const char* vfs)
    : day(number),
      db(open_day(path, vfs)),
      begin(db.prepare("BEGIN IMMEDIATE")),
      commit(db.prepare("COMMIT")),
      rollback(db.prepare("ROLLBACK")),
      add(db.prepare("INSERT OR REPLACE INTO message VALUES(?,?,?,?,?,?,?,?)")) {}

void history_writer::day_file::write(std::span<const record* const> records) {
    begin.once();
    try {
        for (const record* r : records) {
            const message& m = *r->what;
            const auto bytes = write_record(*r, false);
            add.bind(m.id.value)
                .bind(std::int64_t{m.account.value})
                .bind(static_cast<std::int64_t>(r->now))
                .bind(std::string_view(m.to))
                .bind(std::string_view(m.from))
                .bind(std::string_view(m.client_ref))
                .bind(std::string_view(m.body))
                .bind(std::span(bytes))
                .once();
        }
        commit.once();
    } catch (const disk_error&) {
        try {
            rollback.once();
        } catch (const disk_error&) {
            // SQLite has rolled back by itself; the first error is the one to report.
        }
        throw;
    }
}

history_writer::day_file& history_writer::file_of(std::int64_t day) {
    const auto at = std::find_if(files_.begin(), files_.end(), [&](const day_file& f) { return f.day == day; });
    if (at != files_.end()) {
        files_.splice(files_.begin(), files_, at);
    } else {
        if (files_.empty()) create_folder(folder_);
        files_.emplace_front(path_of(folder_, day), day, vfs_);
        if (files_.size() > most_open_files) files_.pop_back();
    }
    return files_.front();
}

void history_writer::archive(std::span<const std::shared_ptr<const record>> closed) {
    std::map<std::int64_t, std::vector<const record*>> by_day;
    for (const auto& r : closed) by_day[day_of(r->what->id)].push_back(r.get());
    for (auto& [day, records] : by_day) {
        std::sort(records.begin(), records.end(), [](const record* a, const record* b) { return a->what->id < b->what->id; });
        file_of(day).write(records);
    }
    // The newest message's day tells today's without a clock.
    if (keep_days_ && !by_day.empty() && by_day.rbegin()->first > today_) {
        today_ = by_day.rbegin()->first;
        drop_before(today_ - keep_days_);
    }
}

void history_writer::drop_before(std::int64_t first_kept) {
    for (const std::int64_t day : days_in(folder_)) {
        if (day >= first_kept) continue;
        files_.remove_if([&](const day_file& f) { return f.day == day; });
        for (const char* part : {"", "-wal", "-shm"}) {
            std::error_code ignored;  // what cannot be removed now is tried again tomorrow
            std::filesystem::remove(path_of(folder_, day) + part, ignored);
        }
    }
    sync_folder(folder_);
}

void history_writer::recover() {
    if (!std::filesystem::is_directory(folder_)) return;
    constexpr std::string_view left_over = ".db-journal";
    std::vector<std::string> cut_short;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
        if (entry.path().native().ends_with(left_over)) cut_short.push_back(entry.path().native());
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
        if (const std::string& path = entry.path().native(); path.ends_with(".db")) write_log_again(path, vfs_);
    for (const std::string& journal : cut_short) open_day(journal.substr(0, journal.size() - std::strlen("-journal")), vfs_);
}

history_reader::day_file::day_file(database file, std::int64_t number)
    : day(number),
      db(std::move(file)),
      read(db.prepare("SELECT body, record FROM message WHERE id=?")),
      scan(db.prepare(
          "SELECT id, account, state, recipient, sender, client_ref, body, record FROM message WHERE id<? ORDER BY id DESC")) {}

history_reader::day_file* history_reader::file_of(std::int64_t day) {
    const auto at = std::find_if(files_.begin(), files_.end(), [&](const day_file& f) { return f.day == day; });
    const std::string path = path_of(folder_, day);
    if (!std::filesystem::exists(path)) {
        if (at != files_.end()) files_.erase(at);  // its day was dropped
        return nullptr;
    }
    if (at != files_.end()) {
        files_.splice(files_.begin(), files_, at);
    } else {
        database file(path, database::access::read_only, vfs_);
        if (!has_schema(file)) return nullptr;  // the archiver is just making it
        files_.emplace_front(std::move(file), day);
        if (files_.size() > most_open_files) files_.pop_back();
    }
    return &files_.front();
}

std::optional<record> history_reader::read(message_id id) {
    day_file* f = file_of(day_of(id));
    if (!f) return std::nullopt;
    f->read.bind(id.value);
    if (!f->read.step()) return std::nullopt;
    const resetting after(f->read);
    return checked(f->read, 0, 1);
}

std::optional<message_id> history_reader::scan(const filter& what, std::size_t most_rows,
                                               const std::function<bool(record)>& visit) {
    const message_id least = first_id_at(what.since);
    const std::int64_t last_day = day_of(what.before), first_day = day_of(least);
    std::size_t rows = 0;
    for (const std::int64_t day : days_in(folder_)) {
        if (day > last_day) continue;
        if (day < first_day) break;
        day_file* f = file_of(day);
        if (!f) continue;
        f->scan.bind(what.before.value);
        const resetting after(f->scan);
        while (f->scan.step()) {
            const message_id id{f->scan.number(0)};
            if (id < least) break;
            if (passes(what, f->scan) && !visit(checked(f->scan, 6, 7))) return id;
            if (++rows >= most_rows) return id;
        }
    }
    return std::nullopt;
}

message_id history_reader::last_id() {
    const auto all = days_in(folder_);
    if (all.empty()) return {};
    day_file* f = file_of(all.front());
    if (!f) return {};
    f->scan.bind(INT64_MAX);
    const resetting after(f->scan);
    return f->scan.step() ? message_id{f->scan.number(0)} : message_id{};
}

}  // namespace hermod::store::sqlite
