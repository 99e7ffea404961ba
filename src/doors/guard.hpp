// Slows down who tries passwords: by address, and by login, so that neither one host with many names nor many hosts with
// one name gets far. Pure, told the time; owned by the door, on its executor. Bounded: the oldest entries go.
//
// After a few failures an address (or a login) is not listened to for a while that doubles; what it tries meanwhile fails
// without being verified. An address that has bound with a login before is judged by that pair alone, so that strangers
// cannot lock out who is known.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"

namespace hermod::doors {

struct guard_options {
    unsigned free_tries = 5;  // failures before the first pause
    std::chrono::milliseconds least_pause{1'000}, most_pause{60'000};
    std::chrono::minutes forgets_after{15};  // without a failure
    std::size_t most_entries = 100'000;
};

class guard {
public:
    explicit guard(guard_options options = {}) : options_(options) {}

    // False: fail this bind without looking at its password.
    bool listens(std::string_view address, std::string_view login, mono_time now);
    void failed(std::string_view address, std::string_view login, mono_time now);
    // Somebody has bound from there.
    bool knows(std::string_view address) const;
    void succeeded(std::string_view address, std::string_view login, mono_time now);

    std::size_t entries() const { return entries_.size(); }

private:
    struct entry {
        unsigned failures = 0;
        bool known = false;  // a pair that has bound
        mono_time last{}, deaf_until{};
        std::list<std::string>::iterator place;
    };
    entry* find(const std::string& key, mono_time now);
    entry& make(const std::string& key, mono_time now);
    void count(const std::string& key, mono_time now);
    bool deaf(const std::string& key, mono_time now);

    guard_options options_;
    std::unordered_map<std::string, entry> entries_;
    std::list<std::string> order_;  // the longest untouched first
};

}  // namespace hermod::doors
