#include "route/prefix_tables.hpp"

#include <algorithm>
#include <unordered_map>

namespace hermod::route {
namespace {

constexpr std::int64_t dearest = 1'000'000'000;  // a million units

// "0.035" is 35 thousandths, "2" is 2000.
std::optional<std::int64_t> thousandths_of(std::string_view text) {
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto decimals = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (whole.empty() || whole.size() > 7 || decimals.size() > 3 || (point != std::string_view::npos && decimals.empty()))
        return std::nullopt;
    const std::string digits = std::string(whole).append(decimals).append(3 - decimals.size(), '0');
    std::int64_t out = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        out = out * 10 + (c - '0');
    }
    if (out > dearest) return std::nullopt;
    return out;
}

}  // namespace

label_table::label_table(std::string name, const prefix_rows& rows) : name_(std::move(name)) {
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (const auto& row : rows.rows)
        if (places.emplace(row.value, 0).second) labels_.emplace_back(row.value);
    std::sort(labels_.begin(), labels_.end());
    for (std::uint32_t i = 0; i < labels_.size(); ++i) places[labels_[i]] = i;
    std::vector<std::uint32_t> values;
    values.reserve(rows.rows.size());
    for (const auto& row : rows.rows) values.push_back(places[row.value]);
    places_ = {rows.keys(), std::move(values)};
}

std::uint32_t label_table::find(std::uint64_t number) const {
    const auto* place = places_.find(number);
    return place ? *place : none;
}

std::string_view label_table::label_of(std::string_view number) const {
    const auto found = find(packed_number(number));
    return found == none ? std::string_view() : std::string_view(labels_[found]);
}

std::uint32_t label_table::place_of(std::string_view label) const {
    const auto at = std::lower_bound(labels_.begin(), labels_.end(), label);
    return at != labels_.end() && *at == label ? static_cast<std::uint32_t>(at - labels_.begin()) : none;
}

std::size_t label_table::octets() const {
    std::size_t out = places_.octets();
    for (const auto& one : labels_) out += sizeof(std::string) + (one.capacity() > 15 ? one.capacity() : 0);
    return out;
}

cost_table::cost_table(prefix_rows& rows)
    : prices_(prefixes::read_values(rows, thousandths_of,
                                    " is no price: write units with at most three decimals, like 0.035, up to 1000000")) {}

std::optional<std::int64_t> cost_table::find(std::uint64_t number) const {
    const auto* price = prices_.find(number);
    return price ? std::optional(*price) : std::nullopt;
}

}  // namespace hermod::route
