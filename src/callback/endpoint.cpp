#include "callback/endpoint.hpp"

namespace hermod::callback {

account_callbacks endpoint::settings() const {
    const auto found = around_.known->accounts.find(account_);
    return found == around_.known->accounts.end() ? account_callbacks{} : found->second;
}

void endpoint::record(const std::vector<settled>& all, std::uint32_t code, const std::string& detail) {
    const wall_time now = around_.with.wall();
    for (const auto& one : all) {
        event attempt;
        attempt.kind = event_kind::callback;
        attempt.callback = one.state;
        attempt.code = code;
        attempt.detail = detail;
        attempt.at = now;
        if (one.state == callback_state::pending) {
            around_.count.events_retried.fetch_add(1, std::memory_order_relaxed);
        } else {
            around_.told.add(one.id, one.index);
            const bool dead = one.state == callback_state::dead;
            (dead ? around_.count.events_dead : around_.count.events_answered).fetch_add(1, std::memory_order_relaxed);
            if (dead && around_.with.log)
                around_.with.log("callback given up: event " + std::to_string(one.index) + " of message " + to_text(one.id) +
                                 " to " + origin_ + ": " + detail);
        }
        around_.store.called_back(one.id, one.index, std::move(attempt));
    }
}

}  // namespace hermod::callback
