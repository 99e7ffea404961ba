// What a simulated centre has to do later: answers and deliveries, each kind in the order in which it falls due.
//
// Every kind has one constant delay, so a ring suffices as its timer queue: nothing is allocated but when a ring grows.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "wire/smpp/command_id.hpp"
#include "wire/smpp/values.hpp"

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

struct address {
    wire::smpp::ton ton{};
    wire::smpp::npi npi{};
    short_text<20> digits;
};

// A receipt, or a message from a handset.
struct delivery {
    mono_time due{};
    std::uint64_t number = 0;  // of the message reported on
    wire::smpp::message_state state{};
    bool inbound = false;
    std::uint16_t account = 0;
    std::uint8_t data_coding = 0, esm_class = 0;  // inbound
    address from, to;                             // as they stand in the deliver_sm
    wall_time submitted{};
    short_text<20> beginning;  // of the message, for the receipt's text
    std::string text;          // inbound: user data
};

struct delayed_answer {
    mono_time due{};
    std::uint64_t session = 0;
    std::uint64_t number = 0;
    std::uint32_t sequence = 0;
    wire::smpp::command_id request{};
    bool twice = false;
    // Of a submit_multi: who was not taken, as it is written.
    std::size_t failures = 0;
    std::vector<std::uint8_t> failed{};
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
