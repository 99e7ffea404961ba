// The languages that have 7-bit tables of their own, 3GPP TS 23.038 Annex A, and which tables a text is said in.
//
// A language's number is its national language identifier (NLI), as the information elements 24 and 25 carry it. A single
// shift table replaces the extension table (behind ESC), a locking shift table the default alphabet itself. Spanish has
// a single shift table only. A handset that lacks a table shows the text wrong: who sends says which are allowed.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace hermod::text {

enum class language : std::uint8_t {
    none = 0,
    turkish = 1,
    spanish = 2,
    portuguese = 3,
    bengali = 4,
    gujarati = 5,
    hindi = 6,
    kannada = 7,
    malayalam = 8,
    oriya = 9,
    punjabi = 10,
    tamil = 11,
    telugu = 12,
    urdu = 13,
};
inline constexpr unsigned language_count = 13;  // `none` apart

constexpr bool has_single_shift(language of) {
    return of >= language::turkish && of <= language::urdu;
}
constexpr bool has_locking_shift(language of) {
    return has_single_shift(of) && of != language::spanish;
}

// Of 23.038 Annex A's number; nullopt for 0 and for the numbers that stand for no language yet.
constexpr std::optional<language> language_of(std::uint8_t nli) {
    if (nli == 0 || nli > language_count) return std::nullopt;
    return static_cast<language>(nli);
}
// "turkish", as a configuration names it; and back. Empty for none.
std::string_view name_of(language of);
std::optional<language> language_named(std::string_view name);

// The tables of one text. Without a language: the default alphabet and its extension table.
struct language_shift {
    language single = language::none, locking = language::none;
    // A language without the table that is asked of it counts as none, here and wherever a shift is used.
    constexpr bool empty() const { return elements() == 0; }
    constexpr unsigned elements() const { return (has_single_shift(single) ? 1u : 0u) + (has_locking_shift(locking) ? 1u : 0u); }
    friend constexpr bool operator==(const language_shift&, const language_shift&) = default;
};

// The languages that a route allows.
class language_set {
public:
    constexpr language_set() = default;
    constexpr language_set(std::initializer_list<language> of) {
        for (const language one : of) insert(one);
    }
    constexpr void insert(language one) {
        if (has_single_shift(one)) bits_ = static_cast<std::uint16_t>(bits_ | bit(one));
    }
    constexpr bool contains(language one) const { return (bits_ & bit(one)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    friend constexpr bool operator==(const language_set&, const language_set&) = default;

private:
    static constexpr unsigned bit(language one) { return has_single_shift(one) ? 1u << static_cast<unsigned>(one) : 0u; }
    std::uint16_t bits_ = 0;
};

}  // namespace hermod::text
