// What a handset's message says of being written to: STOP and its kin, START, HELP, in the languages that people use.
//
// A message is such a word when its whole text is: case, accents, spaces and punctuation do not count (fold.hpp). "STOP please"
// is none by itself; with `first_word` a text that begins with a STOP word is one. START and HELP are always the whole text: to
// write to somebody who did not ask for it is the worse mistake.
//
// Immutable once made, shared by all threads; app/ makes one of the configuration.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hermod::consent {

enum class word : std::uint8_t { none = 0, stop = 1, start = 2, help = 3 };

constexpr std::string_view to_text(word w) {
    constexpr std::string_view names[] = {"", "stop", "start", "help"};
    return names[static_cast<int>(w)];
}

struct understood {
    word is = word::none;
    std::string_view language;  // ISO 639-1; empty: a word of all languages, as STOP itself is
};

struct keyword {
    std::string_view text;
    word is;
    std::string_view language;
};

// The built-in lists, as people write them.
std::span<const keyword> built_in_keywords();

struct vocabulary_options {
    bool built_in = true;
    bool first_word = false;
    std::vector<std::string> stop, start, help;  // own ones, beside the built-in
    std::vector<std::string> without;            // of the built-in: what is not to be understood
};

class vocabulary {
public:
    explicit vocabulary(const vocabulary_options& options = {});
    understood read(std::string_view text) const;

private:
    void add(std::string_view text, word is, std::string_view language);

    std::unordered_map<std::string, understood> words_;  // by folded text
    bool first_word_;
};

using vocabulary_ptr = std::shared_ptr<const vocabulary>;

}  // namespace hermod::consent
