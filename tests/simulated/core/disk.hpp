// The disk of a simulated node: what is on it outlives the node, or not, as disks do. Two kinds: the memory backend with a
// journal that is kept, fast; and SQLite on a disk that drops and tears what was not synced.
// Owned by the course; used by one node at a time.
#pragma once

#include <memory>

#include "plan.hpp"
#include "store/backend.hpp"
#include "timeline.hpp"

namespace hermod::simulated::core {

class disk {
public:
    virtual ~disk() = default;
    virtual std::unique_ptr<store::backend> open() = 0;
    // The node dies now; its backend is destroyed after this.
    virtual void die(death how) = 0;
    // It dies within the next commit, or the one after: the node's store fails when that happens.
    virtual void die_soon() = 0;
    // After the backend is gone: there may be another one.
    virtual void recover() = 0;
};

std::unique_ptr<disk> make_memory_disk(dice& luck);
std::unique_ptr<disk> make_sqlite_disk(dice& luck);

}  // namespace hermod::simulated::core
