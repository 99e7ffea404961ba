// What the store keeps beside messages: small texts by kind and key, for what is not a message and must outlive the process
// (a purse, an opt-out, a paused queue). Who keeps a kind lays out its values; notes of one transaction become durable together,
// and together with the messages of that transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hermod {

struct note {
    std::string kind, key;
    std::optional<std::string> value;  // nullopt: it is taken away
};

// The notes of one transaction: of one kind and key the last counts.
class notes {
public:
    void keep(std::string_view kind, std::string_view key, std::string value) { put(kind, key, std::move(value)); }
    void forget(std::string_view kind, std::string_view key) { put(kind, key, std::nullopt); }
    void add(note one) { put(one.kind, one.key, std::move(one.value)); }
    bool empty() const { return all_.empty(); }
    void clear() { all_.clear(); }
    template <class Visit>
    void for_each(Visit visit) const {  // visit(kind, key, const optional<string>& value)
        for (const auto& [name, value] : all_) visit(name.first, name.second, value);
    }

private:
    void put(std::string_view kind, std::string_view key, std::optional<std::string> value) {
        all_.insert_or_assign({std::string(kind), std::string(key)}, std::move(value));
    }
    std::map<std::pair<std::string, std::string>, std::optional<std::string>> all_;
};

}  // namespace hermod
