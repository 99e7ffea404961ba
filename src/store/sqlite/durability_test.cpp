// What outlives the process: restarts at any point, compared with a model made of records alone.
#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>

#include "store/codec.hpp"
#include "store/contract_fixture.hpp"
#include "store/sqlite/backend.hpp"
#include "support/power_vfs.hpp"

namespace hermod::store::contract {
namespace {

hermod::simulated::power_disk& quick_disk() {
    static hermod::simulated::power_disk disk;
    return disk;
}

std::unique_ptr<backend> engine_in(const std::string& folder) {
    return sqlite::make_backend(folder + "/hermod.db", quick_disk().name());
}

class durability : public contract {
protected:
    std::int64_t number(const std::string& sql) {
        sqlite3* db = nullptr;
        sqlite3_stmt* row = nullptr;
        EXPECT_EQ(sqlite3_open_v2((folder_.path() + "/hermod.db").c_str(), &db, SQLITE_OPEN_READONLY, quick_disk().name()), SQLITE_OK);
        EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &row, nullptr), SQLITE_OK) << sql;
        EXPECT_EQ(sqlite3_step(row), SQLITE_ROW);
        const auto out = sqlite3_column_int64(row, 0);
        sqlite3_finalize(row);
        sqlite3_close(db);
        return out;
    }
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(sqlite, durability, testing::ValuesIn(regimes(engine_in)), name_of);

TEST_P(durability, everything_is_there_after_a_restart) {
    const auto open = stored(a_message(1, callback_final)), closed = stored(a_message()), claimed = stored(a_message());
    const auto sent = submitted_as("77");
    claim(s(), {claimed});
    cancel(s(), shop, closed);
    put(s(), {a_message()}, a_key("k", 1, "first"));
    report(s(), receipt("early"));
    const auto greatest = stored(a_message());
    for (int i = 0; i < 3; ++i) {
        start();
        EXPECT_EQ(now_of(open), state::accepted);
        EXPECT_EQ(now_of(closed), state::cancelled);
        EXPECT_TRUE(find(s(), claimed)->claimed);
        EXPECT_EQ(s().last_id(), greatest);
        EXPECT_EQ(put(s(), {a_message()}, a_key("k", 1, "again")).answer, "first");
        EXPECT_EQ(put(s(), {a_message()}, a_key("k", 2, "other")).is, put_result::kind::conflict);
        EXPECT_EQ(unmatched(s()).size(), 1u);
        EXPECT_EQ(open_.size(), 5u) << "the open ones, each once";
        EXPECT_TRUE(std::is_sorted(open_.begin(), open_.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
    }
    EXPECT_EQ(report(s(), receipt("4D")), receipt_match::matched);
    EXPECT_EQ(now_of(sent), state::delivered);
    EXPECT_EQ(now_of(submitted_as("EARLY")), state::delivered);
    EXPECT_TRUE(unmatched(s()).empty());
}

// A part parked as unsure beside one that is still queued: the record's state alone does not tell that it was parked.
TEST_P(durability, a_part_parked_as_unsure_stays_parked_after_a_restart) {
    const auto id = stored(a_message(2));
    s().settle(id, happened(event_kind::unsure, 1, state::unsure));
    flush(s());
    const auto before = find(s(), id)->part_states;
    start();
    EXPECT_EQ(find(s(), id)->part_states, before);
    EXPECT_EQ(static_cast<state>(before[0]), state::unsure);
}

TEST_P(durability, held_parts_schedules_and_replacements_are_there_after_a_restart) {
    const auto held = stored(a_held_part()), joined = stored(a_held_part());
    auto plain = a_message(), whole = a_message(), late = a_message();
    whole->way = direction::from_handset;
    late->not_before = clock_.now() + std::chrono::hours{5};
    const auto id = stored(plain), waits = stored(late);
    ASSERT_EQ(join(s(), whole, {joined}).is, put_result::kind::stored);
    ASSERT_EQ(replace(s(), shop, another_content(*plain, "new", 3), clock_.now()), replace_reply::outcome::replaced);
    for (int i = 0; i < 3; ++i) {
        start();
        ASSERT_EQ(open_.size(), 3u);
        EXPECT_EQ(open_[0].id, held);
        EXPECT_TRUE(open_[0].held);
        EXPECT_FALSE(open_[0].sendable);
        EXPECT_EQ(open_[1].id, id);
        EXPECT_FALSE(open_[1].held);
        EXPECT_EQ(open_[2].id, waits);
        EXPECT_EQ(open_[2].not_before, late->not_before);
        EXPECT_EQ(now_of(waits), state::scheduled);
        EXPECT_EQ(now_of(joined), state::delivered);
        EXPECT_EQ(now_of(whole->id), state::accepted);
        const auto r = find(s(), id);
        EXPECT_EQ(r->what->body, "new");
        EXPECT_EQ(r->part_states.size(), 3u);
    }
}

TEST_P(durability, notes_moves_and_what_waits_for_a_word_are_there_after_a_restart) {
    put_wait noted;
    s().write({{"purse", "shop", "12"}, {"purse", "bank", "7"}}, noted);
    ASSERT_EQ(noted.get().is, put_result::kind::stored);
    auto away = a_message(), waiting = a_message(), let_go = a_message();
    waiting->held = let_go->held = true;
    const auto moved = stored(away), waits = stored(waiting), released = stored(let_go);
    s().move({moved}, operator_b, clock_.now(), "away");
    replace_wait done;
    s().release(released, clock_.now(), done);
    ASSERT_EQ(done.get(), replace_reply::outcome::replaced);
    for (int i = 0; i < 3; ++i) {
        start();
        ASSERT_EQ(open_.size(), 3u);
        EXPECT_EQ(open_[0].connector, operator_b);
        EXPECT_TRUE(open_[0].sendable);
        EXPECT_EQ(open_[1].id, waits);
        EXPECT_TRUE(open_[1].on_hold);
        EXPECT_FALSE(open_[1].sendable);
        EXPECT_FALSE(open_[2].on_hold);
        EXPECT_TRUE(open_[2].sendable);
        EXPECT_EQ(now_of(waits), state::held);
        EXPECT_EQ(find(s(), moved)->what->moves, 1);
        EXPECT_EQ(find(s(), released)->now, state::accepted);
    }
    EXPECT_EQ(notes_at_the_end("purse").size(), 2u);
}

TEST_P(durability, what_was_held_and_has_ended_is_not_held_while_its_end_is_being_told) {
    auto waiting = a_message();
    waiting->held = true;
    waiting->callbacks = callback_final;
    const auto id = stored(waiting);
    event no;
    no.kind = event_kind::refused;
    s().settle(id, no);
    put_wait behind;
    s().write({}, behind);
    ASSERT_EQ(behind.get().is, put_result::kind::stored);
    start();
    ASSERT_EQ(open_.size(), 1u);
    EXPECT_TRUE(open_[0].callback_pending);
    EXPECT_FALSE(open_[0].on_hold);
}

// As programs before wrote it: no columns for schedules and held parts, or for accounts and priorities.
TEST_P(durability, a_file_of_an_earlier_format_is_brought_up_to_date) {
    const std::string to_3 = "DROP TABLE notes; ";
    const std::string to_2 = to_3 + "ALTER TABLE open DROP COLUMN account; ALTER TABLE open DROP COLUMN priority; ";
    const std::string to_1 = to_2 + "ALTER TABLE open DROP COLUMN not_before; ALTER TABLE open DROP COLUMN held; ";
    for (const std::string& back : {to_3 + "PRAGMA user_version=3", to_2 + "PRAGMA user_version=2", to_1 + "PRAGMA user_version=1"}) {
        SCOPED_TRACE(back);
        const auto id = stored(a_message());
        const auto part = stored(a_held_part());
        stop();
        const std::size_t before = open_.size();
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open_v2((folder_.path() + "/hermod.db").c_str(), &db, SQLITE_OPEN_READWRITE, quick_disk().name()), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(db, back.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(db);
        for (int i = 0; i < 2; ++i) {
            start();
            EXPECT_GE(open_.size(), before);
            const auto at = std::find_if(open_.begin(), open_.end(), [&](const open_entry& e) { return e.id == id; });
            ASSERT_NE(at, open_.end());
            EXPECT_EQ(at->account, shop) << "an earlier format's row has no account: its record has";
            EXPECT_EQ(now_of(id), state::accepted);
            EXPECT_EQ(load(s(), {part}).size(), 1u);
            cancel(s(), shop, stored(a_message()));
        }
    }
}

TEST_P(durability, whose_a_message_is_and_how_urgent_is_known_after_a_restart) {
    auto m = std::make_shared<message>(*a_message());
    message_extras more;
    more.priority = 3;
    m->extras = std::make_shared<const message_extras>(more);
    const auto id = stored(m);
    stop();
    start();
    const auto at = std::find_if(open_.begin(), open_.end(), [&](const open_entry& e) { return e.id == id; });
    ASSERT_NE(at, open_.end());
    EXPECT_EQ(at->account, m->account);
    EXPECT_EQ(at->priority, 3);
}

// The older record is read back last, and must not take the newer one's place.
TEST_P(durability, an_id_that_the_network_used_again_finds_each_message_after_a_restart) {
    const auto older = submitted_to("+447700900111", "7010");
    for (int i = 0; i < 300; ++i) stored(a_message());
    const auto newer = submitted_to("+447700900222", "7010"), same = submitted_to("+447700900222", "7010");
    start();
    EXPECT_EQ(report(s(), receipt_of(older, "7010")), receipt_match::matched);
    EXPECT_EQ(now_of(older), state::delivered);
    EXPECT_EQ(report(s(), receipt_of(newer, "7010")), receipt_match::matched);
    EXPECT_EQ(now_of(newer), state::submitted);
    EXPECT_EQ(now_of(same), state::delivered) << "the newest wins";
}

// Some of them were in the table already, the others are made of the journal.
TEST_P(durability, messages_to_many_under_one_id_find_their_receipts_after_a_restart) {
    std::vector<message_id> all;
    for (int i = 0; i < 100; ++i) {
        auto m = a_message();
        m->to = "+447700" + std::to_string(900000 + i);
        all.push_back(stored(m));
    }
    for (const message_id id : all) {
        event taken = submitted(1, "7011", clock_.now());
        taken.shared_id = true;
        s().settle(id, taken);
        if (id == all[49])
            for (int i = 0; i < 300; ++i) stored(a_message());
    }
    flush(s());
    start();
    for (const message_id id : all) {
        ASSERT_EQ(report(s(), receipt_of(id, "7011")), receipt_match::matched);
        ASSERT_EQ(now_of(id), state::delivered);
    }
    EXPECT_TRUE(unmatched(s()).empty());
    until_archived(100);
    stop();
    EXPECT_EQ(number("SELECT count(*) FROM remote"), 0);
}

// The table's rows say up to which journal entry they are: those numbers must never come again.
TEST_P(durability, journal_sequences_grow_over_restarts_also_when_the_journal_was_emptied) {
    const auto id = stored(a_message());
    for (int i = 0; i < 300; ++i) cancel(s(), shop, stored(a_message()));
    until_archived(300);
    for (int i = 0; i < 200; ++i) report(s(), receipt("nobody" + std::to_string(i)));
    start();
    s().settle(id, submitted(1, "seq"));
    flush(s());
    start();
    EXPECT_EQ(now_of(id), state::submitted);
    EXPECT_EQ(report(s(), receipt("seq")), receipt_match::matched);
    start();
    EXPECT_EQ(now_of(id), state::delivered);
}

TEST_P(durability, the_journal_is_dropped_once_nothing_needs_it) {
    for (int i = 0; i < 300; ++i) cancel(s(), shop, stored(a_message()));
    until_archived(300);
    flush(s());
    stored(a_message());
    stop();
    EXPECT_LT(number("SELECT count(*) FROM journal"), 80);
    EXPECT_EQ(number("SELECT count(*) FROM remote"), 0);
    EXPECT_LE(number("SELECT count(*) FROM open"), GetParam().journal_bytes > 1000 ? 0 : 1);
}

TEST_P(durability, the_write_ahead_log_stays_small) {
    std::uintmax_t greatest = 0;
    for (int i = 0; i < 400; ++i) {
        auto big = a_message();
        big->body.assign(200'000, 'x');
        cancel(s(), shop, stored(big));
        greatest = std::max(greatest, std::filesystem::file_size(folder_.path() + "/hermod.db-wal"));
    }
    EXPECT_LT(greatest, 40u << 20) << "80 MB went through it";
}

TEST_P(durability, a_journal_of_a_newer_version_is_refused_with_a_sentence) {
    stop();
    sqlite3* db = nullptr;
    sqlite3_open_v2((folder_.path() + "/hermod.db").c_str(), &db, SQLITE_OPEN_READWRITE, quick_disk().name());
    sqlite3_exec(db, "PRAGMA user_version=99", nullptr, nullptr, nullptr);
    sqlite3_close(db);
    gate newer(engine_in(folder_.path()), options());
    try {
        newer.open([](const open_entry&) {});
        FAIL();
    } catch (const std::runtime_error& e) {
        EXPECT_THAT(e.what(), testing::HasSubstr("newer"));
    }
}

namespace {

// What a history of operations must lead to, by record.hpp alone.
class model {
public:
    void put(const message_ptr& m) { records_.emplace(m->id, record(m)); }
    void claim(message_id id) {
        if (record* r = open(id)) r->claim();
    }
    void happened(message_id id, event e) {
        record* r = open(id);
        if (!r || !r->apply(e).applied || e.kind != event_kind::submitted) return;
        const auto waiting = parked.extract(e.detail);
        if (!waiting.empty()) r->apply(waiting.mapped());
    }
    void told(message_id id, std::uint32_t index, event attempt) {
        if (record* r = open(id)) r->called_back(index, std::move(attempt));
    }
    record& at(message_id id) { return records_.at(id); }
    record* open(message_id id) {
        record& r = records_.at(id);
        return r.closed() ? nullptr : &r;
    }
    std::map<message_id, record>& all() { return records_; }
    std::map<std::string, event> parked;  // by the network's id, which a part gets in full and in upper case

private:
    std::map<message_id, record> records_;
};

struct step {
    int what = 0;          // see act()
    std::size_t whom = 0;  // which message
    std::uint8_t part = 1;
    int how = 0;
};

std::ostream& operator<<(std::ostream& out, const step& s) {
    return out << "{" << s.what << ", message " << s.whom << ", part " << int{s.part} << ", " << s.how << "}";
}

rc::Gen<std::vector<step>> some_steps() {
    return rc::gen::container<std::vector<step>>(
        rc::gen::build<step>(rc::gen::set(&step::what, rc::gen::weightedElement<int>({{6, 0}, {3, 1}, {6, 2}, {6, 3}, {2, 4}, {3, 5}, {2, 6},
                                                                                     {3, 7}, {1, 8}, {2, 9}})),
                             rc::gen::set(&step::whom, rc::gen::inRange<std::size_t>(0, 12)),
                             rc::gen::set(&step::part, rc::gen::inRange<std::uint8_t>(1, 4)), rc::gen::set(&step::how, rc::gen::inRange(0, 4))));
}

}  // namespace

class against_the_model : public durability {
protected:
    message_id pick(const step& at) { return ids_in_order_[at.whom % ids_in_order_.size()]; }

    void put_one(const step& at) {
        auto m = a_message(static_cast<std::uint8_t>(1 + at.how % 3), static_cast<std::uint8_t>(at.part == 1 ? callback_final | callback_submitted : callback_none));
        m->receipt = at.whom % 5 != 4;
        if (at.whom == 3) m->way = direction::from_handset, m->callbacks = callback_received;
        ids_in_order_.push_back(stored(m));
        model_.put(m);
        model_.at(m->id).stored_at = find(s(), m->id)->stored_at;
    }
    std::string remote_id_of(message_id id, std::uint8_t part) {
        return "R" + std::to_string(id.value) + "-" + std::to_string(part);
    }
    void settle(message_id id, event e) {
        if (e.part > model_.at(id).what->parts) e.part = 1;
        if (e.kind == event_kind::submitted) e.detail = remote_id_of(id, e.part);
        s().settle(id, e);
        model_.happened(id, e);
    }
    void receipt_for(message_id id, const step& at) {
        const auto part = static_cast<std::uint8_t>(std::min(at.part, model_.at(id).what->parts));
        constexpr state outcomes[] = {state::delivered, state::undelivered, state::submitted, state::expired};
        auto r = receipt(remote_id_of(id, part), outcomes[at.how]);
        record* open = model_.open(id);
        if (!open || !open->what->receipt || model_.parked.contains(r.remote_id)) return;
        event e = happened(event_kind::receipt, part, r.outcome, r.at);
        e.detail = r.detail;
        const bool known = std::any_of(open->events.begin(), open->events.end(), [&](const event& s) { return s.kind == event_kind::submitted && s.part == part; });
        if (!known) model_.parked[r.remote_id] = e;
        for (char& c : r.remote_id) c = static_cast<char>(std::tolower(c));
        const auto match = report(s(), r);
        if (!known) RC_ASSERT(match == receipt_match::parked);
        if (known) RC_ASSERT((match == receipt_match::matched) == open->apply(e).applied);
    }
    void tell(message_id id, const step& at) {
        const auto index = model_.at(id).pending_callback();
        const event attempt = told(at.how == 0 ? callback_state::pending : at.how == 1 ? callback_state::dead : callback_state::answered, 200);
        if (index == record::npos) return;
        s().called_back(id, static_cast<std::uint32_t>(index), attempt);
        model_.told(id, static_cast<std::uint32_t>(index), attempt);
    }
    void cancel_one(message_id id) {
        record* r = model_.open(id);
        const bool may = r && r->what->way == direction::to_handset;
        const bool done = may && r->apply(happened(event_kind::cancelled)).applied;
        RC_ASSERT((cancel(s(), shop, id) == cancel_reply::outcome::cancelled) == done);
    }
    void replace_one(message_id id, const step& at) {
        const auto next = another_content(*model_.at(id).what, "content " + std::to_string(at.how), at.part);
        record* r = model_.open(id);
        const wall_time now = clock_.now();
        if (at.how == 3) next->not_before = now + std::chrono::seconds{1};
        const bool done = r && r->replace(next, now).applied;
        RC_ASSERT((replace(s(), shop, next, now) == replace_reply::outcome::replaced) == done);
    }
    void act(const step& at) {
        if (at.what == 0 || ids_in_order_.empty()) return put_one(at);
        const auto id = pick(at);
        const auto outcome = at.how % 2 ? state::unsure : state::queued;
        switch (at.what) {
            case 1: claim(s(), {id}); return model_.claim(id);
            case 2: return settle(id, submitted(at.part, {}));
            case 3: return receipt_for(id, at);
            case 4: return settle(id, happened(event_kind::unsure, at.part, outcome));
            case 5: return tell(id, at);
            case 6: return cancel_one(id);
            case 7: return start();
            case 9: return replace_one(id, at);
            default: return settle(id, happened(at.how % 2 ? event_kind::deferred : event_kind::refused, at.part));
        }
    }
    void compare() {
        flush(s());
        for (auto& [id, expected] : model_.all()) {
            const auto found = find(s(), id);
            RC_ASSERT(found);
            RC_ASSERT(write_record(*found, true) == write_record(expected, true));
        }
        RC_ASSERT(unmatched(s()).size() == model_.parked.size());
        std::size_t listed = 0;
        filter f = where(&filter::limit, 5);
        for (page p = query(s(), f);; p = query(s(), f)) {
            listed += p.found.size();
            if (!p.next) break;
            f.before = *p.next;
        }
        RC_ASSERT(listed == model_.all().size());
    }
    void run(const std::vector<step>& steps) {
        stop();
        std::filesystem::remove_all(folder_.path());
        std::filesystem::create_directories(folder_.path());
        model_ = {};
        ids_in_order_.clear();
        start();
        for (const step& at : steps) act(at);
        compare();
        start();
        compare();
        const auto open = std::count_if(model_.all().begin(), model_.all().end(), [](const auto& r) { return !r.second.closed(); });
        RC_ASSERT(open_.size() == static_cast<std::size_t>(open));
    }

    model model_;
    std::vector<message_id> ids_in_order_;
};

INSTANTIATE_TEST_SUITE_P(sqlite, against_the_model, testing::ValuesIn(regimes(engine_in)), name_of);

TEST_P(against_the_model, any_history_with_restarts_leads_to_the_same_records) {
    EXPECT_TRUE(rc::check("the store agrees with record.hpp", [this] { run(*some_steps()); }));
}

}  // namespace hermod::store::contract
