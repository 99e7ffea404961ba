#include "accept/joiner.hpp"

#include <algorithm>

#include "accept/copies.hpp"

namespace hermod::accept {
namespace {

constexpr std::size_t loaded_at_once = 2'000;
constexpr std::size_t recalled_at_most = 5'000;  // messages from handsets; a network has far fewer of them unanswered
constexpr std::string_view repetition = "repeated";  // instead of the whole's id

event joined_into(std::string whole, wall_time at) {
    event e;
    e.kind = event_kind::joined;
    e.at = at;
    e.detail = std::move(whole);
    return e;
}

}  // namespace

// Parts on their way to the disk.
class joiner::storing final : public put_reply {
public:
    storing(joiner& home, std::vector<message_ptr> parts, put_reply& outer) : home_(home), parts_(std::move(parts)), outer_(outer) {}
    void put_done(put_result result) noexcept override {
        const auto self = home_.ended(*this);  // it goes when this returns
        const bool stored = result.is == put_result::kind::stored;
        outer_.put_done(std::move(result));
        const wall_time came = parts_.front()->accepted_at;
        if (stored) home_.durable(std::move(parts_), came);
    }

private:
    joiner& home_;
    std::vector<message_ptr> parts_;
    put_reply& outer_;
};

joiner::joiner(inbox& inner, id_source& ids, store::store& store, joiner_options options)
    : inner_(inner), ids_(ids), store_(store), options_(options), assembly_(options) {}

joiner::~joiner() = default;

std::unique_ptr<joiner::storing> joiner::ended(const storing& of) {
    const std::lock_guard lock(mutex_);
    auto node = under_way_.extract(&of);
    return std::move(node.mapped());
}

prepared joiner::prepare(const submission& submitted, wall_time now) {
    prepared out = inner_.prepare(submitted, now);
    if (out.ready && out.ready->way == direction::from_handset && place_in_long_message(out.ready->udh)) {
        out.ready->held = true;
        out.ready->callbacks = callback_none;
    }
    return out;
}

void joiner::put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) {
    const auto is_held = [](const message_ptr& m) { return m->held; };
    if (std::none_of(messages.begin(), messages.end(), is_held)) return inner_.put(std::move(messages), std::move(key), reply);
    {
        const std::lock_guard lock(mutex_);
        counters_.repeated += std::erase_if(messages, [&](const message_ptr& m) { return m->held && assembly_.known(*m, m->accepted_at); });
    }
    std::vector<message_ptr> parts;
    std::copy_if(messages.begin(), messages.end(), std::back_inserter(parts), is_held);
    // What is left may be nothing: the store then answers in its turn, on its thread.
    if (parts.empty()) return inner_.put(std::move(messages), std::move(key), reply);
    auto way = std::make_unique<storing>(*this, std::move(parts), reply);
    storing& answered = *way;
    {
        const std::lock_guard lock(mutex_);
        under_way_.emplace(&answered, std::move(way));
    }
    inner_.put(std::move(messages), std::move(key), answered);
}

void joiner::load(std::vector<message_id> held, wall_time now) {
    {
        const std::lock_guard lock(mutex_);
        loaded_at_ = now;
        recalling_ = true;
    }
    store::filter last;
    last.way = direction::from_handset;
    last.since = time_of(store_.last_id()) - options_.memory;
    last.limit = recalled_at_most;
    store_.query(std::move(last), *this);
    for (std::size_t at = 0; at < held.size(); at += loaded_at_once) {
        const auto first = held.begin() + static_cast<std::ptrdiff_t>(at);
        const auto last = held.begin() + static_cast<std::ptrdiff_t>(std::min(held.size(), at + loaded_at_once));
        store_.load({first, last}, *this, static_cast<std::uint64_t>(to_micros(now)));
    }
}

void joiner::listed(store::page last) noexcept {
    std::vector<message_ptr> early;
    wall_time now{};
    {
        const std::lock_guard lock(mutex_);
        now = loaded_at_;
        for (const record& r : last.found)
            if (r.what->held && r.closed() && !r.events.empty() && r.events.back().detail != repetition) assembly_.remember(*r.what, now);
        recalling_ = false;
        early.swap(early_);
    }
    durable(std::move(early), now);
}

// They wait as if they had come now: the network repeats what it could not hand over while we were away.
void joiner::loaded(std::uint64_t token, std::vector<record> found) noexcept {
    std::vector<message_ptr> parts;
    for (const record& r : found)
        if (r.what->held && !r.closed()) parts.push_back(r.what);
    durable(std::move(parts), from_micros(static_cast<std::int64_t>(token)));
}

void joiner::durable(std::vector<message_ptr> parts, wall_time now) {
    std::vector<gathered> done;
    std::vector<message_id> repeated;
    {
        const std::lock_guard lock(mutex_);
        if (recalling_) {
            std::move(parts.begin(), parts.end(), std::back_inserter(early_));
            return;
        }
        for (message_ptr& part : parts) {
            const message_id id = part->id;
            auto what = assembly_.durable(std::move(part), now);
            std::move(what.done.begin(), what.done.end(), std::back_inserter(done));
            if (what.repeated) repeated.push_back(id);
        }
        counters_.waiting = assembly_.halves();
    }
    counters_.repeated += repeated.size();
    // In this order: a repetition is closed only when the whole that has it is there, or a crash between would lose it.
    for (gathered& all : done) join(std::move(all), now);
    for (const message_id id : repeated) store_.settle(id, joined_into(std::string(repetition), now));
}

void joiner::tick(wall_time now) {
    std::vector<gathered> done;
    {
        const std::lock_guard lock(mutex_);
        done = assembly_.overdue(now);
        counters_.waiting = assembly_.halves();
    }
    for (gathered& all : done) join(std::move(all), now);
}

void joiner::join(gathered all, wall_time now) {
    (all.missing ? counters_.incomplete : counters_.joined) += 1;
    auto whole = whole_of(all, now);
    // Before the whole: a crash between the two makes the copies again, and loses none.
    if (auto copies = take_copies(whole); !copies.empty()) store_.put(std::move(copies), nullptr, unheard_);
    store_.join(std::move(whole), std::move(all.ids), unheard_);
}

message_ptr joiner::whole_of(const gathered& all, wall_time now) {
    const message& first = *all.parts.front();
    const whole_content content = content_of(all);
    submission s;
    s.account = first.account;
    s.way = direction::from_handset;
    s.came_in = first.connector;
    s.to = first.to;
    s.from = first.from;
    s.body = content.body;
    s.coding = content.coding;
    s.udh = content.udh;
    s.data_coding = first.data_coding;
    s.extras = content.extras;
    if (prepared made = inner_.prepare(s, now); made.ready) return std::move(made.ready);
    // Its account is gone or disabled meanwhile. Its parts were promised to be kept, so it is; nobody is told.
    auto made = std::make_shared<message>(first);
    made->id = ids_.next(now);
    made->held = false;
    made->accepted_at = now;
    made->coding = content.coding;
    made->body = content.body;
    made->udh = content.udh;
    made->extras = content.extras;
    return made;
}

}  // namespace hermod::accept
