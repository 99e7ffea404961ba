#include "connectors/modem/sent_messages.hpp"

#include <algorithm>

#include "message/remote_id.hpp"

namespace hermod::connectors::modem {

namespace {

constexpr std::size_t most_waiting = 4'096;  // about a day's worth of what a SIM can send
constexpr auto longest_wait = std::chrono::hours(24 * 7);

}  // namespace

std::string sent_messages::id_of(std::uint8_t reference, unsigned number) const {
    std::string out = modem_ + "-" + std::to_string(reference);
    if (number > 1) out.append("-").append(std::to_string(number));
    return out;
}

std::string sent_messages::add(std::uint8_t reference, std::string_view recipient, wall_time now) {
    while (!waiting_.empty() && (waiting_.size() >= most_waiting || now - waiting_.front().at > longest_wait))
        waiting_.pop_front();
    unsigned number = 1;
    for (const one& other : waiting_)
        if (other.reference == reference && same_subscriber(other.recipient, recipient))
            number = std::max(number, other.number + 1);
    waiting_.push_back({reference, number, std::string(recipient), now});
    return id_of(reference, number);
}

std::string sent_messages::meant(std::uint8_t reference, std::string_view recipient, std::optional<wall_time> taken_at,
                                 bool final) {
    auto best = waiting_.end();
    const auto distance = [&](const one& of) {
        return taken_at ? (of.at > *taken_at ? of.at - *taken_at : *taken_at - of.at) : wall_time::duration{};
    };
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
        if (at->reference != reference || !same_subscriber(at->recipient, recipient)) continue;
        if (best == waiting_.end() || distance(*at) < distance(*best)) best = at;
    }
    if (best == waiting_.end()) return id_of(reference, 1);
    std::string out = id_of(best->reference, best->number);
    if (final) waiting_.erase(best);
    return out;
}

}  // namespace hermod::connectors::modem
