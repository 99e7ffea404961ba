// Input: one octet each for the single and the locking shift, one of choices, then the content, taken as septets, as text and
// as a user data header. Decoding never fails, what it shows can be said again and reads the same; text that can be said
// survives the way through split and back; the cheapest carriage is no dearer than the shift that was given.
#include <cstdlib>

#include "text/carriage.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"

using namespace hermod::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_reading(octet_view septets, language_shift shift) {
    const decoded_text shown = decode_gsm7(septets, shift);
    require(is_utf8(shown.utf8));
    if (shown.replaced) return;
    const octets again = encode_gsm7(shown.utf8, shift).value();
    require(again.size() <= septets.size() + 1);  // a lone ESC at the end is one space
    require(decode_gsm7(again, shift).utf8 == shown.utf8);
}

void check_parts(std::string_view text, const framing& as) {
    const auto all = split(text, as);
    const auto count = count_parts(text, as);
    require(all.has_value() == count.has_value());
    if (!all) return require(all.error() == count.error());
    require(all->size() == *count);
    std::string joined;
    for (const part one : *all) {
        require(one.payload.size() <= units_behind_header(encoding::gsm7, one.header.size()));
        if (!as.shift.empty()) require(shift_of(parse_udh(one.header).value()).elements() == as.shift.elements());
        joined += decode_gsm7(one.payload, as.shift).utf8;
    }
    require(joined == text);
    language_set allowed;
    if (as.shift.single == as.shift.locking || as.shift.elements() == 1) {
        allowed.insert(as.shift.single);
        allowed.insert(as.shift.locking);
        const carriage best = choose_shift(text, allowed, as).value();
        require(best.fill.parts <= *count);
        require(count_parts(text, framing_of(best, as)).value() == best.fill.parts);
    }
}

void check_writing(std::string_view text, const framing& as) {
    const auto septets = encode_gsm7(text, as.shift);
    require(septets.has_value() == is_gsm7(text, as.shift));
    if (!septets) return require(septets.error().offset < text.size());
    require(septet_count(text, as.shift).value() == septets->size());
    require(decode_gsm7(*septets, as.shift).utf8 == text);
    check_parts(text, as);
}

void check_header(octet_view input) {
    const auto header = parse_udh(input);
    if (!header) return;
    const language_shift shift = shift_of(*header);
    require(shift.elements() * 3 == shift_elements_size(shift));
    const auto rebuilt = header_builder().add_all(*header).build();
    if (header->size() <= 1) return;
    require(rebuilt ? *rebuilt == header->octets() : header->size() > 140);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    framing as;
    as.shift = {static_cast<language>(data[0] % (language_count + 2)), static_cast<language>(data[1] % (language_count + 2))};
    as.width = data[2] & 1 ? reference_width::two_octets : reference_width::octet;
    const octet_view input(reinterpret_cast<const char*>(data) + 3, size - 3);
    std::string content(input);
    while ((data[2] & 2) && !content.empty() && content.size() < 1000) content += content;
    check_reading(input, as.shift);
    check_writing(content, as);
    check_header(input);
    return 0;
}
