// The limits whose excess waits, as those who send look at them: a snapshot that app/ swaps whole while queues are being emptied.
// Owned by app/; any thread.
#pragma once

#include <atomic>
#include <mutex>

#include "limits/table.hpp"

namespace hermod::limits {

class shaping {
public:
    void use(table_ptr next) {
        const std::lock_guard lock(mutex_);
        now_ = std::move(next);
        version_.fetch_add(1, std::memory_order_release);
    }
    // Differs whenever current() does: cheap to look at before each message.
    std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
    table_ptr current() const {  // null before the first use()
        const std::lock_guard lock(mutex_);
        return now_;
    }

private:
    mutable std::mutex mutex_;
    table_ptr now_;
    std::atomic<std::uint64_t> version_{0};
};

}  // namespace hermod::limits
