// The application's last requests, to know one again that is sent again: same number, same octets. It is answered again, and
// not told again (specification 4.1: numbers are there for that).
//
// An application sends a request again only while its answer is missing, so fewer than its window of others came since; what is
// older is another request, for which the 128 numbers have come round. Owned by a session.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "wire/cimd2/operation_code.hpp"

namespace hermod::connectors::cimd2 {

class repeats {
public:
    // window: requests that the application may have without an answer. With 128 a number that comes round with the same octets
    // could be either: taken for another request.
    explicit repeats(std::size_t window) : window_(std::min<std::size_t>(window, 127)) {}

    enum class kind : std::uint8_t { fresh, waits, answered };  // waits: had, and not answered yet
    kind of(std::uint8_t number, std::string_view frame) const {
        const entry& known = entry_of(number);
        const bool recent = known.at != 0 && count_ - known.at < window_;
        if (!recent || known.number != number || known.hash != hash_of(frame)) return kind::fresh;
        return known.open ? kind::waits : kind::answered;
    }
    void took(std::uint8_t number, std::string_view frame) { entry_of(number) = {hash_of(frame), ++count_, number, true, {}}; }
    void answered(std::uint8_t number, std::string_view with) {
        entry& known = entry_of(number);
        if (known.number != number || !known.open) return;
        known.open = false;
        known.answer = with;
    }
    // Of one that is `answered`.
    const std::string& answer(std::uint8_t number) const { return entry_of(number).answer; }

private:
    struct entry {
        std::size_t hash = 0;
        std::uint64_t at = 0;  // how many had come with it; 0: none has
        std::uint8_t number = 0;
        bool open = false;
        std::string answer{};
    };
    static std::size_t hash_of(std::string_view frame) { return std::hash<std::string_view>{}(frame); }
    const entry& entry_of(std::uint8_t number) const { return all_[number / 2]; }
    entry& entry_of(std::uint8_t number) { return all_[number / 2]; }

    std::array<entry, 128> all_{};
    std::uint64_t count_ = 0;
    std::size_t window_;
};

}  // namespace hermod::connectors::cimd2
