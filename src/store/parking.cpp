#include "store/parking.hpp"

#include <algorithm>

#include "message/remote_id.hpp"

namespace hermod::store {
namespace {

std::uint64_t key_of(const remote_receipt& r) { return remote_key(r.connector, canonical_remote_id(r.remote_id)); }

}  // namespace

void parking::add(unmatched_receipt waiting) {
    by_key_.emplace(key_of(waiting.receipt), waiting.sequence);
    waiting_.insert_or_assign(waiting.sequence, std::move(waiting));
}

std::vector<unmatched_receipt> parking::take(connector_id connector, const event& taken, std::string_view to) {
    std::vector<unmatched_receipt> out;
    if (waiting_.empty()) return out;
    const auto spellings = remote_id_spellings(taken.detail);
    for (const std::string& spelling : spellings) {
        const auto [first, last] = by_key_.equal_range(remote_key(connector, spelling));
        for (auto at = first; at != last;) {
            const auto found = waiting_.find(at->second);
            const remote_receipt& r = found->second.receipt;
            const bool meant = r.connector == connector && canonical_remote_id(r.remote_id) == spelling &&
                               ((spelling == spellings.front() && !taken.shared_id) || same_subscriber(r.recipient, to));
            if (!meant) {
                ++at;
                continue;
            }
            at = by_key_.erase(at);
            out.push_back(std::move(found->second));
            waiting_.erase(found);
        }
    }
    std::sort(out.begin(), out.end(), [](const unmatched_receipt& a, const unmatched_receipt& b) { return a.sequence < b.sequence; });
    return out;
}

std::int64_t parking::drop_oldest() {
    const auto oldest = waiting_.begin();
    const std::int64_t sequence = oldest->first;
    forget_key(oldest->second);
    waiting_.erase(oldest);
    return sequence;
}

void parking::forget_key(const unmatched_receipt& leaving) {
    const auto [first, last] = by_key_.equal_range(key_of(leaving.receipt));
    const auto at = std::find_if(first, last, [&](const auto& entry) { return entry.second == leaving.sequence; });
    if (at != last) by_key_.erase(at);
}

}  // namespace hermod::store
