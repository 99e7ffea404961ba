// The store alone: whole life cycles (stored, claimed, submitted, receipt, callback answered, archived) through the gate
// on SQLite, in waves as the program makes them. Prints one JSON line.
//   store_bench [--messages N] [--wave N] [--waves N] [--file PATH] [--memory]
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <sys/resource.h>

#include "store/gate.hpp"
#include "store/memory/backend.hpp"
#include "store/sqlite/backend.hpp"

using namespace hermod;
using namespace hermod::store;

namespace {

wall_time now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

double cpu_seconds() {
    rusage u{};
    getrusage(RUSAGE_SELF, &u);
    const auto s = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return s(u.ru_utime) + s(u.ru_stime);
}

// One wave of messages walking through its life: each reply sends the next step.
class wave final : public put_reply, public claim_reply, public receipt_reply {
public:
    wave(store::store& s, id_source& ids, std::size_t size) : store_(s), ids_(ids), size_(size) {}

    void begin() {
        current_.clear();
        std::vector<message_ptr> one;
        waiting_puts_ = size_;
        for (std::size_t i = 0; i < size_; ++i) {
            auto m = std::make_shared<message>();
            m->id = ids_.next(now());
            m->account = account_id{1};
            m->connector = connector_id{2};
            m->callbacks = callback_final;
            m->accepted_at = now();
            m->expires_at = m->accepted_at + std::chrono::hours{72};
            m->from = "Hermod";
            m->to = "+4477009" + std::to_string(100000 + i);
            m->body = "Your code is 123456. It is valid for ten minutes; do not share it with anyone.";
            m->route = "default";
            current_.push_back(m);
            store_.put({m}, nullptr, *this);
        }
    }
    void put_done(put_result r) noexcept override {
        if (r.is != put_result::kind::stored) std::abort();
        if (--waiting_puts_) return;
        std::vector<message_id> ids;
        for (const auto& m : current_) ids.push_back(m->id);
        store_.claim(std::move(ids), *this, 0);
    }
    void claimed(std::uint64_t) noexcept override {
        waiting_receipts_ = size_;
        for (const auto& m : current_) {
            event e;
            e.kind = event_kind::submitted;
            e.part = 1;
            e.at = now();
            e.detail = std::to_string(m->id.value & 0xffffffffff);
            store_.settle(m->id, e);
        }
        for (const auto& m : current_)
            store_.report({m->connector, std::to_string(m->id.value & 0xffffffffff), m->to, state::delivered, 0, now(), "DELIVRD"}, *this, 0);
    }
    void receipt_done(std::uint64_t, receipt_match match) noexcept override {
        if (match != receipt_match::matched) std::abort();
        if (--waiting_receipts_) return;
        for (const auto& m : current_) {
            event e;
            e.callback = callback_state::answered;
            e.code = 200;
            e.at = now();
            store_.called_back(m->id, 1, e);
        }
        const std::lock_guard lock(mutex_);
        idle_ = true;
        wake_.notify_one();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return idle_; });
        idle_ = false;
    }

private:
    store::store& store_;
    id_source& ids_;
    std::size_t size_, waiting_puts_ = 0, waiting_receipts_ = 0;
    std::vector<message_ptr> current_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool idle_ = false;
};

}  // namespace

int main(int argc, char** argv) {
    std::size_t messages = 500'000, size = 256, count = 4;
    std::string file = "/tmp/hermod-store-bench/hermod.db";
    bool memory = false;
    for (int i = 1; i < argc; ++i) {
        if (!std::strcmp(argv[i], "--memory")) memory = true;
        else if (i + 1 == argc) return 2;
        else if (!std::strcmp(argv[i], "--messages")) messages = std::stoul(argv[++i]);
        else if (!std::strcmp(argv[i], "--wave")) size = std::stoul(argv[++i]);
        else if (!std::strcmp(argv[i], "--waves")) count = std::stoul(argv[++i]);
        else if (!std::strcmp(argv[i], "--file")) file = argv[++i];
        else return 2;
    }
    gate_options options;
    options.now = now;
    options.on_failure = [](std::string_view why) {
        std::fprintf(stderr, "store failed: %.*s\n", static_cast<int>(why.size()), why.data());
        std::abort();
    };
    gate g(memory ? memory::make_backend() : sqlite::make_backend(file), options);
    g.open([](const open_entry&) {});
    id_source ids(1, g.last_id());
    g.start();
    std::vector<std::unique_ptr<wave>> waves;
    for (std::size_t i = 0; i < count; ++i) waves.push_back(std::make_unique<wave>(g, ids, size));
    const auto begun = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    std::size_t done = 0;
    for (auto& w : waves) w->begin();
    while (done < messages)
        for (auto& w : waves) {
            w->wait();
            done += size;
            if (done + (count - 1) * size < messages) w->begin();
            else if (done < messages) continue;
            else break;
        }
    const auto& c = g.count();
    while (c.archived < done) std::this_thread::yield();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    const double used = cpu_seconds() - cpu;
    std::printf("{\"bench\":\"store_life_cycle\",\"messages\":%zu,\"seconds\":%.2f,\"rate\":%.0f,\"cpu_us_per_message\":%.2f,\"commits\":%llu}\n", done,
                seconds, static_cast<double>(done) / seconds, used / static_cast<double>(done) * 1e6,
                static_cast<unsigned long long>(c.commits.load()));
    g.stop();
}
