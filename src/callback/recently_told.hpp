// Remembers the events that were settled of late, so that one which the store read back just before it learned of that
// is not told twice. A fixed table: a forgotten entry costs a repeated callback (same webhook-id), never a lost one.
// One object, one executor: its shard's. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.hpp"

namespace hermod::callback {

class recently_told {
public:
    explicit recently_told(std::size_t slots = 1u << 14) : table_(slots) {}
    void add(message_id id, std::uint32_t index) { table_[place(id, index)] = {id, index}; }
    bool contains(message_id id, std::uint32_t index) const {
        const entry& found = table_[place(id, index)];
        return found.id == id && found.index == index;
    }

private:
    struct entry {
        message_id id;
        std::uint32_t index = 0;
    };
    std::size_t place(message_id id, std::uint32_t index) const {
        return (std::hash<message_id>{}(id) + index * 0x9e3779b9u) % table_.size();
    }
    std::vector<entry> table_;
};

}  // namespace hermod::callback
