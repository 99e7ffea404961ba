// Receipts that came before anybody knew their id: looked up when a part is taken by the network. Bounded by its owner,
// the gate, on whose thread it lives; the engine keeps the same receipts on disk, under the same sequence.
#pragma once

#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/store.hpp"

namespace hermod::store {

class parking {
public:
    void add(unmatched_receipt waiting);
    // Those that meant the part which the network took under taken.detail, sent to `to`; oldest first. They leave.
    // A literal id is taken at its word; a respelled or a shared one must also name the same subscriber.
    std::vector<unmatched_receipt> take(connector_id connector, const event& taken, std::string_view to);
    // The oldest leaves; its sequence. Only when not empty.
    std::int64_t drop_oldest();
    std::size_t size() const { return waiting_.size(); }

private:
    void forget_key(const unmatched_receipt& leaving);

    std::map<std::int64_t, unmatched_receipt> waiting_;  // by sequence: in order of arrival
    std::unordered_multimap<std::uint64_t, std::int64_t> by_key_;
};

}  // namespace hermod::store
