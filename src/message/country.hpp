// Countries as telephone numbers know them: calling codes, what is dialled before a number, how long numbers are.
//
// A table of facts (country_table.cpp) and two look-ups; pure. What a number means is for accept/ to say: here is only which
// country it belongs to, by its first digits. Countries that share a calling code are told apart by what follows it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hermod {

struct country {
    std::string_view iso;                    // ISO 3166-1 alpha-2: "CH"
    std::string_view calling_code;           // "41"
    std::string_view trunk;                  // dialled before a national number: words, a space between them; empty: nothing is
    std::string_view international;          // dialled before a foreign number: words, the usual one first
    std::uint8_t least_digits, most_digits;  // of a national number behind calling code or trunk prefix
    std::uint8_t least_mobile_digits, most_mobile_digits;  // of a mobile one
    // What numbers of this one of several countries with one calling code begin with, behind it: words. Empty: it is the one
    // that has all others; "-": its numbers cannot be told from those of a neighbour.
    std::string_view begins;
};

std::span<const country> all_countries();  // by iso

// By its two letters, in capitals; null: no such country has numbers.
const country* find_country(std::string_view iso);

// Of an international number, with or without "+"; null: no country's (satellites, international services, no number).
const country* country_of(std::string_view number);

}  // namespace hermod
