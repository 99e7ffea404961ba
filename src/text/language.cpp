#include "text/language.hpp"

namespace hermod::text {
namespace {

constexpr std::string_view names[language_count + 1] = {"",         "turkish", "spanish", "portuguese", "bengali",
                                                        "gujarati", "hindi",   "kannada", "malayalam",  "oriya",
                                                        "punjabi",  "tamil",   "telugu",  "urdu"};

}  // namespace

std::string_view name_of(language of) {
    return names[has_single_shift(of) ? static_cast<unsigned>(of) : 0];
}

std::optional<language> language_named(std::string_view name) {
    for (unsigned nli = 1; nli <= language_count; ++nli)
        if (names[nli] == name) return static_cast<language>(nli);
    return std::nullopt;
}

}  // namespace hermod::text
