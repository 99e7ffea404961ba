#include "store/sqlite/backend.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "store/sqlite/history.hpp"
#include "store/sqlite/live.hpp"

namespace hermod::store::sqlite {
namespace {

constexpr std::size_t most_rows_a_scan = 200'000;

// Two processes on one file would each keep half of the truth in memory: the second one is turned away.
class lock_file {
public:
    ~lock_file() {
        if (fd_ >= 0) ::close(fd_);
    }
    void take(const std::string& path) {
        fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd_ < 0) throw std::runtime_error("cannot create " + path);
        if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) throw std::runtime_error("the store is in use by another process: " + path + " is locked");
    }

private:
    int fd_ = -1;
};

class engine final : public backend {
public:
    engine(std::string path, const char* vfs, std::uint32_t history_days)
        : path_(std::move(path)), vfs_(vfs), history_writer_(path_ + ".history", vfs, history_days), history_reader_(path_ + ".history", vfs) {}

    void open() override {
        const auto folder = std::filesystem::absolute(path_).parent_path();
        std::filesystem::create_directories(folder);
        lock_.take(path_ + ".lock");
        live_ = std::make_unique<live>(path_, vfs_);
        history_writer_.recover();
        reader_ = std::make_unique<live_reader>(path_, vfs_);
    }
    void for_each_entry(const std::function<void(const journal_entry&)>& visit) override { live_->for_each_entry(visit); }
    void for_each_kept(const std::function<void(const open_entry&)>& visit) override { live_->for_each_kept(visit); }
    message_id last_id() override { return history_reader_.last_id(); }
    std::vector<note> notes_of(std::string_view kind) override { return live_->notes_of(kind); }
    void commit(const commit_unit& unit) override { live_->commit(unit); }
    std::optional<kept_record> load(message_id id) override { return live_->load(id); }
    std::vector<message_id> find_remote(std::uint64_t key) override { return live_->find_remote(key); }
    std::optional<stored_key> find_key(account_id account, std::string_view key) override { return live_->find_key(account, key); }

    std::uint64_t free_bytes() override {
        std::error_code fault;
        const auto space = std::filesystem::space(std::filesystem::absolute(path_).parent_path(), fault);
        return fault ? UINT64_MAX : space.available;
    }

    void archive(std::span<const std::shared_ptr<const record>> closed) override { history_writer_.archive(closed); }

    // The live file first: a record on its way is written to history before it leaves the live file.
    std::optional<record> read(message_id id) override {
        if (auto r = reader_->read(id)) return r;
        return history_reader_.read(id);
    }

    // Again the live file first; what is in both comes from history first.
    scanned scan(const filter& what) override {
        std::vector<record> open;
        const auto open_from = reader_->scan(what, most_rows_a_scan, [&](record r) {
            if (matches(what, r)) open.push_back(std::move(r));
            return open.size() <= what.limit;
        });
        scanned out;
        if (what.open_only) return {std::move(open), open_from};  // history has none
        const auto closed_from = history_reader_.scan(what, most_rows_a_scan, [&](record r) {
            if (matches(what, r)) out.found.push_back(std::move(r));  // not all of it has a column
            return out.found.size() <= what.limit;
        });
        std::move(open.begin(), open.end(), std::back_inserter(out.found));
        out.stopped_at = std::max(open_from, closed_from);  // an absent one, the least, looked at everything
        return out;
    }

    std::vector<unmatched_receipt> parked(std::size_t limit) override { return reader_->parked(limit); }

private:
    std::string path_;
    const char* vfs_;
    lock_file lock_;
    std::unique_ptr<live> live_;
    std::unique_ptr<live_reader> reader_;
    history_writer history_writer_;
    history_reader history_reader_;
};

}  // namespace

std::unique_ptr<backend> make_backend(std::string path, const char* vfs, std::uint32_t history_days) {
    return std::make_unique<engine>(std::move(path), vfs, history_days);
}

}  // namespace hermod::store::sqlite
