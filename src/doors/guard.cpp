#include "doors/guard.hpp"

#include <algorithm>

namespace hermod::doors {
namespace {

std::string address_key(std::string_view address) {
    return "a" + std::string(address);
}
std::string name_key(std::string_view login) {
    return "s" + std::string(login);
}
std::string known_key(std::string_view address) {
    return "k" + std::string(address);
}
std::string pair_key(std::string_view address, std::string_view login) {
    return "p" + std::string(address) + ' ' + std::string(login);
}

}  // namespace

guard::entry* guard::find(const std::string& key, mono_time now) {
    const auto at = entries_.find(key);
    if (at == entries_.end()) return nullptr;
    // A known pair is known for as long as there is room.
    if (!at->second.known && now - at->second.last > options_.forgets_after) {
        order_.erase(at->second.place);
        entries_.erase(at);
        return nullptr;
    }
    return &at->second;
}

guard::entry& guard::make(const std::string& key, mono_time now) {
    entry* known = find(key, now);
    if (!known) {
        if (entries_.size() >= options_.most_entries) {
            entries_.erase(order_.front());
            order_.pop_front();
        }
        order_.push_back(key);
        known = &entries_[key];
        known->place = std::prev(order_.end());
    }
    order_.splice(order_.end(), order_, known->place);
    known->last = now;
    return *known;
}

void guard::count(const std::string& key, mono_time now) {
    entry& e = make(key, now);
    if (++e.failures <= options_.free_tries) return;
    const unsigned doublings = std::min(e.failures - options_.free_tries - 1, 16u);
    e.deaf_until = now + std::min(options_.most_pause, options_.least_pause * (1u << doublings));
}

bool guard::deaf(const std::string& key, mono_time now) {
    const entry* e = find(key, now);
    return e && now < e->deaf_until;
}

bool guard::listens(std::string_view address, std::string_view login, mono_time now) {
    const std::string pair = pair_key(address, login);
    if (const entry* e = find(pair, now); e && e->known) return now >= e->deaf_until;
    return !deaf(address_key(address), now) && !deaf(name_key(login), now);
}

void guard::failed(std::string_view address, std::string_view login, mono_time now) {
    const std::string pair = pair_key(address, login);
    if (const entry* e = find(pair, now); e && e->known) return count(pair, now);
    count(address_key(address), now);
    count(name_key(login), now);
}

bool guard::knows(std::string_view address) const {
    return entries_.contains(known_key(address));
}

void guard::succeeded(std::string_view address, std::string_view login, mono_time now) {
    make(known_key(address), now).known = true;
    entry& e = make(pair_key(address, login), now);
    e.known = true;
    e.failures = 0;
    e.deaf_until = {};
}

}  // namespace hermod::doors
