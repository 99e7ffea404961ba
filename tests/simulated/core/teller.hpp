// Step 7 as the store sees it: an event that asks for a callback is told to its application, again when the application does
// not take it, until it does, and the store hears of it. What was not answered when the node died is told by the next one.
// Owned by the node, and dies with it.
#pragma once

#include <memory>

#include "ledger.hpp"
#include "store/store.hpp"

namespace hermod::simulated::core {

class teller final : public store::observer, public store::load_reply {
public:
    teller(stage& on, ledger& book, store::store& behind) : stage_(on), book_(book), store_(behind) {}
    void start(std::vector<message_id> pending);
    bool idle() const { return to_tell_ == 0; }

    void committed(std::span<const store::notice> changes) noexcept override;
    void loaded(std::uint64_t token, std::vector<record> found) noexcept override;

private:
    void tell(message_id id, std::uint32_t index, state now);

    stage& stage_;
    ledger& book_;
    store::store& store_;
    std::size_t to_tell_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace hermod::simulated::core
