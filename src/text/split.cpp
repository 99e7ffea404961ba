#include "text/split.hpp"

#include <algorithm>
#include <cstring>

#include "text/national.hpp"
#include "text/udh_elements.hpp"

namespace hermod::text {
namespace {

// What the headers leave, in units, for the only part and for each of several.
struct room {
    std::size_t single_header = 0, single = 0;
    std::size_t multi_header = 0, multi = 0;
};

// Only septets have tables to shift.
language_shift shift_in(const framing& as) { return as.coding == encoding::gsm7 ? as.shift : language_shift{}; }

room room_for(const framing& as) {
    room out;
    const std::size_t shifts = shift_elements_size(shift_in(as));
    const std::size_t with_length = std::max<std::size_t>(as.own_header.size(), 1);
    out.single_header = shifts == 0 ? as.own_header.size() : with_length + shifts;
    out.multi_header = with_length + shifts + concat_element_size(as.width);
    out.single = units_behind_header(as.coding, out.single_header);
    out.multi = units_behind_header(as.coding, out.multi_header);
    return out;
}

std::optional<fault> fault_of_own_header(const framing& as, bool several, const room& space) {
    if (!as.own_header.empty()) {
        const auto header = parse_udh(as.own_header);
        if (!header) return header.error();
        if (header->size() != as.own_header.size()) return fault{errc::truncated_header, header->size()};
        if (several && header->concat()) return fault{errc::already_split, 0};
        const bool shifted = header->find(iei_single_shift) || header->find(iei_locking_shift);
        if (shifted && !shift_in(as).empty()) return fault{errc::already_shifted, 0};
    }
    const std::size_t least = as.coding == encoding::binary ? 1 : 2;  // a pair must find room
    if (space.single_header > 140 || (several && space.multi < least)) return fault{errc::header_too_long, as.own_header.size()};
    return std::nullopt;
}

checked<std::size_t> units_of(std::string_view content, const framing& as) {
    if (as.coding == encoding::gsm7) return as.shift.empty() ? septet_count(content) : septet_count(content, as.shift);
    if (as.coding == encoding::ucs2) return utf16_units(content);
    return content.size();
}

// Fills parts one after the other, never cutting the two units of one character. The text is valid for its coding.
template <class Width>
filling fill_greedily(std::string_view utf8, std::size_t limit, Width width_of) {
    std::size_t count = 1, used = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        const std::size_t width = width_of(next.value);
        if (used + width > limit) {
            ++count;
            used = 0;
        }
        used += width;
        at += next.length;
    }
    return {count, limit, limit - used};
}

filling filling_of(std::string_view content, const framing& as, std::size_t units, const room& space) {
    if (units <= space.single) return {1, space.single, space.single - units};
    const std::size_t limit = space.multi;
    if (as.coding == encoding::binary) {
        const std::size_t count = (units + limit - 1) / limit;
        return {count, limit, count * limit - units};
    }
    if (as.coding == encoding::ucs2) return fill_greedily(content, limit, [](char32_t c) { return c > 0xFFFF ? 2u : 1u; });
    if (as.shift.empty()) return fill_greedily(content, limit, [](char32_t c) { return gsm7_width(c); });
    return fill_greedily(content, limit, [alphabet = gsm7_alphabet(as.shift)](char32_t c) { return alphabet.width(c); });
}

struct plan {
    room space;
    std::size_t units = 0, parts = 1;
};

checked<plan> plan_for(std::string_view content, const framing& as) {
    plan out{room_for(as)};
    const auto units = units_of(content, as);
    if (!units) return units.error();
    out.units = *units;
    if (const auto wrong = fault_of_own_header(as, out.units > out.space.single, out.space)) return *wrong;
    out.parts = filling_of(content, as, out.units, out.space).parts;
    if (out.parts > max_parts) return fault{errc::too_many_parts, content.size()};
    return out;
}

void write_content(std::string_view content, const framing& as, char* out) {
    if (as.coding == encoding::gsm7 && as.shift.empty()) write_gsm7(content, out);
    else if (as.coding == encoding::gsm7) write_gsm7(content, out, as.shift);
    else if (as.coding == encoding::ucs2) write_utf16be(content, out);
    else std::copy(content.begin(), content.end(), out);
}

// Octets at the end of a full part that are the first half of a pair, and so belong to the next part.
std::size_t broken_tail(octet_view payload, encoding coding) {
    if (coding == encoding::gsm7) return octet_at(payload, payload.size() - 1) == gsm7_escape ? 1 : 0;
    if (coding == encoding::ucs2) return (octet_at(payload, payload.size() - 2) & 0xFC) == 0xD8 ? 2 : 0;
    return 0;
}

// UDHL, the place among several, the languages, then the sender's own elements. Returns the end.
char* write_header(const framing& as, std::size_t size, const std::optional<concatenation>& place, char* out) {
    if (size == 0) return out;
    *out++ = static_cast<char>(size - 1);
    if (place) out = write_concat_element(*place, out);
    out = write_shift_elements(shift_in(as), out);
    const octet_view own = as.own_header.empty() ? octet_view{} : as.own_header.substr(1);
    return std::copy(own.begin(), own.end(), out);
}

concatenation place_of(const framing& as, std::size_t sequence, std::size_t total) {
    return {as.reference, static_cast<std::uint8_t>(total), static_cast<std::uint8_t>(sequence), as.width};
}

}  // namespace

part parts::operator[](std::size_t index) const {
    const std::size_t start = index == 0 ? 0 : ends_[index - 1];
    const std::size_t end = ends_.empty() ? buffer_.size() : ends_[index];
    const octet_view whole = octet_view(buffer_).substr(start, end - start);
    return {whole.substr(0, header_size_), whole.substr(header_size_)};
}

checked<parts> split(std::string_view content, const framing& as) {
    const auto planned = plan_for(content, as);
    if (!planned) return planned.error();
    const std::size_t count = planned->parts, unit = as.coding == encoding::ucs2 ? 2 : 1;
    parts out;
    out.header_size_ = count == 1 ? planned->space.single_header : planned->space.multi_header;

    // All payload is written behind the room for all headers; the parts then move forward to where they belong. A part's
    // place ends where its source ends at the latest, so nothing is overwritten before it has moved.
    out.buffer_.resize(out.header_size_ * count + planned->units * unit);
    char* to = out.buffer_.data();
    const char* from = to + out.header_size_ * count;
    const char* const end = to + out.buffer_.size();
    write_content(content, as, to + out.header_size_ * count);
    if (count == 1) {
        write_header(as, out.header_size_, std::nullopt, to);
        return out;
    }
    out.ends_.reserve(count);
    for (std::size_t sequence = 1; sequence <= count; ++sequence) {
        const auto left = static_cast<std::size_t>(end - from);
        std::size_t size = std::min(left, planned->space.multi * unit);
        if (size < left) size -= broken_tail({from, size}, as.coding);
        to = write_header(as, out.header_size_, place_of(as, sequence, count), to);
        std::memmove(to, from, size);
        to += size;
        from += size;
        out.ends_.push_back(static_cast<std::uint32_t>(to - out.buffer_.data()));
    }
    return out;
}

checked<std::size_t> count_parts(std::string_view content, const framing& as) {
    const auto planned = plan_for(content, as);
    if (!planned) return planned.error();
    return planned->parts;
}

checked<estimate> estimate_text(std::string_view utf8, reference_width width) {
    estimate out;
    const gsm7_reach reach = reach_of_gsm7(utf8);
    out.units = reach.septets;
    if (reach.end < utf8.size()) {
        const auto units = utf16_units(utf8);
        if (!units) return units.error();
        out.coding = encoding::ucs2;
        out.units = *units;
        out.forces_ucs2 = offender{code_point_at(utf8, reach.end).value, reach.end};
    }
    framing as;
    as.coding = out.coding;
    as.width = width;
    out.parts = filling_of(utf8, as, out.units, room_for(as)).parts;
    return out;
}

checked<filling> fill_parts(std::string_view content, std::size_t units, const framing& as) {
    const room space = room_for(as);
    if (const auto wrong = fault_of_own_header(as, units > space.single, space)) return *wrong;
    return filling_of(content, as, units, space);
}

}  // namespace hermod::text
