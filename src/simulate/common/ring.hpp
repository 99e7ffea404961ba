// A queue, and texts, that allocate nothing but when the queue grows: a simulated centre must be faster than what it measures.
//
// Every kind of thing that a centre has to do later has one constant delay, so a ring suffices as its timer queue.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hermod::simulate {

template <std::size_t Most>
class short_text {
public:
    short_text() = default;
    short_text(std::string_view text) : size_(static_cast<std::uint8_t>(std::min(text.size(), Most))) {  // NOLINT: it is a string
        std::copy_n(text.data(), size_, chars_.data());
    }
    operator std::string_view() const { return {chars_.data(), size_}; }  // NOLINT

private:
    static_assert(Most < 256);
    std::uint8_t size_ = 0;
    std::array<char, Most> chars_;  // beyond size_: not initialised, it costs
};

template <class T>
class ring {
public:
    bool empty() const { return first_ == end_; }
    std::size_t size() const { return end_ - first_; }
    T& front() { return at(first_); }
    T& operator[](std::size_t index) { return at(first_ + index); }
    void pop() { ++first_; }
    void push(T value) {
        if (size() == items_.size()) grow();
        at(end_++) = std::move(value);
    }

private:
    T& at(std::size_t index) { return items_[index & (items_.size() - 1)]; }
    void grow() {
        std::vector<T> bigger(std::max<std::size_t>(64, items_.size() * 2));
        const std::size_t count = size();
        for (std::size_t i = 0; i < count; ++i) bigger[i] = std::move(at(first_ + i));
        items_ = std::move(bigger);
        first_ = 0;
        end_ = count;
    }

    std::vector<T> items_;
    std::size_t first_ = 0, end_ = 0;
};

}  // namespace hermod::simulate
