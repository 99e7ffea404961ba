// A counted list inside a PDU (the destinations of submit_multi, the failures of its response), borrowed as raw octets
// and read item by item, so that decoding a PDU of 255 destinations allocates nothing.
//
// Item is a struct with a fields() list like a PDU's. read_item() and append_item() exist for destination and unsuccess_sme.
#pragma once

#include <iterator>
#include <vector>

#include "wire/smpp/errc.hpp"
#include "wire/smpp/header.hpp"

namespace hermod::wire::smpp {

// Reads one item from the start of `rest`; the octets it took, 0 when it cannot be read.
template <class Item>
std::size_t read_item(octets rest, Item& item);
// Strict, like encode(): on error `out` stays as it was.
template <class Item>
codec_result<void> append_item(std::vector<std::uint8_t>& out, const Item& item);

template <class Item>
class packed_list {
public:
    class iterator {
    public:
        using value_type = Item;
        using difference_type = std::ptrdiff_t;
        iterator() = default;
        iterator(octets rest, std::size_t left) : rest_(rest), left_(left) { read(); }
        const Item& operator*() const { return item_; }
        const Item* operator->() const { return &item_; }
        iterator& operator++() {
            rest_ = rest_.subspan(taken_);
            --left_;
            read();
            return *this;
        }
        iterator operator++(int) {
            iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& i, std::default_sentinel_t) { return i.left_ == 0; }
        friend bool operator==(const iterator& a, const iterator& b) { return a.left_ == b.left_; }

    private:
        void read() {
            if (left_ == 0) return;
            item_ = Item{};
            taken_ = read_item(rest_, item_);
            if (taken_ == 0) left_ = 0;
        }

        octets rest_;
        std::size_t left_ = 0;
        std::size_t taken_ = 0;
        Item item_{};
    };

    packed_list() = default;
    // `raw` must hold `count` items; encode() checks.
    packed_list(std::size_t count, octets raw) : count_(count), raw_(raw) {}

    iterator begin() const { return iterator(raw_, count_); }
    std::default_sentinel_t end() const { return {}; }
    std::size_t size() const { return count_; }
    octets raw() const { return raw_; }

private:
    std::size_t count_ = 0;
    octets raw_{};
};

}  // namespace hermod::wire::smpp
