#include "text/national.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/language_tables.hpp"

namespace hermod::text {

// Latin-1 by its code point, the rest in order. Of a character that a table has twice the lower code is written.
struct reverse_table {
    struct entry {
        char16_t character;
        std::uint8_t code;
    };
    static constexpr std::uint8_t none = 0xFF;
    std::array<std::uint8_t, 0x100> latin{};
    std::array<entry, 128> others{};
    std::size_t count = 0;

    explicit reverse_table(const language_table* of) {
        latin.fill(none);
        for (std::uint8_t code = 0; of != nullptr && code < 128; ++code) {
            const char16_t character = (*of)[code];
            if (character == 0) continue;
            if (character < 0x100)
                latin[character] = std::min(latin[character], code);
            else
                others[count++] = {character, code};
        }
        const auto end = others.begin() + static_cast<std::ptrdiff_t>(count);
        std::stable_sort(others.begin(), end, [](const entry& a, const entry& b) { return a.character < b.character; });
    }

    std::uint8_t code_of(char32_t character) const {
        if (character < 0x100) return latin[character];
        const auto end = others.begin() + static_cast<std::ptrdiff_t>(count);
        const auto found = std::lower_bound(others.begin(), end, character,
                                            [](const entry& e, char32_t wanted) { return e.character < wanted; });
        return found != end && found->character == character ? found->code : none;
    }
};

namespace {

using reverse_tables = std::array<reverse_table, language_count + 1>;

template <std::size_t... Nli>
reverse_tables reversed(const language_table* (*table_of)(language), std::index_sequence<Nli...>) {
    return {reverse_table(table_of(static_cast<language>(Nli)))...};
}

// Made when first asked for: most gateways never are.
const reverse_table& locking_of(language of) {
    static const reverse_tables all = reversed(locking_shift_table, std::make_index_sequence<language_count + 1>());
    return all[static_cast<std::size_t>(of)];
}
const reverse_table& single_of(language of) {
    static const reverse_tables all = reversed(single_shift_table, std::make_index_sequence<language_count + 1>());
    return all[static_cast<std::size_t>(of)];
}

constexpr unsigned places_of(std::uint16_t septets) {
    return septets == gsm7_absent ? 0 : septets > 0x7F ? 2 : 1;
}

constexpr std::uint16_t pair_of(std::uint8_t code) {
    return static_cast<std::uint16_t>(unsigned{gsm7_escape} << 8 | code);
}

// The default tables in the national ones' form, read from the one place that has them.
language_table alphabet_or_extensions(bool extension) {
    language_table out{};
    for (char32_t character = 1; character <= 0xFFFF; ++character) {
        const std::uint16_t septets = gsm7_septets(character);
        if (septets == gsm7_absent || (septets > 0x7F) != extension) continue;
        out[septets & 0x7F] = static_cast<char16_t>(character);
    }
    return out;
}

// What a code shows, 0 for nothing.
struct shown {
    const language_table* plain;
    const language_table* behind_escape;

    explicit shown(language_shift shift)
        : plain(has_locking_shift(shift.locking) ? locking_shift_table(shift.locking) : &usual(false)),
          behind_escape(has_single_shift(shift.single) ? single_shift_table(shift.single) : &usual(true)) {}

    char16_t character(std::uint8_t code, bool escaped) const {
        return escaped && (*behind_escape)[code] != 0 ? (*behind_escape)[code] : (*plain)[code];
    }

private:
    static const language_table& usual(bool extension) {
        static const language_table alphabet = alphabet_or_extensions(false), extensions = alphabet_or_extensions(true);
        return extension ? extensions : alphabet;
    }
};

}  // namespace

gsm7_alphabet::gsm7_alphabet(language_shift shift)
    : locking_(has_locking_shift(shift.locking) ? &locking_of(shift.locking) : nullptr),
      single_(has_single_shift(shift.single) ? &single_of(shift.single) : nullptr) {}

std::uint16_t gsm7_alphabet::septets(char32_t character) const {
    const std::uint16_t usual = locking_ == nullptr || single_ == nullptr ? gsm7_septets(character) : gsm7_absent;
    if (locking_ != nullptr) {
        if (const std::uint8_t code = locking_->code_of(character); code != reverse_table::none) return code;
    } else if (usual <= 0x7F) {
        return usual;
    }
    if (single_ != nullptr) {
        const std::uint8_t code = single_->code_of(character);
        return code == reverse_table::none ? gsm7_absent : pair_of(code);
    }
    return usual > 0x7F ? usual : gsm7_absent;
}

unsigned gsm7_alphabet::width(char32_t character) const {
    return places_of(septets(character));
}

gsm7_reach reach_of_gsm7(std::string_view utf8, language_shift shift) {
    if (shift.empty()) return reach_of_gsm7(utf8);
    const gsm7_alphabet alphabet(shift);
    gsm7_reach out;
    while (out.end < utf8.size()) {
        const code_point next = code_point_at(utf8, out.end);
        const unsigned width = next.length == 0 ? 0 : alphabet.width(next.value);
        if (width == 0) break;
        out.septets += width;
        out.end += next.length;
    }
    return out;
}

checked<std::size_t> septet_count(std::string_view utf8, language_shift shift) {
    const gsm7_reach reach = reach_of_gsm7(utf8, shift);
    if (reach.end == utf8.size()) return reach.septets;
    const bool valid = code_point_at(utf8, reach.end).length != 0;
    return fault{valid ? errc::not_in_gsm7 : errc::invalid_utf8, reach.end};
}

char* write_gsm7(std::string_view utf8, char* out, language_shift shift) {
    if (shift.empty()) return write_gsm7(utf8, out);
    const gsm7_alphabet alphabet(shift);
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        const std::uint16_t septets = alphabet.septets(next.value);
        if (septets > 0x7F) *out++ = static_cast<char>(gsm7_escape);
        *out++ = static_cast<char>(septets & 0x7F);
        at += next.length;
    }
    return out;
}

checked<octets> encode_gsm7(std::string_view utf8, language_shift shift) {
    const auto count = septet_count(utf8, shift);
    if (!count) return count.error();
    octets out(*count, '\0');
    write_gsm7(utf8, out.data(), shift);
    return out;
}

decoded_text decode_gsm7(octet_view septets, language_shift shift) {
    if (shift.empty()) return decode_gsm7(septets);
    const shown tables(shift);
    decoded_text out;
    out.utf8.reserve(septets.size() * 2);
    for (std::size_t at = 0; at < septets.size(); ++at) {
        const std::uint8_t first = octet_at(septets, at);
        const bool pair = first == gsm7_escape && at + 1 < septets.size();
        const std::uint8_t code = pair ? octet_at(septets, ++at) : first;
        char32_t character = 0;
        if (code == gsm7_escape)
            character = U' ';  // ESC ESC, or an ESC at the end
        else if (code <= 0x7F)
            character = tables.character(code, pair);
        out.replaced |= character == 0;
        append_utf8(out.utf8, character == 0 ? replacement : character);
    }
    return out;
}

}  // namespace hermod::text
