// All limits of a configuration, so that those of an account are found at once. An immutable snapshot. Any thread.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "limits/limit.hpp"

namespace hermod::limits {

class table {
public:
    explicit table(std::vector<limit> all);
    table(const table&) = delete;
    table& operator=(const table&) = delete;

    // Those that may mean a message of this account: in the order of the configuration.
    std::span<const limit* const> refusing(account_id account) const { return find(refusing_, account); }
    std::span<const limit* const> waiting(account_id account) const { return find(waiting_, account); }
    bool any_waits() const { return !waiting_.everybody.empty() || !waiting_.of.empty(); }

private:
    struct index {
        std::vector<const limit*> everybody;  // those that name no account
        std::unordered_map<account_id, std::vector<const limit*>> of;
    };
    static std::span<const limit* const> find(const index& in, account_id account) {
        if (in.of.empty()) return in.everybody;
        const auto at = in.of.find(account);
        return at == in.of.end() ? in.everybody : at->second;
    }
    void fill(index& in, bool waits) const;

    std::vector<limit> all_;
    index refusing_, waiting_;
};

using table_ptr = std::shared_ptr<const table>;

}  // namespace hermod::limits
