#include "money/credit_desk.hpp"

namespace hermod::money {
namespace {

// Lives until the store has answered.
struct entry_reply final : put_reply {
    entry_reply(account_purse_ptr to, account_purse::begun what, credit_desk::heard heard)
        : whose(std::move(to)), begun(std::move(what)), then(std::move(heard)) {}
    void put_done(put_result result) noexcept override {
        const bool stored = result.is == put_result::kind::stored;
        whose->end(begun.entry, stored);
        then(stored ? begun.outcome : credit_outcome::failed, begun.entry);
        delete this;
    }

    const account_purse_ptr whose;
    const account_purse::begun begun;
    const credit_desk::heard then;
};

}  // namespace

std::optional<credit_desk::shown> credit_desk::look(std::string_view account, wall_time now, std::size_t limit, std::size_t before) const {
    const auto mine = purses_.find(account);
    if (!mine) return std::nullopt;
    return shown{mine->name(), mine->look(now), mine->within(), mine->entries(limit, before)};
}

std::vector<credit_desk::shown> credit_desk::look_at_all(wall_time now) const {
    std::vector<shown> out;
    for (const auto& one : purses_.all()) out.push_back({one->name(), one->look(now), one->within()});
    return out;
}

bool credit_desk::add(credit_entry entry, heard then) {
    const auto mine = purses_.find(entry.account);
    if (!mine) return false;
    auto begun = mine->begin(std::move(entry));
    if (!begun.to_store) {
        then(begun.outcome, begun.entry);
        return true;
    }
    std::vector<note> changes{{std::string(entry_kind), key_of(*begun.to_store), value_of(*begun.to_store)}};
    store_.write(std::move(changes), *new entry_reply(mine, std::move(begun), std::move(then)));
    return true;
}

}  // namespace hermod::money
