// Money as the whole program keeps it: integer thousandths of the account's currency unit. Nothing is rounded: what has
// more than three decimals is refused where it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hermod::money {

using thousandths = std::int64_t;

// A thousand million units: millions of such amounts add up inside 64 bits.
constexpr thousandths most_money = 1'000'000'000'000;

// "12", "-0.5", "+12.345": a sign or none, digits, up to three decimals; nullopt for everything else and for what is
// greater than most_money either way.
std::optional<thousandths> read_amount(std::string_view text);

// Of a number of units as TOML and JSON have it; nullopt where it has more than three decimals or is too large.
std::optional<thousandths> amount_of(double units);
std::optional<thousandths> amount_of(std::int64_t units);

// Always with three decimals: "12.345", "-0.500".
std::string amount_text(thousandths amount);

}  // namespace hermod::money
