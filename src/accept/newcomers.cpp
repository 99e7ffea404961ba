#include "accept/newcomers.hpp"

#include <charconv>
#include <stdexcept>

namespace hermod::accept {
namespace {

template <class Number>
bool read(std::string_view text, Number& out) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return fault == std::errc{} && end == text.data() + text.size();
}

}  // namespace

struct newcomers::place {
    newcomers* all;
    account_id whose;
    std::uint64_t which;

    void settle(notes* with) const noexcept {
        if (with)
            with->keep(kind, std::to_string(whose.value), std::to_string(all->keep(whose)));
        else
            all->give_back(whose, which);
    }
};

void newcomers::restore(std::span<const note> left) {
    const std::lock_guard lock(mutex_);
    for (const note& one : left) {
        account_id whose{};
        account row;
        if (!one.value || !read(one.key, whose.value) || !read(*one.value, row.kept))
            throw std::runtime_error("how many messages account " + one.key + " has handed in cannot be read: \"" + one.value.value_or("") + '"');
        row.next = row.kept;
        all_[whose] = std::move(row);
    }
}

std::uint64_t newcomers::enter(account_id whose, admissions& into) {
    std::uint64_t which = 0;
    {
        const std::lock_guard lock(mutex_);
        account& mine = all_[whose];
        if (!mine.free.empty())
            which = mine.free.extract(mine.free.begin()).value();
        else if (mine.next >= most)
            return most;
        else
            which = mine.next++;
    }
    into.add(place{this, whose, which});
    return which;
}

std::uint64_t newcomers::next(account_id whose) const {
    const std::lock_guard lock(mutex_);
    const auto at = all_.find(whose);
    if (at == all_.end()) return 0;
    return at->second.free.empty() ? at->second.next : *at->second.free.begin();
}

void newcomers::give_back(account_id whose, std::uint64_t which) {
    const std::lock_guard lock(mutex_);
    all_[whose].free.insert(which);
}

std::uint64_t newcomers::keep(account_id whose) {
    const std::lock_guard lock(mutex_);
    return ++all_[whose].kept;
}

}  // namespace hermod::accept
