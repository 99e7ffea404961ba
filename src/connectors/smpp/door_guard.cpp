#include "connectors/smpp/door_guard.hpp"

#include <algorithm>

namespace hermod::connectors::smpp {
namespace {

std::string address_key(std::string_view address) {
    return "a" + std::string(address);
}
std::string name_key(std::string_view system_id) {
    return "s" + std::string(system_id);
}
std::string known_key(std::string_view address) {
    return "k" + std::string(address);
}
std::string pair_key(std::string_view address, std::string_view system_id) {
    return "p" + std::string(address) + ' ' + std::string(system_id);
}

}  // namespace

door_guard::entry* door_guard::find(const std::string& key, mono_time now) {
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

door_guard::entry& door_guard::make(const std::string& key, mono_time now) {
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

void door_guard::count(const std::string& key, mono_time now) {
    entry& e = make(key, now);
    if (++e.failures <= options_.free_tries) return;
    const unsigned doublings = std::min(e.failures - options_.free_tries - 1, 16u);
    e.deaf_until = now + std::min(options_.most_pause, options_.least_pause * (1u << doublings));
}

bool door_guard::deaf(const std::string& key, mono_time now) {
    const entry* e = find(key, now);
    return e && now < e->deaf_until;
}

bool door_guard::listens(std::string_view address, std::string_view system_id, mono_time now) {
    const std::string pair = pair_key(address, system_id);
    if (const entry* e = find(pair, now); e && e->known) return now >= e->deaf_until;
    return !deaf(address_key(address), now) && !deaf(name_key(system_id), now);
}

void door_guard::failed(std::string_view address, std::string_view system_id, mono_time now) {
    const std::string pair = pair_key(address, system_id);
    if (const entry* e = find(pair, now); e && e->known) return count(pair, now);
    count(address_key(address), now);
    count(name_key(system_id), now);
}

bool door_guard::knows(std::string_view address) const {
    return entries_.contains(known_key(address));
}

void door_guard::succeeded(std::string_view address, std::string_view system_id, mono_time now) {
    make(known_key(address), now).known = true;
    entry& e = make(pair_key(address, system_id), now);
    e.known = true;
    e.failures = 0;
    e.deaf_until = {};
}

}  // namespace hermod::connectors::smpp
