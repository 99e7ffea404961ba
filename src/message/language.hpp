// The languages that have 7-bit tables of their own, by their national language identifier (3GPP TS 23.038 Annex A), as
// message_extras and the masks of a submission number them: the words for the folders that do not know text/, whose tables they
// are.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hermod {

struct language_word {
    std::string_view name;  // as configurations and requests have it
    std::string_view code;  // ISO 639-1
};

// [identifier]; 0 is none.
inline constexpr std::array<language_word, 14> language_words{{{"", ""},
                                                               {"turkish", "tr"},
                                                               {"spanish", "es"},
                                                               {"portuguese", "pt"},
                                                               {"bengali", "bn"},
                                                               {"gujarati", "gu"},
                                                               {"hindi", "hi"},
                                                               {"kannada", "kn"},
                                                               {"malayalam", "ml"},
                                                               {"oriya", "or"},
                                                               {"punjabi", "pa"},
                                                               {"tamil", "ta"},
                                                               {"telugu", "te"},
                                                               {"urdu", "ur"}}};

// Empty for 0 and for identifiers that stand for no language.
constexpr std::string_view language_name(std::uint8_t identifier) {
    return identifier < language_words.size() ? language_words[identifier].name : std::string_view();
}

constexpr std::optional<std::uint8_t> language_identifier(std::string_view name) {
    for (std::uint8_t i = 1; i < language_words.size(); ++i)
        if (language_words[i].name == name) return i;
    return std::nullopt;
}

}  // namespace hermod
