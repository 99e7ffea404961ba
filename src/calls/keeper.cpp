#include "calls/keeper.hpp"

namespace hermod::calls {

keeper::keeper(boost::asio::any_io_executor home, inbox& in, receipts& reports, std::function<void()> batch_over)
    : inbox_(in),
      receipts_(reports),
      batch_over_(std::move(batch_over)),
      box_(std::move(home), [this](std::vector<reply>& replies) { take(replies); }) {}

std::uint64_t keeper::add(then done) {
    waiting_.emplace(next_, std::move(done));
    return next_++;
}

void keeper::report(remote_receipt what, then done) { receipts_.report(std::move(what), *this, add(std::move(done))); }

void keeper::put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, then done) {
    auto one = std::make_unique<batch>();
    one->home = this;
    one->number = add(std::move(done));
    inbox_.put(std::move(messages), std::move(key), *one.release());  // it owns itself until put_done()
}

void keeper::nothing(then done) { box_.push({add(std::move(done)), true}); }

void keeper::batch::put_done(put_result result) noexcept {
    const bool kept = result.is == put_result::kind::stored || result.is == put_result::kind::replayed;
    keeper& to = *home;
    const std::uint64_t of = number;
    delete this;
    to.box_.push({of, kept});
}

void keeper::receipt_done(std::uint64_t number, receipt_match match) noexcept { box_.push({number, match != receipt_match::failed}); }

void keeper::take(std::vector<reply>& replies) {
    for (const reply& one : replies) {
        auto found = waiting_.extract(one.number);
        if (!found.empty()) found.mapped()(one.kept);
    }
    batch_over_();
}

}  // namespace hermod::calls
