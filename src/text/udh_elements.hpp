// The information elements beside concatenation that a gateway reads and writes, 3GPP TS 23.040 section 9.2.3.24, and a
// builder of headers that keeps those it does not know.
//
// Application ports (WAP push, vCard and other binary contents), the national language shifts, and the special message
// indication: a waiting voice mail. Of repeated elements the last one counts, but for indications, of which each kind has its
// own. An element of a wrong length is none.
#pragma once

#include "text/language.hpp"
#include "text/udh.hpp"

namespace hermod::text {

inline constexpr std::uint8_t iei_indication = 0x01, iei_ports8 = 0x04, iei_ports16 = 0x05, iei_single_shift = 0x24,
                              iei_locking_shift = 0x25;

// 9.2.3.24.15 and 9.2.3.24.16. A language that we do not know, or that has no such table, is none: the standard wants the
// element ignored.
language_shift shift_of(const udh& header);
constexpr std::size_t shift_elements_size(language_shift shift) {
    return std::size_t{3} * shift.elements();
}
// The shift of a header, its elements taken out: who keeps the text as characters says it anew wherever the text is. A header
// that is none, or that has no shift, stays as it is.
language_shift take_shift(octets& header);
// The elements without UDHL; `out` has room for shift_elements_size(). Returns the end.
char* write_shift_elements(language_shift shift, char* out);

// 9.2.3.24.3 (8 bit) and 9.2.3.24.4 (16 bit). The destination stands first.
struct application_ports {
    std::uint16_t destination = 0, source = 0;
    reference_width width = reference_width::two_octets;
    friend constexpr bool operator==(const application_ports&, const application_ports&) = default;
};
std::optional<application_ports> ports_of(const udh& header);
// The ones that handsets listen to.
inline constexpr std::uint16_t port_wap_push = 2948, port_wap_push_origin = 9200, port_vcard = 9204, port_vcalendar = 9205;

// 9.2.3.24.2. `kind` is bits 4 to 0 as they stand: 0 voice, 1 fax, 2 email, 3 other, 7 video; `profile` 0 (1 to 4 on the wire).
struct message_indication {
    bool store = false;  // the message itself is kept, too
    std::uint8_t kind = 0, profile = 0;
    std::uint8_t count = 0;  // waiting messages; 255: that or more
    friend constexpr bool operator==(const message_indication&, const message_indication&) = default;
};
std::optional<message_indication> read_indication(const information_element& element);

// Collects elements in the order in which they shall stand. A header that would not fit into a message is refused at the end.
class header_builder {
public:
    header_builder& add(std::uint8_t identifier, octet_view data);
    header_builder& add(const application_ports& value);
    header_builder& add(const message_indication& value);
    header_builder& add(const concatenation& value);
    header_builder& add(language_shift shift);
    // Every element of a header, known or not, but for those of one identifier.
    header_builder& add_all(const udh& of, std::optional<std::uint8_t> except = {});

    // UDHL and the elements; empty when there are none. header_too_long above 140 octets, or for data above 255.
    checked<octets> build() const;

private:
    octets elements_;
    bool overlong_ = false;
};

}  // namespace hermod::text
