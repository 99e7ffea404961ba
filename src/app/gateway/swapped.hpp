// A snapshot that is read by every thread and now and then swapped whole.
#pragma once

#include <memory>
#include <mutex>

namespace hermod::app {

template <class T>
class swapped {
public:
    explicit swapped(T first) : now_(std::make_shared<const T>(std::move(first))) {}
    std::shared_ptr<const T> get() const {
        const std::lock_guard lock(mutex_);
        return now_;
    }
    void set(std::shared_ptr<const T> next) {
        const std::lock_guard lock(mutex_);  // what was there is let go of after it
        now_.swap(next);
    }

private:
    mutable std::mutex mutex_;  // held for the length of a copy
    std::shared_ptr<const T> now_;
};

}  // namespace hermod::app
