// Everything that is wrong with a configuration, found in one go: a person mends the whole file after one `check`.
//
// A problem says where (file:line:column), which key (connector[0].window), what, and, where it can, the nearest word
// that would have been right. Owned by whoever loads a configuration; one thread.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::settings {

// Counted from 1; line 0 means the file as a whole, column 0 the line as a whole.
struct place {
    int line = 0, column = 0;
    friend auto operator<=>(const place&, const place&) = default;
};

struct problem {
    enum class severity { error, warning } how_bad;
    std::string file;
    place at;
    std::string key;      // the whole path; empty for a syntax error
    std::string message;
    std::string nearest;  // the valid word most like the one written, when there is one
};

// shop.toml:12:1: error: connector[0].widnow: unknown key, did you mean "window"?
std::string to_text(const problem& what);

class problems {
public:
    explicit problems(std::string file) : file_(std::move(file)) {}

    void error(place at, std::string key, std::string message, std::string nearest = {});
    void warning(place at, std::string key, std::string message);
    // In a file that the configuration names: a table of prices, of prefixes.
    void error_in(std::string file, place at, std::string message);

    bool any_error() const { return errors_ > 0; }
    // In the order of the file; then those of other files, as they came.
    std::vector<problem> sorted() const;

private:
    std::string file_;
    std::vector<problem> all_;
    std::size_t errors_ = 0;
};

// `, did you mean "window"?` or, when nothing is near, `, use one of: a, b, c`.
std::string suggestion(std::string_view written, std::span<const std::string_view> words);

}  // namespace hermod::settings
