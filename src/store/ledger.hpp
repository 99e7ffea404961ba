// The records that are in memory: every one that the journal still tells of. Finds them by id and by the network's ids,
// remembers in which order they must leave (oldest journal entry first), and which network ids closed a moment ago.
// Owned by the gate, on its thread. It decides nothing about disks.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "message/record.hpp"
#include "message/remote_receipt.hpp"
#include "store/store.hpp"

namespace hermod::store {

struct slot {
    std::shared_ptr<record> rec;
    std::int64_t oldest_entry = 0;  // the first journal entry that tells something of it that no table has
    std::int64_t as_of = 0;         // entries up to this one were in the table's version it was read from
    bool kept = false;              // the table of open records has an older version of it
    bool changed = false;           // the journal tells something of it that the table does not
    bool closed = false;            // on its way to history: must not change any more
};

class ledger {
public:
    slot& add(std::shared_ptr<record> rec, std::int64_t entry, bool kept);
    slot* find(message_id id);
    void erase(message_id id);
    std::size_t size() const { return slots_.size(); }
    template <class Visit>
    void for_each(Visit visit) {
        for (auto& [id, s] : slots_) visit(s);
    }

    // The slot whose journal entry is the oldest; null when there is none.
    slot* oldest();

    // A part was taken by the network under this id.
    void index_remote(const record& r, const event& submitted);
    void forget_remote(const record& r, bool remember_as_repeated);
    struct remote_hit {
        message_id id;
        std::uint8_t part = 0;
    };
    std::optional<remote_hit> find_remote(const remote_receipt& receipt);
    bool recently_closed(const remote_receipt& receipt) const;

private:
    bool confirm(const record& r, const remote_receipt& receipt, std::string_view canonical, std::uint8_t part) const;
    void remember_closed(std::uint64_t key, std::string_view to);

    boost::unordered_flat_map<std::int64_t, slot> slots_;
    std::deque<std::pair<std::int64_t, message_id>> by_age_;
    boost::unordered_flat_map<std::uint64_t, remote_hit> by_remote_;
    boost::unordered_flat_map<std::uint64_t, std::string> closed_;  // the recipient's last digits
    std::deque<std::uint64_t> closed_order_;
};

// The part of r that the network took under this id (any spelling already made canonical); 0 = none.
std::uint8_t part_under(const record& r, std::string_view canonical);

}  // namespace hermod::store
