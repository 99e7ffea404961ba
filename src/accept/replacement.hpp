// A regular expression of RE2 and what is put in the place of each of its matches, where $1 stands for its first group ($0: all
// of the match, $$: a dollar). Immutable; any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace hermod::accept {

class replacement {
public:
    struct fault {
        bool of_match = true;  // otherwise of what is put there
        std::string why;       // "is no regular expression of RE2: missing ): (a"
    };
    // Matches without any character are refused: they would stand between all characters.
    static std::optional<replacement> make(std::string_view match, std::string_view with, fault& wrong);

    // Whether there was a match.
    bool apply(std::string& text) const;

private:
    std::shared_ptr<const re2::RE2> match_;
    std::string with_;  // as RE2 has it: \1
};

}  // namespace hermod::accept
