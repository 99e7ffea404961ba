#include "settings/problems.hpp"

#include <algorithm>
#include <tuple>

namespace hermod::settings {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string to_text(const problem& what) {
    std::string out = what.file;
    if (what.at.line > 0) out += ':' + std::to_string(what.at.line) + ':' + std::to_string(what.at.column);
    out += what.how_bad == problem::severity::error ? ": error: " : ": warning: ";
    if (!what.key.empty()) out += what.key + ": ";
    return out + what.message;
}

void problems::error(place at, std::string key, std::string message, std::string nearest) {
    all_.push_back({problem::severity::error, file_, at, std::move(key), std::move(message), std::move(nearest)});
    ++errors_;
}

void problems::warning(place at, std::string key, std::string message) {
    all_.push_back({problem::severity::warning, file_, at, std::move(key), std::move(message), {}});
}

std::vector<problem> problems::sorted() const {
    auto out = all_;
    std::stable_sort(out.begin(), out.end(), [](const problem& a, const problem& b) { return a.at < b.at; });
    return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Three rows of the optimal string alignment table: a swap looks two rows back.
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0u : 1u)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string_view nearest(std::string_view written, std::span<const std::string_view> words) {
    std::string_view best;
    std::size_t least = std::max<std::size_t>(2, written.size() / 2) + 1;
    for (const auto word : words) {
        // Three wrong letters in a word of three are another word.
        const auto distance = edit_distance(written, word);
        if (distance < least && distance < word.size()) least = distance, best = word;
    }
    return best;
}

std::string suggestion(std::string_view written, std::span<const std::string_view> words) {
    if (const auto best = nearest(written, words); !best.empty()) return ", did you mean \"" + std::string(best) + "\"?";
    std::string out;
    for (const auto word : words) out += (out.empty() ? ", use one of: " : ", ") + std::string(word);
    return out;
}

}  // namespace hermod::settings
