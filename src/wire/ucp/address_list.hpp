// The addresses of 02 and 03: NPL of them, each a field of its own. A view on "a/b/c"; nothing is copied.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace hermod::wire::ucp {

class address_list {
public:
    class iterator {
    public:
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = const std::string_view*;
        using reference = std::string_view;

        iterator() = default;
        std::string_view operator*() const { return rest_.substr(0, rest_.find('/')); }
        iterator& operator++() {
            const std::size_t end = rest_.find('/');
            rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
            --left_;
            return *this;
        }
        iterator operator++(int) {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& a, const iterator& b) { return a.left_ == b.left_; }

    private:
        friend class address_list;
        iterator(std::string_view rest, std::size_t left) : rest_(rest), left_(left) {}
        std::string_view rest_;
        std::size_t left_ = 0;
    };

    address_list() = default;
    // `raw`: the addresses with "/" between them; empty and size 0 for none.
    address_list(std::size_t size, std::string_view raw) : size_(size), raw_(raw) {}

    std::size_t size() const { return size_; }
    std::string_view raw() const { return raw_; }
    iterator begin() const { return {raw_, size_}; }
    iterator end() const { return {{}, 0}; }

private:
    std::size_t size_ = 0;
    std::string_view raw_;
};

}  // namespace hermod::wire::ucp
