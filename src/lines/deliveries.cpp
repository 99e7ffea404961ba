#include "lines/deliveries.hpp"

namespace hermod::lines {

deliveries::deliveries(boost::asio::any_io_executor home, inbox& in, receipts& reports, answer_function answered,
                       std::function<void()> batch_over)
    : inbox_(in),
      receipts_(reports),
      answered_(std::move(answered)),
      batch_over_(std::move(batch_over)),
      box_(std::move(home), [this](std::vector<reply>& replies) { take(replies); }) {}

void deliveries::report(remote_receipt receipt, const unanswered& request) {
    std::uint64_t slot = slots_.size();
    if (free_slots_.empty()) {
        slots_.push_back(request);
    } else {
        slot = free_slots_.back();
        free_slots_.pop_back();
        slots_[slot] = request;
    }
    ++pending_;
    receipts_.report(std::move(receipt), *this, slot);
}

void deliveries::add(std::shared_ptr<message> prepared, const unanswered& request) {
    if (!gathering_) gathering_ = std::make_unique<batch>();
    gathering_->requests.push_back(request);
    gathered_.push_back(std::move(prepared));
}

void deliveries::store() {
    if (!gathering_) return;
    gathering_->home = this;
    ++pending_;
    // The batch owns itself until put_done() packs it into its reply.
    inbox_.put(std::move(gathered_), nullptr, *gathering_.release());
    gathered_.clear();
}

void deliveries::batch::put_done(put_result result) noexcept {
    const bool kept = result.is == put_result::kind::stored || result.is == put_result::kind::replayed;
    home->box_.push({std::unique_ptr<batch>(this), 0, kept});
}

void deliveries::receipt_done(std::uint64_t token, receipt_match match) noexcept {
    box_.push({nullptr, token, match != receipt_match::failed});
}

void deliveries::take(std::vector<reply>& replies) {
    for (const reply& one : replies) {
        --pending_;
        const intake what = one.kept ? intake::kept : intake::later;
        if (one.messages) {
            for (const unanswered& request : one.messages->requests) answered_(request, what);
        } else {
            const unanswered request = slots_[one.token];
            free_slots_.push_back(one.token);
            answered_(request, what);
        }
    }
    batch_over_();
}

}  // namespace hermod::lines
