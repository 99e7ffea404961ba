#include "money/purses.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace hermod::money {

// What is reserved for one message until the store has it.
class purses::reservation final : public admission {
public:
    reservation(purses& all, account_purse& whose, const claim& what) : all_(all), whose_(whose), what_(what) {}
    ~reservation() override {
        if (!kept_) whose_.money().give_back(what_);
    }
    void kept(notes&) noexcept override {
        kept_ = true;
        if (whose_.keep(what_)) all_.touched_.push_back(&whose_);
    }

private:
    purses& all_;
    account_purse& whose_;  // purses forgets none; a pointer that counts would be counted by two threads for each message
    const claim what_;
    bool kept_ = false;
};

void purses::restore(store::store& from) {
    for (const note& one : from.notes_of(purse_kind)) {
        const auto row = read_purse_row(one.value.value_or(""));
        if (!row) throw std::runtime_error("the purse of account " + one.key + " cannot be read: \"" + one.value.value_or("") + '"');
        of(one.key)->money().restore(*row);
    }
    std::map<std::string, std::vector<credit_entry>> entries;
    for (const note& one : from.notes_of(entry_kind)) {
        auto entry = read_credit_entry(one.key, one.value.value_or(""));
        if (!entry) throw std::runtime_error("the credit entry " + one.key + " cannot be read: \"" + one.value.value_or("") + '"');
        entries[entry->account].push_back(std::move(*entry));
    }
    for (auto& [account, own] : entries) of(account)->restore(std::move(own));
}

account_purse_ptr purses::of(std::string_view account) {
    const std::lock_guard lock(mutex_);
    auto& mine = all_[account_id{name_hash(account)}];
    if (!mine) mine = std::make_shared<account_purse>(std::string(account));
    return mine;
}

account_purse_ptr purses::find(std::string_view account) const {
    const std::lock_guard lock(mutex_);
    const auto at = all_.find(account_id{name_hash(account)});
    return at != all_.end() && at->second->name() == account ? at->second : nullptr;
}

std::vector<account_purse_ptr> purses::all() const {
    std::vector<account_purse_ptr> out;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, one] : all_) out.push_back(one);
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a->name() < b->name(); });
    return out;
}

limit purses::reserve(const account_purse_ptr& whose, thousandths price, std::int64_t parts, const limits& within, wall_time now,
                      admissions& into, purse::view& before) {
    claim wanted{price, parts};
    const limit reached = whose->money().reserve(wanted, whose->at(now), within, before);
    if (reached == limit::none) into.add(std::make_unique<reservation>(*this, *whose, wanted));
    return reached;
}

void purses::give_back(const message& what) {
    account_purse_ptr whose;
    {
        const std::lock_guard lock(mutex_);
        const auto at = all_.find(what.account);
        if (at == all_.end()) return;  // what was paid has a purse: this message was not
        whose = at->second;
    }
    whose->money().refund(what.price, periods_at(what.accepted_at, whose->zone()));
    if (whose->touch()) touched_.push_back(whose.get());
}

void purses::ended(const record& what, notes&) noexcept {
    if (gives_back(*what.what, what.now)) give_back(*what.what);
}

// The new content has been paid for as a message of its own.
void purses::replaced(const message& was, const message&, notes&) noexcept {
    if (was.price > 0) give_back(was);
}

void purses::committing(notes& with) noexcept {
    for (account_purse* one : touched_) with.keep(purse_kind, one->name(), to_text(one->settle()));
    touched_.clear();
}

}  // namespace hermod::money
