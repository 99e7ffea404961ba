#include "lines/carried.hpp"

namespace hermod::lines {

namespace {

constexpr std::string_view prefix = "whole-";
constexpr std::chrono::milliseconds store_pause{1'000};  // of a store that could not keep the report

}  // namespace

std::string carried_id(message_id of, std::uint8_t part) {
    return std::string(prefix) + to_text(of) + "-" + std::to_string(part);
}

bool is_carried_id(std::string_view id) {
    return id.starts_with(prefix);
}

carried_parts::carried_parts(boost::asio::any_io_executor home, receipts& reports, settle_function settle,
                             std::function<void()> batch_over)
    : receipts_(reports),
      settle_(std::move(settle)),
      batch_over_(std::move(batch_over)),
      box_(std::move(home), [this](std::vector<reply>& replies) { take(replies); }) {}

void carried_parts::add(const outbound& part, connector_id by, wall_time now) {
    std::string id = carried_id(part.what->id, part.part);
    waiting_[part.token] = id;
    if (!part.what->receipt) return box_.push({part.token, true});
    remote_receipt told;
    told.connector = by;
    told.remote_id = std::move(id);
    told.recipient = part.what->to;
    told.outcome = state::delivered;
    told.at = now;
    told.detail = "its text went with part 1";
    receipts_.report(std::move(told), *this, part.token);
}

void carried_parts::receipt_done(std::uint64_t token, receipt_match match) noexcept {
    box_.push({token, match != receipt_match::failed});
}

void carried_parts::take(std::vector<reply>& replies) {
    for (const reply& one : replies) {
        const auto at = waiting_.find(one.token);
        if (at == waiting_.end()) continue;
        verdict out;
        out.is = one.kept ? verdict::kind::sent : verdict::kind::later;
        if (one.kept)
            out.detail = std::move(at->second);
        else
            out.after = store_pause;
        waiting_.erase(at);
        settle_(one.token, std::move(out));
    }
    batch_over_();
}

}  // namespace hermod::lines
