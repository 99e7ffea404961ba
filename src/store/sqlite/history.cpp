#include "store/sqlite/history.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "store/codec.hpp"

namespace hermod::store::sqlite {
namespace {

// The layout of a day. What people search for has columns; the rest of the record is one blob (store/codec.hpp).
constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS message(id INTEGER PRIMARY KEY, account INTEGER NOT NULL, state INTEGER NOT NULL,"
    " recipient TEXT NOT NULL, sender TEXT NOT NULL, client_ref TEXT NOT NULL, body TEXT NOT NULL, record BLOB NOT NULL)";
constexpr std::size_t most_open_files = 4;

std::int64_t day_of(message_id id) { return std::chrono::floor<std::chrono::days>(time_of(id)).time_since_epoch().count(); }

std::string path_of(const std::string& folder, std::int64_t day) {
    return folder + "/" + to_rfc3339(wall_time{std::chrono::days{day}}).substr(0, 10) + ".db";
}

// A new file is only there after a crash when its folder was synced.
void sync_folder(const std::string& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

database open_day(const std::string& path, const char* vfs) {
    const bool fresh = !std::filesystem::exists(path);
    database db(path, database::access::read_write, vfs);
    db.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096; PRAGMA cache_size=-8192");
    db.run(schema);
    if (fresh) sync_folder(std::filesystem::path(path).parent_path().string());
    return db;
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
            add.bind(m.id.value).bind(std::int64_t{m.account.value}).bind(static_cast<std::int64_t>(r->now)).bind(std::string_view(m.to))
                .bind(std::string_view(m.from)).bind(std::string_view(m.client_ref)).bind(std::string_view(m.body))
                .bind(std::span(bytes)).once();
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
        if (files_.empty()) std::filesystem::create_directories(folder_);
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
}

history_reader::day_file::day_file(const std::string& path, std::int64_t number, const char* vfs)
    : day(number),
      db(path, database::access::read_only, vfs),
      read(db.prepare("SELECT body, record FROM message WHERE id=?")),
      scan(db.prepare("SELECT id, account, state, recipient, sender, client_ref, body, record FROM message WHERE id<? ORDER BY id DESC")) {}

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
        files_.emplace_front(path, day, vfs_);
        if (files_.size() > most_open_files) files_.pop_back();
    }
    return &files_.front();
}

std::vector<std::int64_t> history_reader::days() const {
    std::vector<std::int64_t> out;
    if (!std::filesystem::is_directory(folder_)) return out;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        const auto name = entry.path().filename().string();
        if (name.size() != 13 || !name.ends_with(".db")) continue;
        if (const auto t = parse_rfc3339(name.substr(0, 10) + "T00:00:00Z"))
            out.push_back(std::chrono::floor<std::chrono::days>(*t).time_since_epoch().count());
    }
    std::sort(out.rbegin(), out.rend());
    return out;
}

std::optional<record> history_reader::read(message_id id) {
    day_file* f = file_of(day_of(id));
    if (!f) return std::nullopt;
    f->read.bind(id.value);
    if (!f->read.step()) return std::nullopt;
    record out = checked(f->read, 0, 1);
    f->read.reset();
    return out;
}

bool history_reader::scan(const filter& what, std::size_t most_rows, message_id& stopped_at, const std::function<bool(record)>& visit) {
    const message_id least = first_id_at(what.since);
    const std::int64_t last_day = day_of(what.before), first_day = day_of(least);
    std::size_t rows = 0;
    for (const std::int64_t day : days()) {
        if (day > last_day) continue;
        if (day < first_day) break;
        day_file* f = file_of(day);
        if (!f) continue;
        statement& s = f->scan;
        s.bind(what.before.value);
        while (s.step()) {
            const message_id id{s.number(0)};
            if (id < least) break;
            if (++rows > most_rows) {
                stopped_at = message_id{id.value + 1};
                s.reset();
                return false;
            }
            if ((what.account && s.number(1) != what.account->value) || (what.now && s.number(2) != static_cast<std::int64_t>(*what.now)) ||
                (!what.to.empty() && s.text(3) != what.to) || (!what.from.empty() && s.text(4) != what.from) ||
                (!what.client_ref.empty() && s.text(5) != what.client_ref))
                continue;
            if (!visit(checked(s, 6, 7))) {
                s.reset();
                return true;
            }
        }
        s.reset();
    }
    return true;
}

message_id history_reader::last_id() {
    const auto all = days();
    if (all.empty()) return {};
    day_file* f = file_of(all.front());
    if (!f) return {};
    f->scan.bind(INT64_MAX);
    message_id out;
    if (f->scan.step()) out = message_id{f->scan.number(0)};
    f->scan.reset();
    return out;
}

}  // namespace hermod::store::sqlite
