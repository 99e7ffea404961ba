// Power cuts and failing disks under load: whatever was answered or told before must be there after.
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/contract_fixture.hpp"
#include "store/sqlite/backend.hpp"
#include "support/power_vfs.hpp"

namespace hermod::store::contract {
namespace {

using simulated::power_disk;
constexpr account_id shop{11};
constexpr connector_id operator_a{21};

// What was handed over, and what the store said to it. Replies come on the store's thread; read after stop().
struct put_said final : put_reply {
    std::vector<message_ptr> messages;
    std::string key;
    std::atomic<int> said{-1};
    void put_done(put_result r) noexcept override { said = static_cast<int>(r.is); }
    bool stored() const { return said == static_cast<int>(put_result::kind::stored); }
};
struct replace_said final : replace_reply {
    message_ptr next;
    std::atomic<int> said{-1};
    void replace_done(outcome o) noexcept override { said = static_cast<int>(o); }
    bool kept() const { return said == static_cast<int>(outcome::replaced); }
};
// Parts of a handset's message, and the whole that they go into in one transaction.
struct join_said final {
    put_said parts, whole;
};
struct receipt_said final : receipt_reply {
    std::string detail, remote_id;
    std::atomic<int> said{-1};
    void receipt_done(std::uint64_t, receipt_match m) noexcept override { said = static_cast<int>(m); }
    bool kept() const { return said == static_cast<int>(receipt_match::matched) || said == static_cast<int>(receipt_match::parked); }
};
struct claim_said final : claim_reply {
    std::vector<message_id> ids;
    std::atomic<bool> said{false};
    void claimed(std::uint64_t) noexcept override { said = true; }
};

// A gate on a disk that may fail, a load, and the memory of all answers over several lives of the gate.
class life {
public:
    life(power_disk& disk, std::uint64_t seed) : disk_(disk), random_(seed) {}
    ~life() { end(); }

    void begin() {
        gate_options o;
        o.now = [this] { return clock_.now(); };
        o.on_failure = [this](std::string_view) { ++failures; };
        o.journal_bytes = journal_bytes;
        o.reserve_bytes = 0;
        o.most_parked = 100'000;
        o.archive_wait = std::chrono::milliseconds{0};
        store_ = std::make_unique<gate>(sqlite::make_backend(folder_.path() + "/hermod.db", disk_.name()), std::move(o));
        store_->open([](const open_entry&) {});
        ids_ = std::make_unique<id_source>(1, store_->last_id());
        store_->subscribe(notebook_);
        store_->start();
    }
    void end() {
        if (store_) store_->stop();
        store_.reset();
    }
    gate& s() { return *store_; }

    // Random changes, handed over without waiting, in groups that end with a flush. Ends early when the store has failed.
    void work(int changes) {
        for (int i = 0; i < changes && !disk_.is_off() && failures == 0; ++i) {
            one_change();
            if (random_() % 8 == 0 && !wait_for_commit()) return;
        }
        wait_for_commit();
    }
    bool wait_for_commit() {
        put_wait wait;  // unlike a claim, a put is always answered
        s().put({}, nullptr, wait);
        return wait.get().is == put_result::kind::stored;
    }

    // After a restart.
    void check_that_nothing_was_lost() {
        for (const auto& p : puts_)
            if (p->stored()) check(*p);
        std::map<message_id, std::vector<notice>> told;
        for (const notice& n : notebook_.all()) told[n.what->id].push_back(n);
        for (const auto& [id, notices] : told) check_timeline(id, notices);
        for (const auto& c : claims_)
            if (c->said) check(*c);
        for (const auto& r : replacements_)
            if (r->kept()) check(*r);
        for (const auto& j : joins_) check(*j);
        check_receipts();
    }
    void check_integrity() {
        std::vector<std::string> files{folder_.path() + "/hermod.db"};
        if (std::filesystem::exists(files[0] + ".history"))
            for (const auto& entry : std::filesystem::directory_iterator(files[0] + ".history"))
                if (entry.path().extension() == ".db") files.push_back(entry.path().string());
        for (const std::string& file : files) EXPECT_EQ(integrity_of(file), "ok") << file;
    }
    std::size_t acknowledged() const {
        return static_cast<std::size_t>(std::count_if(puts_.begin(), puts_.end(), [](const auto& p) { return p->stored(); }));
    }
    // Every put and receipt must have got some answer by the end.
    void check_that_all_were_answered() {
        for (const auto& p : puts_) ASSERT_NE(p->said, -1);
        for (const auto& r : receipts_) ASSERT_NE(r->said, -1);
        for (const auto& r : replacements_) ASSERT_NE(r->said, -1);
        for (const auto& j : joins_) ASSERT_TRUE(j->parts.said != -1 && j->whole.said != -1);
    }

    std::uint64_t journal_bytes = 64u << 20;
    std::atomic<int> failures{0};

private:
    void one_change() {
        switch (random_() % 12) {
            case 0: case 1: case 2: return put_some();
            case 3: return claim_some();
            case 4: case 5: return submit_one();
            case 6: case 7: return receive_one();
            case 8: return answer_callback();
            case 9: return replace_one();
            case 10: return join_some();
            default: return report_unknown();
        }
    }
    message_ptr a_message() {
        auto m = std::make_shared<message>();
        m->accepted_at = clock_.now();
        m->id = ids_->next(m->accepted_at);
        m->account = shop;
        m->connector = operator_a;
        m->parts = static_cast<std::uint8_t>(1 + random_() % 2);
        m->callbacks = random_() % 2 ? callback_final : callback_none;
        m->to = "+447700900123";
        m->body = std::string(random_() % 400, 'b');
        if (random_() % 50 == 0) clock_.skip(std::chrono::hours{13});  // another day, another file of history
        return m;
    }
    void put_some() {
        auto& said = *puts_.emplace_back(std::make_unique<put_said>());
        for (auto n = 1 + random_() % 3; n; --n) said.messages.push_back(a_message());
        for (const auto& m : said.messages) alive_.push_back(m);
        std::unique_ptr<idempotency> key;
        if (random_() % 3 == 0) {
            key = std::make_unique<idempotency>();
            key->account = shop;
            key->key = said.key = "key " + to_text(said.messages[0]->id);
            key->answer = to_text(said.messages[0]->id);
        }
        s().put(said.messages, std::move(key), said);
    }
    message_ptr any() {
        if (alive_.empty()) return nullptr;
        return alive_[alive_.size() - 1 - random_() % std::min<std::size_t>(alive_.size(), 40)];
    }
    void claim_some() {
        auto& said = *claims_.emplace_back(std::make_unique<claim_said>());
        if (const auto m = any()) said.ids.push_back(m->id);
        s().claim(said.ids, said, 0);
    }
    void replace_one() {
        const auto m = any();
        if (!m) return;
        auto& said = *replacements_.emplace_back(std::make_unique<replace_said>());
        auto next = std::make_shared<message>(*m);
        next->client_ref = std::to_string(replacements_.size());
        said.next = next;
        s().replace(shop, m->id, next, clock_.now(), said);
    }
    void join_some() {
        auto& said = *joins_.emplace_back(std::make_unique<join_said>());
        std::vector<message_id> ids;
        for (auto n = 1 + random_() % 3; n; --n) {
            auto part = std::make_shared<message>(*a_message());
            part->way = direction::from_handset;
            part->held = true;
            part->callbacks = callback_none;
            part->parts = 1;
            ids.push_back(part->id);
            said.parts.messages.push_back(std::move(part));
        }
        auto whole = std::make_shared<message>(*said.parts.messages.front());
        whole->id = ids_->next(clock_.now());
        whole->held = false;
        said.whole.messages.push_back(whole);
        s().put(said.parts.messages, nullptr, said.parts);
        s().join(whole, ids, said.whole);
    }
    static std::string remote_id_of(const message& m, int part) { return to_text(m.id) + "p" + std::to_string(part); }
    void submit_one() {
        const auto m = any();
        if (!m) return;
        for (std::uint8_t part = 1; part <= m->parts; ++part) s().settle(m->id, submitted(part, remote_id_of(*m, part), clock_.now()));
    }
    void receive_one() {
        const auto m = any();
        if (m) report(remote_id_of(*m, 1 + static_cast<int>(random_() % m->parts)));
    }
    void report_unknown() { report("unknown " + std::to_string(receipts_.size())); }
    void report(std::string remote_id) {
        auto& said = *receipts_.emplace_back(std::make_unique<receipt_said>());
        said.detail = "receipt " + std::to_string(receipts_.size());
        remote_receipt r;
        r.connector = operator_a;
        r.remote_id = said.remote_id = std::move(remote_id);
        r.detail = said.detail;
        r.at = clock_.now();
        s().report(std::move(r), said, 0);
    }
    void answer_callback() {
        for (const notice& n : notebook_.all())
            if (n.happened.callback == callback_state::pending && called_.insert({n.what->id, n.index}).second)
                return s().called_back(n.what->id, n.index, told(callback_state::answered, 200));
    }

    void check(const put_said& p) {
        for (const auto& m : p.messages) {
            const auto r = find(s(), m->id);
            ASSERT_TRUE(r) << to_text(m->id) << " was stored and is gone";
            EXPECT_EQ(r->what->body, m->body);
            EXPECT_GE(s().last_id(), m->id);
        }
        if (p.key.empty()) return;
        auto again = std::make_unique<idempotency>();
        again->account = shop;
        again->key = p.key;
        put_wait wait;
        s().put({}, std::move(again), wait);
        const auto answer = wait.get();
        EXPECT_EQ(answer.is, put_result::kind::replayed) << p.key;
        EXPECT_EQ(answer.answer, to_text(p.messages[0]->id));
    }
    // Observers are told after the commit: all that they saw stands in the record, in that order.
    void check_timeline(message_id id, const std::vector<notice>& notices) {
        const auto r = find(s(), id);
        ASSERT_TRUE(r) << to_text(id) << " was told as stored and is gone";
        auto at = r->events.begin();
        for (const notice& n : notices) {
            if (n.happened.kind == event_kind::stored) continue;
            at = std::find_if(at, r->events.end(), [&](const event& e) {
                return e.kind == n.happened.kind && e.part == n.happened.part && e.detail == n.happened.detail && e.at == n.happened.at;
            });
            ASSERT_TRUE(at != r->events.end()) << to_text(id) << " lost " << to_text(n.happened.kind) << " " << n.happened.detail << "\n"
                                               << timeline(*r);
            ++at;
        }
    }
    static std::string timeline(const record& r) {
        std::string out = "state " + std::string(to_text(r.now)) + ", callbacks " + std::to_string(r.what->callbacks);
        for (const event& e : r.events)
            out += "\n  " + std::string(to_text(e.kind)) + " part " + std::to_string(e.part) + " " + e.detail + " at " + to_rfc3339(e.at);
        return out;
    }
    // The last one that was answered, or a later one that was not.
    void check(const replace_said& r) {
        const auto found = find(s(), r.next->id);
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->what->client_ref.empty());
        EXPECT_GE(std::stoul("0" + found->what->client_ref), std::stoul(r.next->client_ref));
    }
    // The parts are held, or the whole is there and they are joined: never both, never half.
    void check(const join_said& j) {
        const bool whole = find(s(), j.whole.messages.front()->id).has_value();
        EXPECT_TRUE(whole || !j.whole.stored());
        for (const auto& part : j.parts.messages) {
            const auto r = find(s(), part->id);
            EXPECT_TRUE(r || !j.parts.stored());
            EXPECT_TRUE(!r || r->closed() == whole) << to_text(part->id);
        }
    }
    void check(const claim_said& c) {
        for (const message_id id : c.ids) {
            const auto r = find(s(), id);
            EXPECT_TRUE(!r || r->claimed || !r->events.empty()) << to_text(id) << " was claimed";
        }
    }
    // Each is in its message's timeline, or waits for its message. A second one for a part says nothing new.
    void check_receipts() {
        std::set<std::string> there;
        for (const auto& u : unmatched(s(), 100'000)) there.insert(u.receipt.detail);
        std::set<std::string> parts_told;
        for (const auto& m : alive_) {
            const auto r = find(s(), m->id);
            if (!r) continue;
            for (const event& e : r->events)
                if (e.kind == event_kind::receipt) parts_told.insert(remote_id_of(*m, e.part));
        }
        for (const auto& r : receipts_)
            EXPECT_TRUE(!r->kept() || there.contains(r->detail) || parts_told.contains(r->remote_id)) << r->detail << " is lost";
    }
    std::string integrity_of(const std::string& file) {
        sqlite3* db = nullptr;
        sqlite3_stmt* row = nullptr;
        std::string out = "unreadable";
        sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE, disk_.name());
        if (sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &row, nullptr) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW)
            out = reinterpret_cast<const char*>(sqlite3_column_text(row, 0));
        sqlite3_finalize(row);
        sqlite3_close(db);
        return out;
    }

    power_disk& disk_;
    std::mt19937_64 random_;
    scratch folder_;
    ticking clock_;
    notebook notebook_;
    std::vector<std::unique_ptr<put_said>> puts_;
    std::vector<std::unique_ptr<receipt_said>> receipts_;
    std::vector<std::unique_ptr<replace_said>> replacements_;
    std::vector<std::unique_ptr<join_said>> joins_;
    std::vector<std::unique_ptr<claim_said>> claims_;
    std::vector<message_ptr> alive_;
    std::set<std::pair<message_id, std::uint32_t>> called_;
    std::unique_ptr<id_source> ids_;
    std::unique_ptr<gate> store_;
};

std::uint64_t asked(const char* variable, std::uint64_t otherwise) {
    const char* value = std::getenv(variable);
    return value ? std::strtoull(value, nullptr, 10) : otherwise;
}

#ifdef __SANITIZE_THREAD__
constexpr std::uint64_t usual_seeds = 30;  // it is there for the threads
#else
constexpr std::uint64_t usual_seeds = 300;
#endif

}  // namespace

// Three cuts a seed on one disk, each somewhere in the load. HERMOD_SEEDS: how many; HERMOD_SEED: the first.
TEST(power_cut, loses_nothing_that_was_answered) {
    const std::uint64_t first = asked("HERMOD_SEED", 1), count = asked("HERMOD_SEEDS", usual_seeds);
    std::size_t acknowledged = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        SCOPED_TRACE("HERMOD_SEED=" + std::to_string(seed));
        power_disk disk;
        life l(disk, seed);
        std::mt19937_64 random(seed);
        constexpr std::uint64_t journals[] = {64u << 20, 16u << 10, 1};
        l.journal_bytes = journals[seed % 3];
        l.begin();
        for (int round = 0; round < 3; ++round) {
            const auto at = 1 + random() % 600;
            disk.cut_when(random(), [at](std::uint64_t n, power_disk::operation, std::string_view) { return n == at; });
            l.work(150);
            disk.cut(random());
            l.end();
            disk.power_on();
            l.failures = 0;
            l.begin();
            l.check_that_nothing_was_lost();
            if (testing::Test::HasFailure()) return;
        }
        l.end();
        l.check_integrity();
        acknowledged += l.acknowledged();
    }
    EXPECT_GT(acknowledged, count * 10) << "the load must get somewhere before the cuts";
}

// Between the commit that writes a record to history and the one that takes it out of the live file.
TEST(power_cut, between_history_and_forgetting_leaves_each_message_once) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        power_disk disk;
        life l(disk, seed);
        l.journal_bytes = seed % 2 ? 1 : 64u << 20;
        l.begin();
        l.work(60);
        auto history_synced = std::make_shared<int>(0);
        const int wanted = 1 + static_cast<int>(seed % 3);
        disk.cut_when(seed, [=](std::uint64_t, power_disk::operation what, std::string_view path) {
            const bool in_history = path.find(".history/") != path.npos;
            if (in_history && what == power_disk::operation::sync) ++*history_synced;
            return !in_history && *history_synced >= wanted && what == power_disk::operation::write;
        });
        l.work(2000);
        ASSERT_TRUE(disk.is_off()) << "no record went to history";
        l.end();
        disk.power_on();
        l.failures = 0;
        l.begin();
        l.check_that_nothing_was_lost();
        std::set<message_id> seen;
        for (const record& r : query(l.s(), where(&filter::limit, 100'000)).found) EXPECT_TRUE(seen.insert(r.what->id).second);
        l.end();
        l.check_integrity();
        if (testing::Test::HasFailure()) return;
    }
}

namespace {

enum class fault { sync, write, short_write };

// One life with the n-th sync or write failing; false when the load ended before it came to that.
bool fails_once(fault what, std::uint64_t n, int code, std::uint64_t journal_bytes) {
    SCOPED_TRACE("fault " + std::to_string(static_cast<int>(what)) + " at " + std::to_string(n) + ", SQLite " + std::to_string(code));
    power_disk disk;
    life l(disk, n);
    l.journal_bytes = journal_bytes;
    l.begin();
    what == fault::sync ? disk.fail_sync(n, code) : disk.fail_write(n, code, what == fault::short_write);
    l.work(120);
    const bool came = disk.faults() > 0;
    if (came) {
        // The archiver's failure may come a moment after the last answer.
        for (int i = 0; i < 1'000'000 && l.failures == 0; ++i) l.wait_for_commit();
        EXPECT_EQ(l.failures, 1);
        EXPECT_FALSE(l.wait_for_commit()) << "nothing is accepted any more";
        EXPECT_FALSE(find(l.s(), message_id{1}));
        EXPECT_FALSE(query(l.s(), where(&filter::limit, 10)).found.empty() && l.acknowledged() > 0) << "questions are still answered";
    }
    l.end();
    EXPECT_LE(l.failures, 1) << "told once";  // one that comes only when the files are closed harms nobody
    l.check_that_all_were_answered();
    const bool came_late = disk.faults() > 0;
    disk.cut(n);
    disk.power_on();
    l.failures = 0;
    l.begin();
    l.check_that_nothing_was_lost();
    l.end();
    l.check_integrity();
    return came || came_late;
}

void fails_at_every(fault what, int code, std::uint64_t step) {
    std::uint64_t n = 1;
    while (fails_once(what, n, code, n % 2 ? 64u << 20 : 1) && !testing::Test::HasFailure()) n += step;
    EXPECT_GT(n, 10u);
}

}  // namespace

// The process ends and comes back, the machine goes on: what the failed sync left in the system's memory reads as if it were on the
// disk, and what is answered from then on stands behind it.
TEST(failing_disk, what_is_answered_after_a_failed_sync_and_a_restart_survives_a_power_cut) {
    std::uint64_t n = 1;
    for (bool came = true; came && !testing::Test::HasFailure(); n += 2) {
        SCOPED_TRACE("fault at sync " + std::to_string(n));
        power_disk disk;
        life l(disk, n);
        l.journal_bytes = n % 4 == 1 ? 64u << 20 : 1;
        l.begin();
        disk.fail_sync(n, SQLITE_IOERR_FSYNC);
        l.work(120);
        came = disk.faults() > 0;
        disk.end_process();
        l.end();
        disk.begin_process();
        l.failures = 0;
        l.begin();
        l.work(60);
        disk.cut(n);
        l.end();
        disk.power_on();
        l.failures = 0;
        l.begin();
        l.check_that_nothing_was_lost();
        l.end();
        l.check_integrity();
    }
    EXPECT_GT(n, 10u);
}
TEST(failing_disk, a_failed_sync_acknowledges_nothing) { fails_at_every(fault::sync, SQLITE_IOERR_FSYNC, 1); }
TEST(failing_disk, a_failed_write_acknowledges_nothing) { fails_at_every(fault::write, SQLITE_IOERR_WRITE, 3); }
TEST(failing_disk, a_full_disk_acknowledges_nothing) { fails_at_every(fault::write, SQLITE_FULL, 7); }
TEST(failing_disk, a_short_write_acknowledges_nothing) { fails_at_every(fault::short_write, SQLITE_FULL, 5); }

}  // namespace hermod::store::contract
