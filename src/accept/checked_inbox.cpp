#include "accept/checked_inbox.hpp"

#include <algorithm>

#include "accept/hold.hpp"
#include "accept/opted_out.hpp"
#include "gateway/holds.hpp"

namespace hermod::accept {
namespace {

prepared refused(refusal why) {
    prepared out;
    out.refused = std::move(why);
    return out;
}

using accounts = std::unordered_map<account_id, account_rules>;

std::optional<refusal> check_account(accounts::const_iterator found, const rules& by) {
    if (found == by.accounts.end()) return refusal{"", "unknown_account", "the account does not exist"};
    if (!found->second.enabled) return refusal{"", "account_disabled", "the account is disabled"};
    return std::nullopt;
}

std::optional<refusal> check_fields(const submission& submitted, std::string_view from, const limits& bounds, wall_time now) {
    if (auto wrong = check_recipient(submitted.to)) return wrong;
    if (auto wrong = check_sender(from)) return wrong;
    if (auto wrong = check_client_ref(submitted.client_ref)) return wrong;
    if (auto wrong = check_callback_url(submitted.callback_url)) return wrong;
    if (submitted.not_before != wall_time{})
        if (auto wrong = check_not_before(submitted.not_before, now)) return wrong;
    return check_validity(submitted.validity, bounds);
}

// The extras are shared with whoever submitted them: only another shift makes a copy.
void set_shift(message& made, text::language_shift shift) {
    if (!made.extras && shift.empty()) return;
    const auto single = static_cast<std::uint8_t>(shift.single), locking = static_cast<std::uint8_t>(shift.locking);
    if (made.more().single_shift == single && made.more().locking_shift == locking) return;
    auto own = std::make_shared<message_extras>(made.more());
    own->single_shift = single;
    own->locking_shift = locking;
    made.extras = std::move(own);
}

}  // namespace

concat_references::concat_references(std::uint64_t seed) {
    for (auto& slot : slots_) {
        seed = seed * 6364136223846793005ull + 1442695040888963407ull;
        slot.store(static_cast<std::uint16_t>(seed >> 48), std::memory_order_relaxed);
    }
}

std::uint16_t concat_references::next(std::string_view recipient) {
    const std::uint64_t mixed = name_hash(recipient) * 0x9e3779b97f4a7c15ull;
    return slots_[static_cast<std::size_t>(mixed >> 32) % slots_.size()].fetch_add(1, std::memory_order_relaxed);
}

checked_inbox::checked_inbox(id_source& ids, store::store& store, rules_ptr rules, std::uint64_t seed)
    : ids_(ids), store_(store), rules_(std::move(rules)), references_(seed) {}

void checked_inbox::use(rules_ptr rules) {
    const std::lock_guard lock(mutex_);
    rules_.swap(rules);
}

rules_ptr checked_inbox::current() const {
    const std::lock_guard lock(mutex_);
    return rules_;
}

prepared checked_inbox::prepare(const submission& submitted, wall_time now) {
    const auto by = current();
    const auto found = by->accounts.find(submitted.account);
    if (auto wrong = check_account(found, *by)) return refused(std::move(*wrong));
    return submitted.way == direction::to_handset ? to_handset({.in = submitted, .by = *by, .account = found->second, .now = now})
                                                  : from_handset(submitted, *by, found->second, now);
}

estimated checked_inbox::estimate(const submission& submitted) const {
    const auto by = current();
    const auto found = by->accounts.find(submitted.account);
    if (auto wrong = check_account(found, *by)) {
        estimated out;
        out.refused = std::move(wrong);
        return out;
    }
    auto out = estimate_carriage(submitted.body, wishes_of(submitted, found->second, by->bounds));
    if (out.refused) return out;
    if (auto coding = choose_data_coding(submitted, out.coding); std::holds_alternative<refusal>(coding))
        out.refused = std::move(std::get<refusal>(coding));
    return out;
}

inbox::sender checked_inbox::sender_for(account_id account, std::string_view from) const {
    const auto by = current();
    const auto found = by->accounts.find(account);
    if (auto wrong = check_account(found, *by)) return {{}, std::move(wrong)};
    sender out{from.empty() ? found->second.default_from : std::string(from)};
    out.refused = check_sender(out.from);
    return out;
}

// The stages, in their order; the first that refuses ends it.
prepared checked_inbox::to_handset(draft work) {
    const submission& in = work.in;
    work.to = in.to;
    work.from = in.from.empty() ? std::string_view(work.account.default_from) : in.from;
    if (auto wrong = check_fields(in, work.from, work.by.bounds, work.now)) return refused(std::move(*wrong));
    if (in.not_before > work.now) work.not_before = in.not_before;
    work.validity = in.validity.value_or(work.by.bounds.default_validity);
    work.tags = in.tags;
    if (auto wrong = check_opt_out(work, opt_outs_)) return refused(std::move(*wrong));
    if (auto wrong = carry(work)) return refused(std::move(*wrong));
    if (auto wrong = choose_route(work)) return refused(std::move(*wrong));
    check_hold(work);

    prepared out;
    out.ready = make_to_handset(work);
    if (!work.how.changes.empty()) out.changes = std::move(work.how.changes);
    return out;
}

std::optional<refusal> checked_inbox::carry(draft& work) {
    auto chosen = choose_carriage(work.in.body, wishes_of(work.in, work.account, work.by.bounds));
    if (auto* wrong = std::get_if<refusal>(&chosen)) return std::move(*wrong);
    work.how = std::move(std::get<carriage>(chosen));
    work.data_coding = work.in.data_coding;
    if (!work.in.message_class && !work.in.waiting) return std::nullopt;
    auto coding = choose_data_coding(work.in, work.how.coding);
    if (auto* wrong = std::get_if<refusal>(&coding)) return std::move(*wrong);
    work.data_coding = std::get<std::uint8_t>(coding);
    return std::nullopt;
}

std::optional<refusal> checked_inbox::choose_route(draft& work) {
    const auto way = work.by.routes->find(work.account.id, work.to, work.from);
    if (!way) return refusal{"to", "no_route", "no route leads to " + work.to + " for this account and sender"};
    work.connector = way->connector;
    work.resend_unsure = way->resend_unsure;
    work.route = way->name;
    return std::nullopt;
}

std::shared_ptr<message> checked_inbox::make_to_handset(draft& work) {
    const submission& in = work.in;
    auto made = make(in, work.how, work.now);
    made->to = std::move(work.to);
    made->from = std::move(work.from);
    made->data_coding = work.data_coding;
    set_shift(*made, work.how.shift);
    if (made->to != in.to || !work.tags.empty() || work.held || (!in.from.empty() && made->from != in.from)) {
        auto own = std::make_shared<message_extras>(made->more());
        if (made->to != in.to) own->was_to = in.to;
        if (!in.from.empty() && made->from != in.from) own->was_from = in.from;
        own->tags = std::move(work.tags);
        if (work.held) own->keyword = std::string(hold_mark) + std::string(work.held_by);
        made->extras = std::move(own);
    }
    made->connector = work.connector;
    made->resend_unsure = work.resend_unsure;
    made->route = work.route;
    made->receipt = in.receipt;
    made->not_before = work.not_before;
    made->expires_at = std::max(work.now, made->not_before) + work.validity;
    made->held = work.held;
    made->price = work.price;
    made->refunds = work.refunds;
    if (made->parts > 1) made->concat_ref = references_.next(made->to);
    if (in.callbacks)
        made->callbacks = *in.callbacks;
    else if (work.account.has_callback_url || !made->callback_url.empty())
        made->callbacks = static_cast<std::uint8_t>(work.account.callbacks & (callback_final | callback_submitted));
    made->admitted.put(std::move(work.reserved));
    return made;
}

// The network has handed it over and will not understand a refusal: whatever it holds is kept as it came.
prepared checked_inbox::from_handset(const submission& submitted, const rules& by, const account_rules& account, wall_time now) {
    auto how = carriage_from_handset(submitted.body, submitted.coding);
    auto made = make(submitted, how, now);
    made->connector = submitted.came_in;
    made->from = submitted.from;
    made->receipt = false;
    made->expires_at = now + by.bounds.max_validity;
    if (account.hears_by_session) made->via = told_by::session;
    if (account.has_callback_url || account.hears_by_session || !made->callback_url.empty())
        made->callbacks = static_cast<std::uint8_t>(account.callbacks & callback_received);
    read_keyword(*made, by);
    prepared out;
    out.ready = std::move(made);
    return out;
}

std::shared_ptr<message> checked_inbox::make(const submission& submitted, carriage& how, wall_time now) {
    auto made = std::make_shared<message>();
    made->id = ids_.next(now);
    made->account = submitted.account;
    made->way = submitted.way;
    made->coding = how.coding;
    made->parts = how.parts;
    made->accepted_at = now;
    made->to = submitted.to;
    if (how.text)
        made->body = std::move(*how.text);
    else
        made->body = submitted.body;
    made->client_ref = submitted.client_ref;
    made->callback_url = submitted.callback_url;
    if (how.udh)
        made->udh = std::move(*how.udh);
    else
        made->udh = submitted.udh;
    made->data_coding = submitted.data_coding;
    made->via = submitted.via;
    made->extras = submitted.extras;
    return made;
}

void checked_inbox::put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) {
    store_.put(std::move(messages), std::move(key), reply);
}

}  // namespace hermod::accept
