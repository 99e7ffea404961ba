// How a text travels cheapest: the default tables, those of an allowed language, or UCS-2.
//
// The fewest parts win, then the fewest bits of user data, headers counted. But what the default tables can say in as few
// parts stays there: every handset has them. Pure; what it says is what split() makes.
#pragma once

#include "text/split.hpp"

namespace hermod::text {

struct carriage {
    encoding coding = encoding::gsm7;
    language_shift shift;
    std::size_t units = 0;
    filling fill;
    friend constexpr bool operator==(const carriage&, const carriage&) = default;
};

// Of `within` the width and the own header count. A language's single shift, its locking shift and both are tried, never two
// languages in one text. An own header that names a language leaves only the default tables and UCS-2. Faults: invalid_utf8,
// and those of own_header.
checked<carriage> choose_shift(std::string_view utf8, language_set allowed, const framing& within = {});

// The same, but septets at any price; not_in_gsm7 at the first character that the default tables lack when none can say it.
checked<carriage> choose_septets(std::string_view utf8, language_set allowed, const framing& within = {});

// Whether the default tables or those of one allowed language can say the whole text.
bool is_gsm7(std::string_view utf8, language_set allowed);

// `within` with the choice made: what split() wants.
framing framing_of(const carriage& chosen, const framing& within = {});

}  // namespace hermod::text
