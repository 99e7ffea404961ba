// Input: any octets, as a handset's text and as a note's key and value. Folding twice is folding once; what is understood does
// not change with what folding drops; a note that is read is written as it was read.
#include <cstdlib>
#include <string>

#include "consent/fold.hpp"
#include "consent/keywords.hpp"
#include "consent/notes.hpp"

using namespace hermod;
using namespace hermod::consent;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_note(std::string_view text) {
    const auto cut = text.find('\n');
    if (cut == std::string_view::npos) return;
    const note kept{"", std::string(text.substr(0, cut)), std::string(text.substr(cut + 1))};
    if (const auto one = opt_out_of(kept)) {
        const auto again = opt_out_of({"", key_of(one->number, one->from), value_of(*one)});
        require(again && *again == *one);
    }
    if (const auto one = answer_of(kept)) {
        const auto again = answer_of({"", key_of(*one), value_of(*one)});
        require(again && key_of(*again) == key_of(*one) && value_of(*again) == value_of(*one));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const vocabulary strict, loose = [] {
        vocabulary_options o;
        o.first_word = true;
        return vocabulary(o);
    }();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string once = folded(text), first = first_word(text);
    require(folded(once) == once && once.size() <= longest_text);
    require(folded(first) == first);
    const auto said = strict.read(text);
    require(strict.read(once).is == said.is || text.size() > longest_text);
    if (said.is != word::none) require(loose.read(text).is == said.is);
    check_note(text);
    return 0;
}
