#include "consent/ledger.hpp"

#include <algorithm>
#include <mutex>
#include <tuple>

namespace hermod::consent {
namespace {

auto order_of(const opt_out& o) {
    return std::tie(o.number, o.from.account.value, o.from.sender);
}

}  // namespace

std::optional<opt_out> ledger::find(std::uint64_t number, account_id account, std::string_view sender) const {
    if (size() == 0) return std::nullopt;
    const std::uint32_t asked[] = {place_of({}), place_of({account, {}}), place_of({account, sender_key(sender)})};
    const shard& home = shards_[shard_of(number)];
    std::optional<entry> found;
    {
        const std::shared_lock lock(home.mutex);
        for (const std::uint32_t place : asked) {
            if (place == unknown_scope) continue;
            if (const auto at = home.entries.find({number << 4, place, 0}); at != home.entries.end()) {
                found = *at;
                break;
            }
        }
    }
    if (!found) return std::nullopt;
    return shown(*found);
}

std::optional<opt_out> ledger::at(std::uint64_t number, const scope& from) const {
    const std::uint32_t place = place_of(from);
    if (place == unknown_scope) return std::nullopt;
    const shard& home = shards_[shard_of(number)];
    std::optional<entry> found;
    {
        const std::shared_lock lock(home.mutex);
        if (const auto here = home.entries.find({number << 4, place, 0}); here != home.entries.end()) found = *here;
    }
    if (!found) return std::nullopt;
    return shown(*found);
}

bool ledger::add(const opt_out& what) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(what.since.time_since_epoch()).count();
    const entry made{what.number << 4 | static_cast<std::uint64_t>(what.by), place_for(what.from),
                     static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, UINT32_MAX))};
    shard& home = shards_[shard_of(what.number)];
    const std::unique_lock lock(home.mutex);
    const bool is_new = home.entries.insert(made).second;
    size_.fetch_add(is_new, std::memory_order_relaxed);
    return is_new;
}

bool ledger::remove(std::uint64_t number, const scope& from) {
    const std::uint32_t place = place_of(from);
    if (place == unknown_scope) return false;
    shard& home = shards_[shard_of(number)];
    const std::unique_lock lock(home.mutex);
    const bool was = home.entries.erase({number << 4, place, 0}) != 0;
    size_.fetch_sub(was, std::memory_order_relaxed);
    return was;
}

std::vector<opt_out> ledger::list(const filter& wanted) const {
    std::vector<opt_out> out;
    if (wanted.limit == 0) return out;
    const auto is_wanted = [&](const opt_out& o) {
        return (!wanted.account || o.from.account == *wanted.account) && (!wanted.number || o.number == *wanted.number) &&
               (!wanted.after || shard_of(o.number) > shard_of(wanted.after->number) || order_of(o) > order_of(*wanted.after));
    };
    std::size_t first = 0, last = shard_count - 1;
    if (wanted.after) first = shard_of(wanted.after->number);
    if (wanted.number) {
        if (shard_of(*wanted.number) < first) return out;
        first = last = shard_of(*wanted.number);
    }
    for (std::size_t at = first; at <= last && out.size() < wanted.limit; ++at) {
        std::vector<opt_out> here;
        {
            const std::shared_lock lock(shards_[at].mutex);
            for (const entry& e : shards_[at].entries)
                if (auto one = shown(e); is_wanted(one)) here.push_back(std::move(one));
        }
        const std::size_t taken = std::min(here.size(), wanted.limit - out.size());
        const auto until = here.begin() + static_cast<std::ptrdiff_t>(taken);
        std::partial_sort(here.begin(), until, here.end(),
                          [](const opt_out& a, const opt_out& b) { return order_of(a) < order_of(b); });
        std::move(here.begin(), until, std::back_inserter(out));
    }
    return out;
}

std::uint32_t ledger::place_of(const scope& which) const {
    const std::shared_lock lock(scopes_mutex_);
    const auto at = places_.find(which);
    return at == places_.end() ? unknown_scope : at->second;
}

std::uint32_t ledger::place_for(const scope& which) {
    const std::unique_lock lock(scopes_mutex_);
    const auto [at, is_new] = places_.emplace(which, static_cast<std::uint32_t>(scopes_.size()));
    if (is_new) scopes_.push_back(which);
    return at->second;
}

scope ledger::scope_at(std::uint32_t place) const {
    const std::shared_lock lock(scopes_mutex_);
    return scopes_[place];
}

opt_out ledger::shown(const entry& e) const {
    return {e.number(), scope_at(e.scope), wall_time{std::chrono::seconds{e.since}},
            static_cast<source>(e.number_and_source & 15)};
}

}  // namespace hermod::consent
