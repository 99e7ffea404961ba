// What is found by an id, on every message's path, while more of them come: a table that only grows. One adds at a time (a lock sees to
// it); any thread finds, without waiting. Nothing is ever taken out: what is found stays where it is as long as the table lives.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace hermod::deliver {

template <class T>
class growing {
public:
    growing() { grow(16); }
    growing(const growing&) = delete;
    growing& operator=(const growing&) = delete;

    T* find(std::uint32_t id) const noexcept {
        const table& in = *now_.load(std::memory_order_acquire);
        for (std::size_t at = in.first(id);; at = in.next(at)) {
            T* const there = in.places[at].what.load(std::memory_order_acquire);
            if (!there || in.places[at].id == id) return there;
        }
    }
    // What is there already stays, and is given back.
    T& add(std::uint32_t id, std::unique_ptr<T> what) {
        const std::lock_guard lock(mutex_);
        if (T* const there = find(id)) return *there;
        if (2 * (all_.size() + 1) > tables_.back()->places.size()) grow(2 * tables_.back()->places.size());
        all_.push_back({id, std::move(what)});
        tables_.back()->put(id, all_.back().what.get());
        return *all_.back().what;
    }
    // In the order of coming; who adds waits meanwhile.
    template <class Visit>
    void for_each(Visit visit) const {
        const std::lock_guard lock(mutex_);
        for (const auto& one : all_) visit(one.id, *one.what);
    }

private:
    struct place {
        std::atomic<T*> what{nullptr};
        std::uint32_t id = 0;  // written before `what`
    };
    struct table {
        explicit table(std::size_t size) : places(size) {}
        std::size_t first(std::uint32_t id) const { return (id * std::uint64_t{0x9e3779b97f4a7c15}) >> 32 & (places.size() - 1); }
        std::size_t next(std::size_t at) const { return (at + 1) & (places.size() - 1); }
        void put(std::uint32_t id, T* what) {
            std::size_t at = first(id);
            while (places[at].what.load(std::memory_order_relaxed)) at = next(at);
            places[at].id = id;
            places[at].what.store(what, std::memory_order_release);
        }
        std::vector<place> places;  // a power of two, at most half of them taken
    };
    struct held {
        std::uint32_t id;
        std::unique_ptr<T> what;
    };

    // Who still reads the table before finds what was there then; all of them together are no larger than the last.
    void grow(std::size_t size) {
        auto larger = std::make_unique<table>(size);
        for (const held& one : all_) larger->put(one.id, one.what.get());
        now_.store(larger.get(), std::memory_order_release);
        tables_.push_back(std::move(larger));
    }

    mutable std::mutex mutex_;
    std::vector<held> all_;
    std::vector<std::unique_ptr<table>> tables_;
    std::atomic<const table*> now_{nullptr};
};

}  // namespace hermod::deliver
