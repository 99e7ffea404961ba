// What was set aside for a message while it was checked: tokens of a rate, credit, its place among those that may not come twice.
// It lives exactly as long as it is undecided. When the message becomes durable the store calls keep(), once; when it never
// does (another message of its request was refused, the request was a replay, the store is full) the destructor gives back what
// was taken. So doors need not know of it.
//
// What one thread sets aside another one decides, so each piece is a few words that lie in the message itself: no memory of its
// own that would travel between them, no pointer that both would count.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>

#include "message/note.hpp"

namespace hermod {

// Those of one message.
class admissions {
public:
    static constexpr std::size_t octets = 40;  // of one

    admissions() = default;
    admissions(admissions&& other) noexcept { take(other); }
    admissions& operator=(admissions&& other) noexcept {
        if (this == &other) return *this;
        settle(nullptr);
        take(other);
        return *this;
    }
    ~admissions() { settle(nullptr); }

    bool empty() const { return used_ == 0; }
    // `What` has `void settle(notes* with) const noexcept`, which is called once. With notes: on the store's thread, inside the
    // transaction that makes the message durable, and what is added to them commits with it. With null: it was not kept; on any
    // thread. What it points to must outlive the message.
    template <class What>
    void add(const What& what) {
        static_assert(std::is_trivially_copyable_v<What> && sizeof(What) <= octets && alignof(What) <= alignof(std::uint64_t));
        if (used_ == own_.size()) {
            if (!further_) further_ = std::make_unique<admissions>();
            further_->add(what);
            return;
        }
        piece& mine = own_[used_++];
        std::memcpy(mine.what, &what, sizeof(What));
        mine.settle = [](const std::byte* from, notes* with) noexcept {
            What copy;
            std::memcpy(&copy, from, sizeof(What));
            copy.settle(with);
        };
    }
    void keep(notes& with) noexcept { settle(&with); }

private:
    struct piece {
        void (*settle)(const std::byte* what, notes* with) noexcept;
        alignas(std::uint64_t) std::byte what[octets];
    };

    void settle(notes* with) noexcept {
        for (std::size_t i = 0, all = std::exchange(used_, 0); i < all; ++i) own_[i].settle(own_[i].what, with);
        if (const auto rest = std::move(further_)) rest->settle(with);
    }
    void take(admissions& other) noexcept {
        used_ = std::exchange(other.used_, 0);
        for (std::size_t i = 0; i < used_; ++i) own_[i] = other.own_[i];
        further_ = std::move(other.further_);
    }

    std::size_t used_ = 0;
    std::array<piece, 2> own_;  // most messages have one or two: a rate's token and credit
    std::unique_ptr<admissions> further_;
};

// A message's own. Not part of what the message says: a copy has none, the store takes them out before anybody else sees the
// message.
class admission_slot {
public:
    admission_slot() = default;
    admission_slot(const admission_slot&) noexcept {}
    admission_slot(admission_slot&&) noexcept = default;
    admission_slot& operator=(const admission_slot&) noexcept { return *this; }
    admission_slot& operator=(admission_slot&&) noexcept = default;

    void put(admissions all) { all_ = std::move(all); }
    void keep(notes& with) const noexcept { all_.keep(with); }

private:
    mutable admissions all_;
};

}  // namespace hermod
