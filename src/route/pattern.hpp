// Conditions on a text: a regular expression (RE2: linear time whatever the text), a keyword (its first word).
//
// Immutable, shared by the rules that ask for the same; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hermod::route {

class pattern {
public:
    // A pattern, or a sentence why it is none.
    static std::variant<std::shared_ptr<const pattern>, std::string> compile(std::string_view expression);
    ~pattern();

    // Anywhere in the text; UTF-8, other octets match nothing.
    bool found_in(std::string_view text) const;
    const std::string& expression() const { return expression_; }

private:
    struct engine;
    explicit pattern(std::string_view expression);
    std::string expression_;
    std::unique_ptr<engine> engine_;
};
using pattern_ptr = std::shared_ptr<const pattern>;

// Many expressions asked of a text in one pass.
class pattern_set {
public:
    explicit pattern_set(const std::vector<pattern_ptr>& all);
    ~pattern_set();

    // The places of those that are found, ascending. False: there are too many at once for its memory; then each is to be asked.
    bool find_in(std::string_view text, std::vector<int>& found) const;

private:
    struct engine;
    std::unique_ptr<engine> engine_;
};

// Capitals made small: ASCII, Latin-1, Latin Extended-A, Greek, Cyrillic. Everything else stays.
std::string small_letters(std::string_view utf8);

// A text's first word in small letters: up to a blank or one of . , ; : ! ?
std::string keyword_of(std::string_view utf8);

}  // namespace hermod::route
