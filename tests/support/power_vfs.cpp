#include "support/power_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <new>

namespace hermod::simulated {
namespace {

constexpr std::size_t sector = 512;

// An open file: ours, and behind it in the same memory the real VFS's.
struct handle {
    sqlite3_file base;
    power_disk* disk;
    std::string* path;                       // null: a temporary file, which no power cut concerns
    std::shared_ptr<power_disk::file>* file;
    sqlite3_file* real;
};

handle& of(sqlite3_file* f) { return *reinterpret_cast<handle*>(f); }
sqlite3_file* real(sqlite3_file* f) { return of(f).real; }
sqlite3_vfs* real_vfs() { return sqlite3_vfs_find(nullptr); }

int close(sqlite3_file* f) {
    const int status = real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
    delete of(f).path;
    delete of(f).file;
    return status;
}
int read(sqlite3_file* f, void* to, int size, sqlite3_int64 offset) { return real(f)->pMethods->xRead(real(f), to, size, offset); }
int write(sqlite3_file* f, const void* from, int size, sqlite3_int64 offset) {
    handle& h = of(f);
    const auto really = [&](int part) { return h.real->pMethods->xWrite(h.real, from, part, offset); };
    return h.path ? h.disk->wrote(*h.path, **h.file, from, size, offset, really) : really(size);
}
int truncate(sqlite3_file* f, sqlite3_int64 size) {
    handle& h = of(f);
    const auto really = [&] { return h.real->pMethods->xTruncate(h.real, size); };
    return h.path ? h.disk->truncated(*h.path, **h.file, size, really) : really();
}
// Nothing is really synced: the machine that runs the tests keeps its power.
int sync(sqlite3_file* f, int) { return of(f).path ? of(f).disk->synced(*of(f).path, **of(f).file) : SQLITE_OK; }
int file_size(sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); }
int lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlock(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int check_lock(sqlite3_file* f, int* reserved) { return real(f)->pMethods->xCheckReservedLock(real(f), reserved); }
int control(sqlite3_file* f, int what, void* argument) { return real(f)->pMethods->xFileControl(real(f), what, argument); }
int sector_size(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int characteristics(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)) & SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int offset, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), offset, n, flags); }
void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

// Version 2: no memory mapping of the files, so every write is seen.
constexpr sqlite3_io_methods methods{2,          close,      read,    write,       truncate,        sync,    file_size,
                                     lock,       unlock,     check_lock, control,  sector_size,     characteristics,
                                     shm_map,    shm_lock,   shm_barrier, shm_unmap, nullptr,       nullptr};

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* out_flags) {
    handle* h = new (f) handle{};
    h->real = reinterpret_cast<sqlite3_file*>(h + 1);
    h->disk = static_cast<power_disk*>(vfs->pAppData);
    const bool lasts = path && !(flags & SQLITE_OPEN_DELETEONCLOSE);
    // Before the real file is there: what is on the disk so far.
    if (lasts) h->file = new std::shared_ptr(h->disk->opened(path));
    if (lasts) h->path = new std::string(path);
    h->real->pMethods = nullptr;
    const int status = real_vfs()->xOpen(real_vfs(), path, h->real, flags, out_flags);
    if (status == SQLITE_OK) {
        h->base.pMethods = &methods;
        return SQLITE_OK;
    }
    close(f);
    h->base.pMethods = nullptr;
    return status;
}
int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    return static_cast<power_disk*>(vfs->pAppData)->removed(path, [&] { return real_vfs()->xDelete(real_vfs(), path, sync_folder); });
}

}  // namespace

power_disk::power_disk() : vfs_(std::make_unique<sqlite3_vfs>(*real_vfs())) {
    static std::atomic<int> count{0};
    name_ = "power" + std::to_string(++count);
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->pNext = nullptr;
    vfs_->szOsFile = static_cast<int>(sizeof(handle)) + real_vfs()->szOsFile;
    vfs_->xOpen = open;
    vfs_->xDelete = remove;
    sqlite3_vfs_register(vfs_.get(), 0);
}

power_disk::~power_disk() { sqlite3_vfs_unregister(vfs_.get()); }

void power_disk::cut_when(std::uint64_t seed, when rule) {
    const std::lock_guard lock(mutex_);
    operations_ = 0;
    rule_seed_ = seed;
    rule_ = std::move(rule);
}

void power_disk::cut(std::uint64_t seed) {
    const std::lock_guard lock(mutex_);
    if (!off_) cut_locked(seed);
}

void power_disk::end_process() {
    const std::lock_guard lock(mutex_);
    off_ = true;
}

void power_disk::begin_process() {
    const std::lock_guard lock(mutex_);
    rule_ = nullptr;
    off_ = false;
    failing_sync_ = failing_write_ = faults_ = 0;
}

bool power_disk::is_off() const {
    const std::lock_guard lock(mutex_);
    return off_;
}

void power_disk::fail_sync(std::uint64_t n, int code) {
    const std::lock_guard lock(mutex_);
    failing_sync_ = syncs_ + n;
    sync_code_ = code;
}

void power_disk::fail_write(std::uint64_t n, int code, bool short_write) {
    const std::lock_guard lock(mutex_);
    failing_write_ = writes_ + n;
    write_code_ = code;
    short_write_ = short_write;
}

void power_disk::heal() {
    const std::lock_guard lock(mutex_);
    failing_sync_ = failing_write_ = faults_ = 0;
}

std::uint64_t power_disk::faults() const { const std::lock_guard lock(mutex_); return faults_; }
std::uint64_t power_disk::syncs() const { const std::lock_guard lock(mutex_); return syncs_; }
std::uint64_t power_disk::writes() const { const std::lock_guard lock(mutex_); return writes_; }
std::uint64_t power_disk::operations() const { const std::lock_guard lock(mutex_); return operations_; }

// ---- what the running process does ----

std::shared_ptr<power_disk::file> power_disk::opened(const std::string& path) {
    const std::lock_guard lock(mutex_);
    auto& f = files_[path];
    if (f) return f;
    f = std::make_shared<file>();
    if (std::ifstream in(path, std::ios::binary); in) {
        f->durable.resize(std::filesystem::file_size(path));
        in.read(f->durable.data(), static_cast<std::streamsize>(f->durable.size()));
        f->ever_synced = true;
    }
    return f;
}

bool power_disk::power_fails(operation what, const std::string& path) {
    if (off_) return true;
    ++operations_;
    if (!rule_ || !rule_(operations_, what, path)) return false;
    cut_locked(rule_seed_);
    return true;
}

int power_disk::wrote(const std::string& path, file& f, const void* data, int size, std::int64_t offset,
                      const std::function<int(int)>& really) {
    const std::lock_guard lock(mutex_);
    if (power_fails(operation::write, path)) return SQLITE_IOERR_WRITE;
    const bool fails = ++writes_ == failing_write_;
    faults_ += fails;
    const int part = fails ? (short_write_ ? size / 2 : 0) : size;
    if (part > 0) {
        const int status = really(part);
        if (status != SQLITE_OK) return status;
        f.pending.push_back({offset, std::string(static_cast<const char*>(data), static_cast<std::size_t>(part)), false});
    }
    return fails ? write_code_ : SQLITE_OK;
}

int power_disk::truncated(const std::string& path, file& f, std::int64_t size, const std::function<int()>& really) {
    const std::lock_guard lock(mutex_);
    if (power_fails(operation::truncate, path)) return SQLITE_IOERR_TRUNCATE;
    f.pending.push_back({size, {}, true});
    return really();
}

int power_disk::synced(const std::string& path, file& f) {
    const std::lock_guard lock(mutex_);
    if (power_fails(operation::sync, path)) return SQLITE_IOERR_FSYNC;
    const bool fails = ++syncs_ == failing_sync_;
    faults_ += fails;
    bool missing = false;
    if (fails) {
        f.durable = image_of(f, random_, missing);
    } else {
        for (const change& c : f.pending) apply(f.durable, c);
        f.ever_synced = true;
    }
    f.pending.clear();
    return fails ? sync_code_ : SQLITE_OK;
}

int power_disk::removed(const std::string& path, const std::function<int()>& really) {
    const std::lock_guard lock(mutex_);
    if (power_fails(operation::remove, path)) return SQLITE_IOERR_DELETE;
    files_.erase(path);
    return really();
}

// ---- what a cut leaves ----

void power_disk::apply(std::string& image, const change& c) {
    const auto at = static_cast<std::size_t>(c.offset);
    if (c.truncates) return image.resize(std::min(image.size(), at));
    if (image.size() < at + c.bytes.size()) image.resize(at + c.bytes.size());
    image.replace(at, c.bytes.size(), c.bytes);
}

std::string power_disk::image_of(const file& f, std::mt19937_64& random, bool& missing) {
    std::string image = f.durable;
    std::vector<change> order = f.pending;
    // Truncations stay where they are among the writes; between them any order is possible.
    for (auto first = order.begin(); first != order.end();) {
        const auto last = std::find_if(first, order.end(), [](const change& c) { return c.truncates; });
        std::shuffle(first, last, random);
        first = last == order.end() ? last : last + 1;
    }
    // Nothing arrived, everything did, or anything in between.
    const auto luck = random() % 11;
    for (const change& c : order) {
        const auto fate = random() % 10;
        if (fate >= luck) continue;
        if (c.truncates || fate % 4 != 3) {
            apply(image, c);
            continue;
        }
        for (std::size_t at = 0; at < c.bytes.size(); at += sector)
            if (random() % 2) apply(image, {c.offset + static_cast<std::int64_t>(at), c.bytes.substr(at, sector), false});
    }
    missing = !f.ever_synced && random() % 2;
    return image;
}

void power_disk::cut_locked(std::uint64_t seed) {
    off_ = true;
    random_.seed(seed);
    images_.clear();
    for (const auto& [path, f] : files_) {
        bool missing = false;
        auto image = image_of(*f, random_, missing);
        if (!missing && std::filesystem::exists(path)) images_[path] = std::move(image);
    }
}

void power_disk::power_on() {
    const std::lock_guard lock(mutex_);
    for (const auto& [path, f] : files_) {
        std::filesystem::remove(path);
        std::filesystem::remove(path + "-shm");
    }
    files_.clear();
    for (auto& [path, image] : images_) {
        std::ofstream(path, std::ios::binary) << image;
        files_[path] = std::make_shared<file>(file{std::move(image), {}, true});
    }
    images_.clear();
    rule_ = nullptr;
    off_ = false;
    failing_sync_ = failing_write_ = faults_ = 0;
}

}  // namespace hermod::simulated
