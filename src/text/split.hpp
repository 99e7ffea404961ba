// A text, or binary octets, becomes the user data of one part or of several that a handset joins again.
//
// A unit is a septet (GSM 7-bit), a UTF-16 code unit (UCS-2) or an octet (binary). One part carries 160, 70 or 140 units,
// each of several 153, 67 or 134 behind an 8-bit reference, 152, 66 or 133 behind a 16-bit one, fewer with a header of the
// sender's own or one that names a national language (155 with one shift, 152 with both, 149 and 146 of several). Neither an
// escape pair nor a surrogate pair is ever cut in two; graphemes may be. Pure.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "text/encoding.hpp"
#include "text/language.hpp"
#include "text/udh.hpp"

namespace hermod::text {

inline constexpr std::size_t max_parts = 255;

// How a content is to travel.
struct framing {
    encoding coding = encoding::gsm7;
    reference_width width = reference_width::octet;
    std::uint16_t reference = 0;  // ties the parts together; an 8-bit reference is its low half
    octet_view own_header = {};   // a whole UDH of the sender's (ports, say), which every part shall carry; empty: none
    language_shift shift = {};    // the tables of a gsm7 text; every part then says so in its header
};

// Units that stand behind a header of so many octets, its length octet included.
constexpr std::size_t units_behind_header(encoding coding, std::size_t header_octets) {
    if (header_octets > 140) return 0;
    if (coding == encoding::gsm7) return (140 - header_octets) * 8 / 7;
    return coding == encoding::ucs2 ? (140 - header_octets) / 2 : 140 - header_octets;
}

struct part {
    octet_view header;   // UDH, empty when the only part needs none
    octet_view payload;  // septets one an octet, UTF-16BE, or the octets themselves
    // Both, as they stand side by side: SMPP's short_message.
    octet_view user_data() const { return {header.data(), header.size() + payload.size()}; }
};

// All parts in one buffer: a single part costs one allocation. The views live as long as the parts stay where they are.
class parts {
public:
    class iterator {
    public:
        using value_type = part;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = const part*;
        using reference = part;

        iterator() = default;
        iterator(const parts& of, std::size_t index) : of_(&of), index_(index) {}
        part operator*() const { return (*of_)[index_]; }
        iterator& operator++() { return ++index_, *this; }
        iterator operator++(int) { return {*of_, index_++}; }
        friend bool operator==(const iterator&, const iterator&) = default;

    private:
        const parts* of_ = nullptr;
        std::size_t index_ = 0;
    };

    std::size_t size() const { return ends_.empty() ? 1 : ends_.size(); }
    part operator[](std::size_t index) const;  // from 0, in the order of the sequence numbers
    iterator begin() const { return {*this, 0}; }
    iterator end() const { return {*this, size()}; }

private:
    friend checked<parts> split(std::string_view content, const framing& as);
    octets buffer_;                    // header, payload, header, payload, ...
    std::vector<std::uint32_t> ends_;  // of each part in the buffer; empty for a single part
    std::size_t header_size_ = 0;      // the same for all
};

// `content` is UTF-8, or for encoding::binary the octets. Empty content is one empty part. Faults: invalid_utf8 and
// not_in_gsm7 in the content; too_many_parts; truncated_*, header_too_long, already_split and (with a shift) already_shifted in
// own_header.
checked<parts> split(std::string_view content, const framing& as);

// What split() would make, without making it: the same number, the same faults.
checked<std::size_t> count_parts(std::string_view content, const framing& as);

struct offender {
    char32_t code_point = 0;
    std::size_t offset = 0;  // in octets of UTF-8
    friend constexpr bool operator==(const offender&, const offender&) = default;
};

// How the units of a valid text fill its parts; may be more than max_parts: then split() refuses.
struct filling {
    std::size_t parts = 1;
    std::size_t room = 0;  // units that a part of this message can carry
    std::size_t left = 0;  // of them in the last part
    friend constexpr bool operator==(const filling&, const filling&) = default;
};

// `units` are those that `content` needs as `as` says. The faults of own_header, never too_many_parts.
checked<filling> fill_parts(std::string_view content, std::size_t units, const framing& as);

// What a sender wants to know before sending; estimate.hpp says more.
struct estimate {
    encoding coding = encoding::gsm7;
    std::size_t units = 0;  // septets or UTF-16 units
    std::size_t parts = 1;  // may be above max_parts: then split() refuses
    std::optional<offender> forces_ucs2;  // the first character that is not in the GSM tables
};

checked<estimate> estimate_text(std::string_view utf8, reference_width width = reference_width::octet);

}  // namespace hermod::text
