// Requests of ours that wait for an answer, with the numbers that they hold. No number is in flight twice, and one whose
// answer did not come stays taken: a late answer must not be taken for another request's.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "wire/cimd2/operation_code.hpp"

namespace hermod::connectors::cimd2 {

struct outstanding_request {
    std::uint8_t number = 0;
    wire::cimd2::operation code{};
    std::uint64_t token = 0;  // of a submit or a question
    std::uint64_t end = 0;    // of the connection's output, behind this request
    mono_time sent_at{};
    std::string frame{};  // as written, to be written again after a nack
    int tries = 1;
    bool given_up = false;  // settled already
};

inline bool is_question(wire::cimd2::operation code) {
    return code == wire::cimd2::operation::enquire_message_status || code == wire::cimd2::operation::cancel_message;
}

class outstanding_requests {
public:
    outstanding_request* find(std::uint8_t number) {
        const auto at = std::find_if(all_.begin(), all_.end(), [&](auto& r) { return r.number == number; });
        return at == all_.end() ? nullptr : &*at;
    }
    // The first free number from `next` on; nullopt when all 128 are taken.
    std::optional<std::uint8_t> free_number(std::uint8_t next) {
        for (int i = 0; i < 128; ++i, next = wire::cimd2::next_number(next))
            if (!find(next)) return next;
        return std::nullopt;
    }
    outstanding_request& add(outstanding_request request) { return all_.emplace_back(std::move(request)); }
    // Gives back what it was.
    outstanding_request take(const outstanding_request& request) {
        const auto at = all_.begin() + (&request - all_.data());
        outstanding_request out = std::move(*at);
        all_.erase(at);
        return out;
    }
    std::size_t size() const { return all_.size(); }
    std::size_t count(auto which) const { return static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), which)); }
    std::vector<outstanding_request>& all() { return all_; }
    const std::vector<outstanding_request>& all() const { return all_; }

private:
    std::vector<outstanding_request> all_;  // few: searched from the front
};

}  // namespace hermod::connectors::cimd2
