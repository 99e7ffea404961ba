#include "consent/keywords.hpp"

#include <unordered_set>

#include "consent/fold.hpp"

namespace hermod::consent {

vocabulary::vocabulary(const vocabulary_options& options) : first_word_(options.first_word) {
    // Own words first: who lists one under another kind means that.
    for (const std::string& text : options.stop) add(text, word::stop, {});
    for (const std::string& text : options.start) add(text, word::start, {});
    for (const std::string& text : options.help) add(text, word::help, {});
    if (!options.built_in) return;
    std::unordered_set<std::string> unwanted;
    for (const std::string& text : options.without) unwanted.insert(folded(text));
    for (const keyword& one : built_in_keywords())
        if (!unwanted.contains(folded(one.text))) add(one.text, one.is, one.language);
}

void vocabulary::add(std::string_view text, word is, std::string_view language) {
    if (auto key = folded(text); !key.empty()) words_.emplace(std::move(key), understood{is, language});
}

understood vocabulary::read(std::string_view text) const {
    if (const auto at = words_.find(folded(text)); at != words_.end()) return at->second;
    if (!first_word_) return {};
    const auto at = words_.find(hermod::consent::first_word(text));
    return at != words_.end() && at->second.is == word::stop ? at->second : understood{};
}

}  // namespace hermod::consent
