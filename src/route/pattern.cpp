#include "route/pattern.hpp"

#include <algorithm>

#include <re2/re2.h>
#include <re2/set.h>

#include "route/first_word.hpp"
#include "route/text_sieve.hpp"

namespace hermod::route {
namespace {

RE2::Options options() {
    RE2::Options out;
    out.set_log_errors(false);
    return out;
}

char small(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

char32_t small(char32_t c) {  // beyond ASCII
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    if (c == 0x178) return 0xFF;
    // Pairs of Latin Extended-A: the capital is even, but odd in two stretches.
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : c;
    if (c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && c != 0x138) return c % 2 == 0 ? c + 1 : c;
    if (c == 0x386) return 0x3AC;
    if (c >= 0x388 && c <= 0x38A) return c + 37;
    if (c == 0x38C) return 0x3CC;
    if (c == 0x38E || c == 0x38F) return c + 63;
    if (c == 0x3C2) return 0x3C3;  // a final sigma is a sigma
    if (c >= 0x391 && c <= 0x3AB && c != 0x3A2) return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return c;
}

}  // namespace

struct pattern::engine {
    RE2 compiled;
};

pattern::pattern(std::string_view expression)
    : expression_(expression), engine_(new engine{RE2(re2::StringPiece(expression.data(), expression.size()), options())}) {}

pattern::~pattern() = default;

std::variant<pattern_ptr, std::string> pattern::compile(std::string_view expression) {
    std::shared_ptr<const pattern> out(new pattern(expression));
    if (!out->engine_->compiled.ok()) return out->engine_->compiled.error();
    return out;
}

bool pattern::found_in(std::string_view text) const {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), engine_->compiled);
}

struct pattern_set::engine {
    explicit engine(const std::vector<std::string>& expressions) : sieve(expressions) {}

    text_sieve sieve;
    RE2::Set all{options(), RE2::UNANCHORED};
    bool compiled = false;
};

pattern_set::pattern_set(const std::vector<pattern_ptr>& all) {
    std::vector<std::string> expressions;
    for (const auto& one : all) expressions.push_back(one->expression());
    engine_ = std::make_unique<engine>(expressions);
    bool good = true;
    for (const auto& one : expressions) good = engine_->all.Add(re2::StringPiece(one), nullptr) >= 0 && good;
    engine_->compiled = engine_->all.Compile() && good;
}

pattern_set::~pattern_set() = default;

bool pattern_set::find_in(std::string_view text, std::vector<int>& found) const {
    RE2::Set::ErrorInfo why{RE2::Set::kNoError};
    found.clear();
    if (!engine_->compiled) return false;
    if (!engine_->sieve.lets_through(text)) return true;
    if (!engine_->all.Match(re2::StringPiece(text.data(), text.size()), &found, &why) && why.kind != RE2::Set::kNoError) return false;
    std::sort(found.begin(), found.end());
    return true;
}

// All that changes has two octets and keeps them, or is ASCII.
std::string small_letters(std::string_view utf8) {
    std::string out(utf8);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto first = static_cast<unsigned char>(out[i]);
        if (first < 0x80) {
            out[i] = small(out[i]);
        } else if (first >= 0xC3 && first <= 0xDF && i + 1 < out.size() && (static_cast<unsigned char>(out[i + 1]) & 0xC0) == 0x80) {
            const auto changed = small(static_cast<char32_t>((first & 0x1F) << 6 | (static_cast<unsigned char>(out[i + 1]) & 0x3F)));
            out[i] = static_cast<char>(0xC0 | changed >> 6);
            out[++i] = static_cast<char>(0x80 | (changed & 0x3F));
        }
    }
    return out;
}

std::string keyword_of(std::string_view utf8) {
    return small_letters(first_word(utf8));
}

}  // namespace hermod::route
