// Which message ids were answered and which were reported on: an open-addressed table of 16 octets an id, keyed by a 64-bit
// hash of the id (two of ten million ids share one with a chance of 1 to 370,000). Owned by one thread; it only grows.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

class receipt_book {
public:
    struct entry {
        std::uint64_t key = 0;  // 0: free
        std::uint32_t submitted_us = 0;
        bool answered = false, reported = false;
    };

    receipt_book() : slots_(1 << 16) {}

    // The id's entry, new when it was not there. Valid until the next call.
    entry& of(std::string_view id) {
        if (used_ * 2 >= slots_.size()) grow();
        entry& found = place(slots_, hash(id));
        if (found.key == 0) {
            found.key = hash(id);
            ++used_;
        }
        return found;
    }

private:
    static std::uint64_t hash(std::string_view id) {
        std::uint64_t h = 0xcbf29ce484222325u;
        for (const char c : id) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
        h = (h ^ (h >> 32)) * 0x9e3779b97f4a7c15u;  // FNV's low bits are weak
        h ^= h >> 29;
        return h == 0 ? 1 : h;
    }
    static entry& place(std::vector<entry>& slots, std::uint64_t key) {
        for (std::size_t at = key & (slots.size() - 1);; at = (at + 1) & (slots.size() - 1))
            if (slots[at].key == key || slots[at].key == 0) return slots[at];
    }
    void grow() {
        std::vector<entry> more(slots_.size() * 2);
        for (const entry& e : slots_)
            if (e.key != 0) place(more, e.key) = e;
        slots_.swap(more);
    }

    std::vector<entry> slots_;
    std::size_t used_ = 0;
};
