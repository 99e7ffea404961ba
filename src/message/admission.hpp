// What was set aside for a message while it was checked: tokens of a rate, credit, its place among those that may not come twice.
// It lives exactly as long as it is undecided. When the message becomes durable the store calls kept(), once; when it never
// does (another message of its request was refused, the request was a replay, the store is full) the destructor gives back what
// was taken. So doors need not know of it.
#pragma once

#include <memory>
#include <utility>

#include "message/note.hpp"

namespace hermod {

class admission {
public:
    virtual ~admission() = default;
    // On the store's thread, inside the transaction that makes the message durable: what is added to `with` commits with it.
    virtual void kept(notes& with) noexcept = 0;

private:
    friend class admissions;
    std::unique_ptr<admission> next_;
};

// Those of one message, the last first; in a chain, since a message has few of them or none, and memory costs time.
class admissions {
public:
    bool empty() const { return !first_; }
    void add(std::unique_ptr<admission> one) {
        one->next_ = std::move(first_);
        first_ = std::move(one);
    }
    void keep(notes& with) const noexcept {
        for (auto* one = first_.get(); one; one = one->next_.get()) one->kept(with);
    }

private:
    std::unique_ptr<admission> first_;
};

// A message's own. Not part of what the message says: a copy has none, the store takes them out before anybody else sees the message.
class admission_slot {
public:
    admission_slot() = default;
    admission_slot(const admission_slot&) noexcept {}
    admission_slot(admission_slot&&) noexcept = default;
    admission_slot& operator=(const admission_slot&) noexcept { return *this; }
    admission_slot& operator=(admission_slot&&) noexcept = default;

    void put(admissions all) { all_ = std::move(all); }
    void keep(notes& with) const noexcept {
        const auto all = std::move(all_);
        all.keep(with);
    }

private:
    mutable admissions all_;
};

}  // namespace hermod
