#include "store/sqlite/live.hpp"

#include <algorithm>

#include "store/codec.hpp"
#include "store/remote_keys.hpp"

namespace hermod::store::sqlite {
namespace {

// The layout of the live file. docs/store.md tells what each table is for.
constexpr const char* live_schema = R"(
CREATE TABLE IF NOT EXISTS journal(sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, changes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS open(id INTEGER PRIMARY KEY, connector INTEGER NOT NULL, expires INTEGER NOT NULL,
    sendable INTEGER NOT NULL, pending INTEGER NOT NULL, as_of INTEGER NOT NULL, not_before INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0, account INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS notes(kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remote(key INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(key, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS idempotency(account INTEGER NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL,
    answer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(account, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS idempotency_at ON idempotency(at);
CREATE TABLE IF NOT EXISTS parked(sequence INTEGER PRIMARY KEY, connector INTEGER NOT NULL, remote_id TEXT NOT NULL,
    recipient TEXT NOT NULL, outcome INTEGER NOT NULL, code INTEGER NOT NULL, at INTEGER NOT NULL, detail TEXT NOT NULL);
)";

constexpr const char* to_format_2 =
    "ALTER TABLE open ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0; ALTER TABLE open ADD COLUMN held INTEGER NOT NULL "
    "DEFAULT 0";
constexpr const char* to_format_3 =
    "ALTER TABLE open ADD COLUMN account INTEGER NOT NULL DEFAULT 0; ALTER TABLE open ADD COLUMN priority INTEGER NOT NULL "
    "DEFAULT 0";

// Until then `held` was 0 or held_part.
constexpr const char* to_format_4 =
    "CREATE TABLE notes(kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(kind, key)) WITHOUT ROWID";

// PRAGMA user_version; 3: without notes; 2: without account and priority; 1: without not_before and held too
constexpr int format = 4;
constexpr std::int64_t held_part = 1, on_hold = 2;  // values of open.held
constexpr int checkpoint_pages = 4096;

database open_live(const std::string& path, const char* vfs) {
    write_log_again(path, vfs);
    database db(path, database::access::read_write, vfs);
    db.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536");
    db.checkpoint_by_hand();
    std::int64_t found = 0;
    {
        statement version = db.prepare("PRAGMA user_version");
        if (version.step()) found = version.number(0);
        version.reset();
    }
    if (found > format) throw disk_error(path + " was written by a newer version of Hermod");
    if (found < format) {
        db.run("BEGIN IMMEDIATE");
        if (found == 0) db.run(live_schema);
        if (found == 1) db.run(to_format_2);
        if (found == 1 || found == 2) db.run(to_format_3);
        if (found != 0) db.run(to_format_4);
        db.run("PRAGMA user_version=4; COMMIT");
    }
    return db;
}

std::int64_t as_key(std::uint64_t key) {
    return static_cast<std::int64_t>(key);
}

result<record> checked(std::span<const std::uint8_t> bytes, message_id id) {
    auto r = read_record(bytes);
    if (!r) throw disk_error("open record " + to_text(id) + ": " + r.error().message());
    return r;
}

template <class Visit>
void for_each_key(const record& r, Visit visit) {
    if (!r.what->receipt) return;
    for (const event& e : r.events) for_each_remote_key(*r.what, e, [&](std::uint64_t key) { visit(as_key(key)); });
}

}  // namespace

live::live(const std::string& path, const char* vfs)
    : db_(open_live(path, vfs)),
      begin_(db_.prepare("BEGIN IMMEDIATE")),
      commit_(db_.prepare("COMMIT")),
      rollback_(db_.prepare("ROLLBACK")),
      add_entry_(db_.prepare("INSERT INTO journal VALUES(?,?,?)")),
      drop_entries_(db_.prepare("DELETE FROM journal WHERE sequence<=?")),
      keep_(db_.prepare("INSERT OR REPLACE INTO open(id, connector, expires, sendable, pending, as_of, not_before, held, "
                        "account, priority, record) "
                        "VALUES(?,?,?,?,?,?,?,?,?,?,?)")),
      forget_(db_.prepare("DELETE FROM open WHERE id=?")),
      add_remote_(db_.prepare("INSERT OR IGNORE INTO remote VALUES(?,?)")),
      drop_remote_(db_.prepare("DELETE FROM remote WHERE key=? AND id=?")),
      add_key_(db_.prepare("INSERT OR REPLACE INTO idempotency VALUES(?,?,?,?,?)")),
      drop_keys_(db_.prepare("DELETE FROM idempotency WHERE at<?")),
      park_(db_.prepare("INSERT INTO parked VALUES(?,?,?,?,?,?,?,?)")),
      unpark_(db_.prepare("DELETE FROM parked WHERE sequence=?")),
      put_note_(db_.prepare("INSERT OR REPLACE INTO notes VALUES(?,?,?)")),
      drop_note_(db_.prepare("DELETE FROM notes WHERE kind=? AND key=?")),
      load_(db_.prepare("SELECT as_of, record FROM open WHERE id=?")),
      find_remote_(db_.prepare("SELECT id FROM remote WHERE key=? ORDER BY id DESC LIMIT ?")),
      find_key_(db_.prepare("SELECT fingerprint, answer FROM idempotency WHERE account=? AND key=?")) {}

void live::for_each_entry(const std::function<void(const journal_entry&)>& visit) {
    statement all = db_.prepare("SELECT sequence, at, changes FROM journal ORDER BY sequence");
    while (all.step()) visit({all.number(0), from_micros(all.number(1)), all.blob(2)});
}

void live::for_each_kept(const std::function<void(const open_entry&)>& visit) {
    statement all = db_.prepare(
        "SELECT id, connector, expires, sendable, pending, not_before, held, account, priority, "
        "CASE account WHEN 0 THEN record END FROM open ORDER BY id");
    while (all.step()) {
        // A row from before format 3: its record knows. What waits must be known by one rank from its start to its end.
        if (all.number(7) == 0) {
            visit(entry_of(checked(all.blob(9), message_id{all.number(0)}).value()));
            continue;
        }
        visit({message_id{all.number(0)}, connector_id{static_cast<std::uint32_t>(all.number(1))}, from_micros(all.number(2)),
               all.number(3) != 0, all.number(4) != 0, from_micros(all.number(5)), all.number(6) == held_part,
               all.number(6) == on_hold, account_id{static_cast<std::uint32_t>(all.number(7))},
               static_cast<std::uint8_t>(all.number(8))});
    }
}

std::vector<note> live::notes_of(std::string_view kind) {
    statement all = db_.prepare("SELECT key, value FROM notes WHERE kind=? ORDER BY key");
    all.bind(kind);
    std::vector<note> out;
    while (all.step()) out.push_back({std::string(kind), std::string(all.text(0)), std::string(all.text(1))});
    return out;
}

void live::commit(const commit_unit& unit) {
    begin_.once();
    try {
        write(unit);
        commit_.once();
    } catch (const disk_error&) {
        try {
            rollback_.once();
        } catch (const disk_error&) {
            // SQLite has rolled back by itself; the first error is the one to report.
        }
        throw;
    }
    if (db_.log_pages() >= checkpoint_pages) db_.checkpoint();
}

void live::write(const commit_unit& unit) {
    if (!unit.entry.bytes.empty())
        add_entry_.bind(unit.entry.sequence).bind(to_micros(unit.entry.at)).bind(unit.entry.bytes).once();
    for (const record* r : unit.keep) keep(*r, unit.entry.sequence);
    for (const record* r : unit.forget) forget(*r);
    if (unit.drop_through) drop_entries_.bind(unit.drop_through).once();
    for (const idempotency* k : unit.keys)
        add_key_.bind(std::int64_t{k->account.value})
            .bind(std::string_view(k->key))
            .bind(std::span(k->fingerprint))
            .bind(std::string_view(k->answer))
            .bind(to_micros(unit.entry.at))
            .once();
    if (!unit.keys.empty() && ++commits_ % 64 == 0) drop_keys_.bind(to_micros(unit.forget_keys_before)).once();
    for (const unmatched_receipt* p : unit.park) {
        const remote_receipt& r = p->receipt;
        park_.bind(p->sequence)
            .bind(std::int64_t{r.connector.value})
            .bind(std::string_view(r.remote_id))
            .bind(std::string_view(r.recipient))
            .bind(static_cast<std::int64_t>(r.outcome))
            .bind(std::int64_t{r.code})
            .bind(to_micros(r.at))
            .bind(std::string_view(r.detail))
            .once();
    }
    for (const std::int64_t sequence : unit.unpark) unpark_.bind(sequence).once();
    if (unit.notes)
        unit.notes->for_each([this](const std::string& kind, const std::string& key, const std::optional<std::string>& value) {
            if (value)
                put_note_.bind(std::string_view(kind)).bind(std::string_view(key)).bind(std::string_view(*value)).once();
            else
                drop_note_.bind(std::string_view(kind)).bind(std::string_view(key)).once();
        });
}

void live::keep(const record& r, std::int64_t as_of) {
    const auto bytes = write_record(r, true);
    const open_entry e = entry_of(r);
    keep_.bind(e.id.value)
        .bind(std::int64_t{e.connector.value})
        .bind(to_micros(e.expires_at))
        .bind(std::int64_t{e.sendable})
        .bind(std::int64_t{e.callback_pending})
        .bind(as_of)
        .bind(to_micros(e.not_before))
        .bind(e.held      ? held_part
              : e.on_hold ? on_hold
                          : 0)
        .bind(std::int64_t{e.account.value})
        .bind(std::int64_t{e.priority})
        .bind(std::span(bytes))
        .once();
    for_each_key(r, [&](std::int64_t key) { add_remote_.bind(key).bind(e.id.value).once(); });
}

void live::forget(const record& r) {
    forget_.bind(r.what->id.value).once();
    for_each_key(r, [&](std::int64_t key) { drop_remote_.bind(key).bind(r.what->id.value).once(); });
}

std::optional<kept_record> live::load(message_id id) {
    load_.bind(id.value);
    if (!load_.step()) return std::nullopt;
    const resetting after(load_);
    return kept_record{checked(load_.blob(1), id).value(), load_.number(0)};
}

std::vector<message_id> live::find_remote(std::uint64_t key) {
    std::vector<message_id> out;
    find_remote_.bind(as_key(key)).bind(static_cast<std::int64_t>(most_remote_hits));
    while (find_remote_.step()) out.emplace_back(find_remote_.number(0));
    return out;
}

std::optional<stored_key> live::find_key(account_id account, std::string_view key) {
    find_key_.bind(std::int64_t{account.value}).bind(key);
    if (!find_key_.step()) return std::nullopt;
    stored_key out;
    const auto print = find_key_.blob(0);
    std::copy_n(print.begin(), std::min(print.size(), out.fingerprint.size()), out.fingerprint.begin());
    out.answer = find_key_.text(1);
    find_key_.reset();
    return out;
}

live_reader::live_reader(const std::string& path, const char* vfs)
    : db_(path, database::access::read_only, vfs),
      load_(db_.prepare("SELECT record FROM open WHERE id=?")),
      scan_(db_.prepare("SELECT id, record FROM open WHERE id<? ORDER BY id DESC")),
      parked_(db_.prepare("SELECT sequence, connector, remote_id, recipient, outcome, code, at, detail FROM parked "
                          "ORDER BY sequence DESC LIMIT ?")) {}

std::optional<record> live_reader::read(message_id id) {
    load_.bind(id.value);
    if (!load_.step()) return std::nullopt;
    const resetting after(load_);
    return checked(load_.blob(0), id).value();
}

std::optional<message_id> live_reader::scan(const filter& what, std::size_t most_rows, const std::function<bool(record)>& visit) {
    const message_id least = first_id_at(what.since);
    std::size_t rows = 0;
    scan_.bind(what.before.value);
    const resetting after(scan_);
    while (scan_.step()) {
        const message_id id{scan_.number(0)};
        if (id < least) break;
        if (!visit(checked(scan_.blob(1), id).value()) || ++rows >= most_rows) return id;
    }
    return std::nullopt;
}

std::vector<unmatched_receipt> live_reader::parked(std::size_t limit) {
    std::vector<unmatched_receipt> out;
    parked_.bind(static_cast<std::int64_t>(limit));
    while (parked_.step()) {
        unmatched_receipt u;
        u.sequence = parked_.number(0);
        u.receipt.connector = connector_id{static_cast<std::uint32_t>(parked_.number(1))};
        u.receipt.remote_id = parked_.text(2);
        u.receipt.recipient = parked_.text(3);
        u.receipt.outcome = static_cast<state>(std::clamp<std::int64_t>(parked_.number(4), 0, state_count - 1));
        u.receipt.code = static_cast<std::uint32_t>(parked_.number(5));
        u.receipt.at = from_micros(parked_.number(6));
        u.receipt.detail = parked_.text(7);
        out.push_back(std::move(u));
    }
    return out;
}

}  // namespace hermod::store::sqlite
