#include "text/split.hpp"

#include <algorithm>
#include <cstring>

namespace hermod::text {
namespace {

// What the headers leave, in units, for the only part and for each of several.
struct room {
    std::size_t single_header = 0, single = 0;
    std::size_t multi_header = 0, multi = 0;
};

room room_for(const framing& as) {
    room out;
    out.single_header = as.own_header.size();
    out.multi_header = std::max<std::size_t>(as.own_header.size(), 1) + concat_element_size(as.width);
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
    }
    const std::size_t least = as.coding == encoding::binary ? 1 : 2;  // a pair must find room
    if (as.own_header.size() > 140 || (several && space.multi < least)) return fault{errc::header_too_long, as.own_header.size()};
    return std::nullopt;
}

checked<std::size_t> units_of(std::string_view content, encoding coding) {
    if (coding == encoding::gsm7) return septet_count(content);
    if (coding == encoding::ucs2) return utf16_units(content);
    return content.size();
}

// Fills parts one after the other, never cutting the two units of one character. The text is valid for `coding`.
std::size_t greedy_parts(std::string_view utf8, encoding coding, std::size_t limit) {
    std::size_t count = 1, used = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        const std::size_t width = coding == encoding::gsm7 ? gsm7_width(next.value) : next.value > 0xFFFF ? 2 : 1;
        if (used + width > limit) {
            ++count;
            used = 0;
        }
        used += width;
        at += next.length;
    }
    return count;
}

std::size_t parts_for(std::string_view content, encoding coding, std::size_t units, const room& space) {
    if (units <= space.single) return 1;
    if (coding == encoding::binary) return (units + space.multi - 1) / space.multi;
    return greedy_parts(content, coding, space.multi);
}

struct plan {
    room space;
    std::size_t units = 0, parts = 1;
};

checked<plan> plan_for(std::string_view content, const framing& as) {
    plan out{room_for(as)};
    const auto units = units_of(content, as.coding);
    if (!units) return units.error();
    out.units = *units;
    if (const auto wrong = fault_of_own_header(as, out.units > out.space.single, out.space)) return *wrong;
    out.parts = parts_for(content, as.coding, out.units, out.space);
    if (out.parts > max_parts) return fault{errc::too_many_parts, content.size()};
    return out;
}

void write_content(std::string_view content, encoding coding, char* out) {
    if (coding == encoding::gsm7) write_gsm7(content, out);
    else if (coding == encoding::ucs2) write_utf16be(content, out);
    else std::copy(content.begin(), content.end(), out);
}

// Octets at the end of a full part that are the first half of a pair, and so belong to the next part.
std::size_t broken_tail(octet_view payload, encoding coding) {
    if (coding == encoding::gsm7) return octet_at(payload, payload.size() - 1) == gsm7_escape ? 1 : 0;
    if (coding == encoding::ucs2) return (octet_at(payload, payload.size() - 2) & 0xFC) == 0xD8 ? 2 : 0;
    return 0;
}

// UDHL, the concatenation, then the sender's own elements. Returns the end.
char* write_header(const framing& as, std::size_t size, std::size_t total, std::size_t sequence, char* out) {
    *out++ = static_cast<char>(size - 1);
    const concatenation place{as.reference, static_cast<std::uint8_t>(total), static_cast<std::uint8_t>(sequence), as.width};
    out = write_concat_element(place, out);
    const octet_view own = as.own_header.empty() ? octet_view{} : as.own_header.substr(1);
    return std::copy(own.begin(), own.end(), out);
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
    write_content(content, as.coding, to + out.header_size_ * count);
    if (count == 1) {
        std::copy(as.own_header.begin(), as.own_header.end(), to);
        return out;
    }
    out.ends_.reserve(count);
    for (std::size_t sequence = 1; sequence <= count; ++sequence) {
        const auto left = static_cast<std::size_t>(end - from);
        std::size_t size = std::min(left, planned->space.multi * unit);
        if (size < left) size -= broken_tail({from, size}, as.coding);
        to = write_header(as, out.header_size_, count, sequence, to);
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
    out.parts = parts_for(utf8, out.coding, out.units, room_for(as));
    return out;
}

}  // namespace hermod::text
