#include "settings/problems.hpp"

#include <algorithm>
#include <tuple>

#include "base/nearest.hpp"

namespace hermod::settings {
std::string to_text(const problem& what) {
    std::string out = what.file;
    if (what.at.line > 0) out += ':' + std::to_string(what.at.line);
    if (what.at.column > 0) out += ':' + std::to_string(what.at.column);
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

void problems::error_in(std::string file, place at, std::string message) {
    all_.push_back({problem::severity::error, std::move(file), at, {}, std::move(message), {}});
    ++errors_;
}

std::vector<problem> problems::sorted() const {
    auto out = all_;
    std::stable_sort(out.begin(), out.end(), [this](const problem& a, const problem& b) {
        const bool elsewhere_a = a.file != file_, elsewhere_b = b.file != file_;
        return elsewhere_a != elsewhere_b ? elsewhere_b : !elsewhere_a && a.at < b.at;
    });
    return out;
}

std::string suggestion(std::string_view written, std::span<const std::string_view> words) {
    if (const auto best = nearest(written, words); !best.empty()) return ", did you mean \"" + std::string(best) + "\"?";
    std::string out;
    for (const auto word : words) out += (out.empty() ? ", use one of: " : ", ") + std::string(word);
    return out;
}

}  // namespace hermod::settings
