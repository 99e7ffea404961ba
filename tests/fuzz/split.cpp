// Input: one octet of choices, two of reference, then the content (choices 0x10 and 0x40: repeated, to reach many parts
// or too many; choice 0x20: an own header stands before it). The parts joined are the content, none is over its limit, no pair is
// cut, and counting says what splitting does.
#include <cstdlib>

#include "text/split.hpp"

using namespace hermod::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

octets encoded(std::string_view content, encoding coding) {
    if (coding == encoding::gsm7) return encode_gsm7(content).value();
    return coding == encoding::ucs2 ? encode_utf16be(content).value() : octets(content);
}

void check_place(const part& one, const framing& as, std::size_t sequence, std::size_t total) {
    const auto place = parse_udh(one.header).value().concat();
    require(place && place->sequence == sequence && place->total == total && place->width == as.width);
    require(place->reference == (as.width == reference_width::octet ? as.reference & 0xFF : as.reference));
}

void check_no_half_pair(const part& one, encoding coding) {
    if (one.payload.empty()) return;
    if (coding == encoding::gsm7) require(one.payload.back() != gsm7_escape);
    if (coding == encoding::ucs2) require(!decode_utf16be(one.payload).replaced);
}

void check_split(std::string_view content, const framing& as) {
    const auto all = split(content, as);
    const auto count = count_parts(content, as);
    require(all.has_value() == count.has_value());
    if (!all) return require(all.error() == count.error());
    require(all->size() == *count && *count >= 1 && *count <= max_parts);
    octets joined;
    std::size_t sequence = 0;
    for (const part one : *all) {
        ++sequence;
        joined += one.payload;
        const std::size_t units = one.payload.size() / (as.coding == encoding::ucs2 ? 2 : 1);
        require(units <= units_behind_header(as.coding, one.header.size()));
        require(one.user_data().size() == one.header.size() + one.payload.size());
        if (*count == 1) require(one.header == as.own_header);
        else check_place(one, as, sequence, *count);
        check_no_half_pair(one, as.coding);
    }
    require(joined == encoded(content, as.coding));
}

void check_estimate(std::string_view content, reference_width width) {
    const auto guess = estimate_text(content, width);
    require(guess.has_value() == is_utf8(content));
    if (!guess) return;
    require(guess->coding == choose(content) && guess->forces_ucs2.has_value() == (guess->coding == encoding::ucs2));
    framing as;
    as.coding = guess->coding;
    as.width = width;
    const auto count = count_parts(content, as);
    require(count.has_value() == (guess->parts <= max_parts) && (!count || *count == guess->parts));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    framing as;
    as.coding = static_cast<encoding>((data[0] & 3) % 3);
    as.width = data[0] & 4 ? reference_width::two_octets : reference_width::octet;
    as.reference = static_cast<std::uint16_t>(data[1] << 8 | data[2]);
    octet_view input(reinterpret_cast<const char*>(data) + 3, size - 3);
    if ((data[0] & 0x20) && !input.empty()) {
        as.own_header = input.substr(0, std::size_t{1} + octet_at(input, 0));
        input.remove_prefix(as.own_header.size());
    }
    std::string content(input);
    const std::size_t at_least = data[0] & 0x40 ? 40'000 : data[0] & 0x10 ? 2000 : 0;
    while (content.size() < at_least && !content.empty()) content += content;
    check_split(content, as);
    check_estimate(content, as.width);
    return 0;
}
