// What is known of numbers by the longest of many prefixes that they begin with: an index (index.hpp), a value beside each of
// its keys. Immutable once built; any thread.
#pragma once

#include <utility>

#include "prefixes/csv.hpp"
#include "prefixes/index.hpp"

namespace hermod::prefixes {

template <class Value>
class prefix_map {
public:
    prefix_map() = default;
    // The keys sorted, each once; as many values, in their order.
    prefix_map(std::vector<std::uint64_t> keys, std::vector<Value> values)
        : index_(std::move(keys)), values_(std::move(values)) {}

    // null: the number (packed_number()) begins with no prefix.
    const Value* find(std::uint64_t number) const {
        const auto place = index_.find(number);
        return place == prefix_index::none ? nullptr : &values_[place];
    }
    // visit(key, value), as the keys are sorted.
    template <class Visit>
    void for_each(Visit visit) const {
        for (std::uint32_t place = 0; place < values_.size(); ++place) visit(index_.key(place), values_[place]);
    }
    std::size_t size() const { return values_.size(); }
    std::size_t octets() const { return index_.octets() + values_.capacity() * sizeof(Value); }

private:
    prefix_index index_;
    std::vector<Value> values_;
};

// Of rows that have each key once: `read` makes the value of a text, nullopt where it is none. Then the line has a fault, whose
// sentence shows the text and goes on with `why`.
template <class Value>
prefix_map<Value> read_values(prefix_rows& rows, std::optional<Value> (*read)(std::string_view), std::string_view why) {
    constexpr std::size_t ahead = 16;
    std::vector<Value> values;
    values.reserve(rows.rows.size());
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        // The texts lie in the order of the file: one that is not sorted would be waited for at each row.
        if (i + ahead < rows.rows.size()) __builtin_prefetch(rows.rows[i + ahead].value.data());
        const auto& row = rows.rows[i];
        auto value = read(row.value);
        if (!value) rows.faults.add(row.line, shown(row.value).append(why));
        values.push_back(std::move(value).value_or(Value()));
    }
    return {rows.keys(), std::move(values)};
}

}  // namespace hermod::prefixes
