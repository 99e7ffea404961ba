// What a text will cost and how it will travel, before it is sent: estimate_text() with everything that a sender can choose.
//
// It is no guess: split(estimate.text.utf8, framing_of(estimate.way, ...)) makes exactly these parts. Pure.
#pragma once

#include "text/rewrite.hpp"

namespace hermod::text {

struct estimate_options {
    language_set languages = {};  // whose tables may be used
    bool smart = false, transliterate = false;
    reference_width width = reference_width::octet;
    std::optional<encoding> wanted = {};  // gsm7: septets or a fault; ucs2: as it stands; binary: the content is octets
    octet_view own_header = {};           // see framing
    std::size_t most_offenders = 20;
};

struct detailed_estimate {
    carriage way;                       // coding, shift, units, and how the parts are filled
    altered_text text;                  // what is to be sent, and what smart encoding or transliteration changed
    std::vector<offender> forces_ucs2;  // each character once, at its first place; empty unless `way` is UCS-2
    bool more_offenders = false;        // there are more than were asked for
    bool can_be_sent() const { return way.fill.parts <= max_parts; }
};

// Faults: invalid_utf8, those of own_header, and with wanted gsm7 also not_in_gsm7, at the first character that the default
// tables lack, in the original. Text that is to be UCS-2 or binary is not rewritten, and nothing then forces UCS-2.
checked<detailed_estimate> estimate_text(std::string_view content, const estimate_options& options);

// What split() wants besides the text.
framing framing_of(const detailed_estimate& of, const estimate_options& options, std::uint16_t reference);

}  // namespace hermod::text
