#include "callback/dispatcher.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <stdexcept>

#include "callback/shard.hpp"

namespace hermod::callback {
namespace {

constexpr std::size_t read_at_once = 512;

net::tls_context tls_for(const options& with) {
    auto tls = net::client_tls(with.authorities);
    if (!tls) throw std::runtime_error("callbacks: trusted certificates: " + tls.error().message());
    return std::move(*tls);
}

}  // namespace

dispatcher::dispatcher(std::vector<boost::asio::io_context*> contexts, store::store& store, directory_ptr known, options with)
    : with_(std::move(with)), first_(*contexts.front()), store_(store), guard_(with_.allow_private), known_(std::move(known)) {
    const auto tls = tls_for(with_);
    for (auto* const context : contexts)
        shards_.push_back(std::make_unique<shard>(*context, store_, with_, guard_, tls, count_, known_,
                                                  [this](std::vector<message_id> ids) { take_back(std::move(ids)); }));
}

dispatcher::~dispatcher() = default;

void dispatcher::start(std::vector<message_id> pending) {
    for (auto& s : shards_) s->start();
    take_back(std::move(pending));
}

void dispatcher::configure(directory_ptr known) {
    const std::lock_guard lock(mutex_);
    known_ = known;
    for (auto& s : shards_) s->configure(known);
}

void dispatcher::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        to_read_.clear();
    }
    const auto left = std::make_shared<std::atomic<std::size_t>>(shards_.size());
    for (auto& s : shards_)
        s->stop(deadline, [left, done] {
            if (left->fetch_sub(1) == 1) done();
        });
}

// By account and origin: all of an endpoint's events meet in one shard.
shard& dispatcher::shard_of(const message& m) const {
    const auto found = known_->accounts.find(m.account);
    const auto parts = cut_url(url_for(m, found == known_->accounts.end() ? nullptr : &found->second));
    return shard_of(m.account, parts ? parts->origin : std::string_view{});
}

shard& dispatcher::shard_of(account_id account, std::string_view origin) const {
    const auto hash = (origin.empty() ? 0u : name_hash(origin)) ^ account.value;
    return *shards_[(hash ^ hash >> 16) % shards_.size()];
}

void dispatcher::join(account_id who, std::shared_ptr<listener> by, std::size_t room) {
    shard_of(who, session_origin).take({session_change::kind::joined, who, std::move(by), nullptr, room, {}});
}

void dispatcher::hear(account_id who, const listener& by, std::vector<told> answers) {
    shard_of(who, session_origin).take({session_change::kind::heard, who, nullptr, &by, 0, std::move(answers)});
}

void dispatcher::shut(account_id who, const listener& by) {
    shard_of(who, session_origin).take({session_change::kind::shut, who, nullptr, &by, 0, {}});
}

void dispatcher::leave(account_id who, const listener& by) {
    shard_of(who, session_origin).take({session_change::kind::left, who, nullptr, &by, 0, {}});
}

void dispatcher::place(const store::notice& change) {
    if (reading_ || !to_read_.empty()) {
        if (to_read_.empty() || to_read_.back() != change.what->id) to_read_.push_back(change.what->id);
        return;
    }
    shard_of(*change.what)
        .take({make_job(change.what, change.happened, change.index, change.now, change.possible_duplicate), endpoint_queue::source::news});
}

void dispatcher::committed(std::span<const store::notice> changes) noexcept {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;  // they stay pending in the store
    for (const auto& change : changes)
        if (change.happened.callback == callback_state::pending) place(change);
}

void dispatcher::take_back(std::vector<message_id> ids) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    to_read_.insert(to_read_.end(), ids.begin(), ids.end());
    if (!reading_) boost::asio::post(first_, [this] { read_more(); });
}

void dispatcher::read_more() {
    std::vector<message_id> ids;
    {
        const std::lock_guard lock(mutex_);
        if (reading_ || to_read_.empty()) return;
        const auto some = to_read_.begin() + static_cast<std::ptrdiff_t>(std::min(to_read_.size(), read_at_once));
        ids.assign(to_read_.begin(), some);
        to_read_.erase(to_read_.begin(), some);
        reading_ = true;
    }
    store_.load(std::move(ids), *this, 0);
}

void dispatcher::loaded(std::uint64_t, std::vector<record> found) noexcept {
    const std::lock_guard lock(mutex_);
    reading_ = false;
    if (stopping_) return;
    std::vector<job> jobs;
    for (const auto& r : found)
        for (std::uint32_t i = 0; i < r.events.size(); ++i)
            if (r.events[i].callback == callback_state::pending) jobs.push_back(make_job(r, i));
    // In the order in which it happened, as far as it was read together.
    std::stable_sort(jobs.begin(), jobs.end(), [](const job& a, const job& b) { return a.at < b.at; });
    for (auto& told : jobs) {
        auto& to = shard_of(*told.what);
        to.take({std::move(told), endpoint_queue::source::read});
    }
    if (!to_read_.empty()) boost::asio::post(first_, [this] { read_more(); });
}

}  // namespace hermod::callback
