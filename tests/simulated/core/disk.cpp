#include "disk.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>

#include "store/memory/backend.hpp"
#include "store/sqlite/backend.hpp"
#include "support/power_vfs.hpp"

namespace hermod::simulated::core {
namespace {

using store::commit_unit;

// What the memory backend forgets when its process ends: the journal, and which open records it has.
struct memory_platter {
    std::unique_ptr<store::backend> engine = store::memory::make_backend();
    struct entry {
        wall_time at;
        std::vector<std::uint8_t> bytes;
    };
    std::map<std::int64_t, entry> journal;
    std::map<message_id, store::open_entry> kept;
    message_id last;
    int commits_to_go = 0;   // until the power fails in one; 0: it does not
    bool all_of_it = false;  // that commit is on the disk, whole, and nobody hears of it
    bool off = false;
};

class memory_backend final : public store::backend {
public:
    explicit memory_backend(memory_platter& on) : on_(on) {}
    void open() override {}
    void for_each_entry(const std::function<void(const store::journal_entry&)>& visit) override {
        for (const auto& [sequence, e] : on_.journal) visit({sequence, e.at, e.bytes});
    }
    void for_each_kept(const std::function<void(const store::open_entry&)>& visit) override {
        for (const auto& [id, e] : on_.kept) visit(e);
    }
    message_id last_id() override { return on_.last; }
    std::vector<note> notes_of(std::string_view kind) override { return on_.engine->notes_of(kind); }

    void commit(const commit_unit& unit) override {
        if (on_.off) throw store::disk_error("there is no power");
        const bool fails = on_.commits_to_go != 0 && --on_.commits_to_go == 0;
        on_.off = fails;
        if (fails && !on_.all_of_it) throw store::disk_error("the power failed before the commit");
        if (!unit.entry.bytes.empty())
            on_.journal[unit.entry.sequence] = {unit.entry.at, {unit.entry.bytes.begin(), unit.entry.bytes.end()}};
        on_.journal.erase(on_.journal.begin(), on_.journal.upper_bound(unit.drop_through));
        for (const record* r : unit.keep) on_.kept.insert_or_assign(r->what->id, store::entry_of(*r));
        for (const record* r : unit.forget) on_.kept.erase(r->what->id);
        on_.engine->commit(unit);
        if (fails) throw store::disk_error("the power failed after the commit");
    }
    std::optional<store::kept_record> load(message_id id) override { return on_.engine->load(id); }
    std::vector<message_id> find_remote(std::uint64_t key) override { return on_.engine->find_remote(key); }
    std::optional<store::stored_key> find_key(account_id account, std::string_view key) override {
        return on_.engine->find_key(account, key);
    }
    std::uint64_t free_bytes() override { return on_.engine->free_bytes(); }
    void archive(std::span<const std::shared_ptr<const record>> closed) override {
        if (on_.off) throw store::disk_error("there is no power");
        for (const auto& r : closed) on_.last = std::max(on_.last, r->what->id);
        on_.engine->archive(closed);
    }
    std::optional<record> read(message_id id) override { return on_.engine->read(id); }
    scanned scan(const store::filter& what) override { return on_.engine->scan(what); }
    std::vector<store::unmatched_receipt> parked(std::size_t limit) override { return on_.engine->parked(limit); }

private:
    memory_platter& on_;
};

// Here a commit is done or not; there is nothing that a power cut could tear.
class memory_disk final : public disk {
public:
    explicit memory_disk(dice& luck) : luck_(luck) {}
    std::unique_ptr<store::backend> open() override { return std::make_unique<memory_backend>(on_); }
    void die(death) override { on_.off = true; }
    void die_soon() override {
        on_.commits_to_go = 1 + static_cast<int>(luck_.roll() % 2);
        on_.all_of_it = luck_.one_in(2);
    }
    void recover() override {
        on_.off = false;
        on_.commits_to_go = 0;
    }

private:
    dice& luck_;
    memory_platter on_;
};

class sqlite_disk final : public disk {
public:
    explicit sqlite_disk(dice& luck) : luck_(luck) {
        std::string name = (std::filesystem::temp_directory_path() / "hermod-simulated-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no folder for the simulated disk");
        folder_ = name;
    }
    ~sqlite_disk() override { std::filesystem::remove_all(folder_); }
    std::unique_ptr<store::backend> open() override { return store::sqlite::make_backend(folder_ + "/hermod.db", disk_.name()); }
    void die(death how) override {
        if (disk_.is_off()) return;
        if (how == death::power_cut || how == death::in_a_commit)
            disk_.cut(luck_.roll());
        else
            disk_.end_process();
        cut_ = how == death::power_cut || how == death::in_a_commit;
    }
    void die_soon() override {
        const std::uint64_t at = 1 + luck_.roll() % 24;
        cut_ = true;
        disk_.cut_when(luck_.roll(),
                       [at](std::uint64_t number, power_disk::operation, std::string_view) { return number >= at; });
    }
    void recover() override {
        if (cut_)
            disk_.power_on();
        else
            disk_.begin_process();
        cut_ = false;
    }

private:
    dice& luck_;
    std::string folder_;
    power_disk disk_;
    bool cut_ = false;
};

}  // namespace

std::unique_ptr<disk> make_memory_disk(dice& luck) {
    return std::make_unique<memory_disk>(luck);
}
std::unique_ptr<disk> make_sqlite_disk(dice& luck) {
    return std::make_unique<sqlite_disk>(luck);
}

}  // namespace hermod::simulated::core
