#include "accept/checked_inbox.hpp"

#include "accept/limiting.hpp"
#include "accept/number_lists.hpp"

#include <algorithm>

#include "accept/assembly.hpp"
#include "accept/charging.hpp"
#include "accept/copies.hpp"
#include "accept/hold.hpp"
#include "accept/opted_out.hpp"
#include "accept/recipient.hpp"
#include "accept/rewriting_stage.hpp"
#include "accept/schedule.hpp"
#include "gateway/holds.hpp"
#include "message/discarded.hpp"
#include "message/tags.hpp"

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

wall_time checked_inbox::may_go(const message& what, wall_time now) const {
    const auto by = current();
    return by->schedule ? accept::may_go(*by->schedule, what, now) : now;
}

wall_time checked_inbox::at_recipient(std::string_view to, zones::local_time shown) const {
    static const zones::prefix_zones usual = zones::prefix_zones::built_in();
    const auto by = current();
    return accept::at_recipient(by->schedule ? by->schedule->places : usual, to, shown);
}

prepared checked_inbox::prepare(const submission& submitted, wall_time now) { return judge(submitted, now, nullptr, std::nullopt); }

prepared checked_inbox::judge(const submission& submitted, wall_time now, trace* seen, std::optional<wall_time> at) {
    const auto by = current();
    const auto found = by->accounts.find(submitted.account);
    if (auto wrong = check_account(found, *by)) return refused(std::move(*wrong));
    if (submitted.way == direction::from_handset) return from_handset(submitted, *by, found->second, at.value_or(now), seen);
    draft work{.in = submitted, .by = *by, .account = found->second, .now = now, .health = health_, .seen = seen, .asked_at = at};
    return to_handset(work);
}

explanation checked_inbox::explain(submission submitted, wall_time now, std::optional<wall_time> at) {
    if (at && *at > now && submitted.way == direction::to_handset) submitted.not_before = *at;
    trace seen;
    explanation out;
    out.outcome = judge(submitted, now, &seen, at);
    for (auto& one : seen.steps) out.steps.push_back({std::move(one.stage), std::move(one.name), one.took, std::move(one.sentence)});
    if (out.outcome.ready) out.copies = take_copies(out.outcome.ready);
    return out;
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

foreseen checked_inbox::foresee(const submission& submitted, wall_time now) {
    foreseen out;
    out.how = estimate(submitted);
    if ((out.refused = out.how.refused)) return out;
    const auto by = current();
    const auto found = by->accounts.find(submitted.account);
    if ((out.refused = check_account(found, *by))) return out;
    draft work{.in = submitted, .by = *by, .account = found->second, .now = now, .health = health_, .ahead = &out};
    auto made = to_handset(work);
    out.refused = std::move(made.refused);
    if (made.ready) {
        out.to = made.ready->to;
        out.from = made.ready->from;
        out.text = made.ready->body;
        out.copies = take_copies(made.ready).size();
    } else {
        out.to = std::move(work.to);
        out.from = std::move(work.from);
        if (out.text.empty()) out.text = work.text();
    }
    out.not_before = work.not_before;
    out.held = work.held;
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
prepared checked_inbox::to_handset(draft& work) {
    const submission& in = work.in;
    if (auto wrong = find_recipient(work)) return refused(std::move(*wrong));
    work.from = in.from.empty() ? std::string_view(work.account.default_from) : in.from;
    if (auto wrong = check_fields(in, work.from, work.by.bounds, work.now)) return refused(std::move(*wrong));
    if (in.not_before > work.now) work.not_before = in.not_before;
    work.validity = in.validity.value_or(work.by.bounds.default_validity);
    work.tags = work.account.tags;
    add_tags(work.tags, in.tags);
    if (auto wrong = keep_to_lists(work)) return refused(std::move(*wrong));
    if (auto wrong = check_opt_out(work, opt_outs_)) return refused(std::move(*wrong));
    if (auto wrong = carry(work)) return refused(std::move(*wrong));
    if (auto wrong = choose_route(work)) return refused(std::move(*wrong));
    if (auto wrong = rewrite(work)) return refused(std::move(*wrong));
    if (auto wrong = schedule(work)) return refused(std::move(*wrong));
    const message_id id = ids_.next(work.now);
    if (auto wrong = keep_to_limits(work, id)) return refused(std::move(*wrong));
    if (auto wrong = charge(work)) return refused(std::move(*wrong));
    check_hold(work);

    prepared out;
    out.ready = make_to_handset(work, id);
    if (!work.copies.empty()) out.ready = with_copies(out.ready, make_copies(*out.ready, std::move(work.copies), work.now));
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

std::shared_ptr<message> checked_inbox::make_to_handset(draft& work, message_id id) {
    const submission& in = work.in;
    auto made = make(in, work.how, id, work.now);
    made->to = std::move(work.to);
    made->from = std::move(work.from);
    made->data_coding = work.data_coding;
    set_shift(*made, work.how.shift);
    const std::string_view was_to = made->to != in.to ? in.to : std::string_view();
    const std::string_view given_from = in.from.empty() ? std::string_view(work.account.default_from) : in.from;
    const std::string_view was_from = made->from != given_from ? given_from : std::string_view();
    if (const message_extras& more = made->more(); more.was_to != was_to || more.was_from != was_from || more.tags != work.tags ||
        (!in.window.empty() && more.window != in.window) || work.held) {
        auto own = std::make_shared<message_extras>(more);
        own->was_to = was_to;
        own->was_from = was_from;
        own->tags = std::move(work.tags);
        if (!in.window.empty()) own->window = in.window;
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

// Messages of their own that nobody waits for: the sender has no id of theirs, and is told of nothing.
std::vector<message_ptr> checked_inbox::make_copies(const message& of, std::vector<copy_wanted> wanted, wall_time now) {
    std::vector<message_ptr> out;
    for (copy_wanted& wish : wanted) {
        auto made = std::make_shared<message>(of);
        made->id = ids_.next(now);
        made->connector = wish.by;
        made->route = std::move(wish.route);
        made->callbacks = callback_none;
        made->via = told_by::webhook;
        made->price = 0;
        made->refunds = 0;
        if (!wish.to.empty()) made->to = std::move(wish.to);
        if (made->parts > 1) made->concat_ref = references_.next(made->to);
        auto own = std::make_shared<message_extras>(made->more());
        if (own->group == message_id{}) own->group = of.id;  // so that the copy is found with its message
        made->extras = std::move(own);
        out.push_back(std::move(made));
    }
    return out;
}

// The network has handed it over and will not understand a refusal: whatever it holds is kept as it came. Of a long message only
// the whole says whose it is.
prepared checked_inbox::from_handset(const submission& submitted, const rules& by, const account_rules& account, wall_time now, trace* seen) {
    auto how = carriage_from_handset(submitted.body, submitted.coding);
    const bool is_part = by.joins_parts && place_in_long_message(submitted.udh).has_value();
    inbound_way way{submitted.account, {}, std::string(submitted.tags), {}, {}};
    if (!is_part) way = choose_account(submitted, how.text ? std::string_view(*how.text) : submitted.body, how.coding, by, now, seen);
    const auto rules_of = [&](account_id whose) {
        const auto found = by.accounts.find(whose);
        return found == by.accounts.end() || !found->second.enabled ? nullptr : &found->second;
    };
    const account_rules* whose = rules_of(way.account);
    if (!whose) {  // lost to nobody: the connector's account has it
        whose = &account;
        way.account = account.id;
    }
    std::vector<message_ptr> copies;
    for (const account_id other : way.copies)
        if (const account_rules* theirs = rules_of(other); theirs && other != way.account) {
            auto twin = how;
            auto copied = way;
            copied.account = other;
            copies.push_back(make_from_handset(submitted, twin, by, *theirs, copied, now));
        }
    auto made = make_from_handset(submitted, how, by, *whose, way, now);
    read_keyword(*made, by);  // a STOP counts, whatever a rule makes of the message
    prepared out;
    out.ready = with_copies(std::move(made), std::move(copies));
    return out;
}

std::shared_ptr<message> checked_inbox::make_from_handset(const submission& submitted, carriage& how, const rules& by, const account_rules& whose,
                                                          const inbound_way& way, wall_time now) {
    auto made = make(submitted, how, ids_.next(now), now);
    made->account = way.account;
    made->connector = submitted.came_in;
    made->from = submitted.from;
    made->route = way.rule;
    made->receipt = false;
    made->expires_at = now + by.bounds.max_validity;
    if (!way.tags.empty() || way.discarded) {
        auto own = std::make_shared<message_extras>(made->more());
        own->tags = way.tags;
        if (way.discarded) own->keyword = std::string(discarded_word) + *way.discarded;
        made->extras = std::move(own);
    }
    if (way.discarded) return made;
    if (whose.hears_by_session) made->via = told_by::session;
    if (whose.has_callback_url || whose.hears_by_session || !made->callback_url.empty())
        made->callbacks = static_cast<std::uint8_t>(whose.callbacks & callback_received);
    return made;
}

std::shared_ptr<message> checked_inbox::make(const submission& submitted, carriage& how, message_id id, wall_time now) {
    auto made = std::make_shared<message>();
    made->id = id;
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
    append_copies(messages);
    store_.put(std::move(messages), std::move(key), reply);
}

}  // namespace hermod::accept
