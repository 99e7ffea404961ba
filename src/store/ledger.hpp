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

class remote_choice;

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

    // A part was taken by the network under this id. Networks use ids again: of the open messages under one id the
    // last few are known; those that share one by its nature (event::shared_id) are all known, by their recipients.
    void index_remote(const record& r, const event& submitted);
    void forget_remote(const record& r, bool remember_as_repeated);
    // Offers every record in memory that one of the receipt's spellings may mean.
    void find_remote(const std::vector<std::string>& spellings, remote_choice& among);
    // Did a message to this receipt's recipient close under this id a moment ago?
    bool recently_closed(const remote_receipt& receipt, const std::vector<std::string>& spellings) const;

private:
    struct remote_hit {
        message_id id;
        bool more = false;  // others_ has this key too
    };
    void add_hit(std::uint64_t key, message_id id);
    void forget_hit(std::uint64_t key, message_id id);
    void for_each_hit(std::uint64_t key, auto visit) const;
    void remember_closed(std::uint64_t key, std::string_view to);

    boost::unordered_flat_map<std::int64_t, slot> slots_;
    std::deque<std::pair<std::int64_t, message_id>> by_age_;
    boost::unordered_flat_map<std::uint64_t, remote_hit> by_remote_;                // the one that was indexed last
    boost::unordered_flat_map<std::uint64_t, std::vector<message_id>> others_;  // those before it, oldest first; few have any
    boost::unordered_flat_map<std::uint64_t, std::string> closed_;  // the recipient's last digits
    std::deque<std::uint64_t> closed_order_;
};

// The part of r that a receipt under this id (any spelling already made canonical) means: the first without a final
// state, of several under one id; 0 = none.
std::uint8_t part_under(const record& r, std::string_view canonical);

// Which of several open messages a receipt means. The same subscriber counts most, then that a part still waits for its word,
// then what the network took last.
// A literal id is taken at its word though no candidate is the recipient; a respelled one is not, nor one that messages
// to several handsets share.
class remote_choice {
public:
    explicit remote_choice(const remote_receipt& receipt) : receipt_(&receipt) {}
    void offer(slot& candidate, std::string_view canonical, bool literal);
    connector_id connector() const { return receipt_->connector; }
    std::string_view recipient() const { return receipt_->recipient; }
    slot* best() const { return best_; }
    std::uint8_t part() const { return part_; }
    bool same_subscriber() const { return same_; }

private:
    const remote_receipt* receipt_;
    slot* best_ = nullptr;
    std::uint8_t part_ = 0;
    bool same_ = false, waits_ = false;
    wall_time taken_at_{};
};

}  // namespace hermod::store
