#include "callback/job.hpp"

#include <array>

namespace hermod::callback {
namespace {

constexpr std::array<std::string_view, state_count> types{
    "message.accepted",    "message.scheduled", "message.queued",   "message.submitted", "message.delivered",
    "message.undelivered", "message.expired",   "message.rejected", "message.unsure",    "message.cancelled", "message.held"};

}  // namespace

job make_job(const message_ptr& what, const event& happened, std::uint32_t index, state now, bool possible_duplicate) {
    return {what, index, happened.kind, now, possible_duplicate, happened.code, happened.at, happened.detail};
}

job make_job(const record& of, std::uint32_t index) {
    const event& happened = of.events[index];
    // The outcome of a receipt is its part's: of the message it tells only as the last one. Others told on the way ask as they are.
    const bool ended = happened.kind == event_kind::receipt && is_final(happened.outcome);
    const state now = ended ? of.now : happened.outcome;
    return make_job(of.what, happened, index, now, of.possible_duplicate);
}

std::string_view recipient(const message& m) { return m.way == direction::from_handset ? m.from : m.to; }

std::string_view type_of(const job& told) {
    if (told.what->way == direction::from_handset) return "message.received";
    return types[static_cast<std::size_t>(told.now)];
}

void append_event_id(std::string& out, const job& told) {
    out += "evt_";
    out += to_text(told.what->id);
    out += '_';
    out += std::to_string(told.index);
}

}  // namespace hermod::callback
