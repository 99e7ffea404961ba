// A disk that loses power and that fails, for tests: an SQLite VFS over real files.
//
// The real file is what the system would show a running process (the page cache); beside it the disk keeps what a power
// cut would leave: the bytes as of the last sync, and every write since. A cut keeps a random part of those writes, in any
// order, some torn into sectors, and drops the rest. A sync that was made to fail leaves its writes in doubt for good, as
// Linux does: a later sync does not bring them back.
// Locks and shared memory are the real VFS's, so WAL with readers works as in the product. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3_vfs;

namespace hermod::simulated {

class power_disk {
public:
    enum class operation { write, sync, truncate, remove };
    // Asked before each operation with its number (from 1) and the file's path; true: the power fails before it.
    using when = std::function<bool(std::uint64_t number, operation what, std::string_view path)>;

    power_disk();
    ~power_disk();
    power_disk(const power_disk&) = delete;
    power_disk& operator=(const power_disk&) = delete;

    // The name to open databases with.
    const char* name() const { return name_.c_str(); }

    // From now on; an earlier rule is replaced.
    void cut_when(std::uint64_t seed, when rule);
    // The power fails now: nothing is written any more, every write and sync fails.
    void cut(std::uint64_t seed);
    bool is_off() const;
    // After everything was closed: the files become what the cut left.
    void power_on();
    // The process dies now: it writes nothing more, but what it has written the system still has, synced or not.
    void end_process();
    // After everything was closed: the next process may write.
    void begin_process();

    // The n-th sync (or write) from now on fails with this SQLite code, and with `short_write` the half of it is there.
    void fail_sync(std::uint64_t n, int code);
    void fail_write(std::uint64_t n, int code, bool short_write = false);
    void heal();
    std::uint64_t faults() const;
    std::uint64_t syncs() const;
    std::uint64_t writes() const;
    std::uint64_t operations() const;

    // For the VFS's functions.
    struct change {
        std::int64_t offset = 0;  // of a truncation: the new size
        std::string bytes;
        bool truncates = false;
    };
    struct file {
        std::string durable;
        std::vector<change> pending;
        bool ever_synced = false;
    };
    std::shared_ptr<file> opened(const std::string& path);
    int wrote(const std::string& path, file& f, const void* data, int size, std::int64_t offset, const std::function<int(int size)>& really);
    int truncated(const std::string& path, file& f, std::int64_t size, const std::function<int()>& really);
    int synced(const std::string& path, file& f);
    int removed(const std::string& path, const std::function<int()>& really);

private:
    bool power_fails(operation what, const std::string& path);
    void cut_locked(std::uint64_t seed);
    static void apply(std::string& image, const change& c);
    static std::string image_of(const file& f, std::mt19937_64& random, bool& missing);

    mutable std::mutex mutex_;
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::map<std::string, std::shared_ptr<file>> files_;
    std::map<std::string, std::string> images_;
    std::mt19937_64 random_{1};
    when rule_;
    std::uint64_t rule_seed_ = 0, operations_ = 0, syncs_ = 0, writes_ = 0, faults_ = 0;
    std::uint64_t failing_sync_ = 0, failing_write_ = 0;
    int sync_code_ = 0, write_code_ = 0;
    bool short_write_ = false, off_ = false;
};

}  // namespace hermod::simulated
