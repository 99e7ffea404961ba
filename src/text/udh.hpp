// The user data header, 3GPP TS 23.040 section 9.2.3.24: UDHL, then elements of identifier (IEI), length (IEDL) and data.
//
// A udh is a view on octets that the caller keeps; parse_udh() has checked them, so walking them cannot fail. Elements that
// nobody knows are skipped by their length. Of repeated elements the last one counts, as the specification says.
#pragma once

#include <iterator>
#include <optional>

#include "text/errc.hpp"
#include "text/octets.hpp"

namespace hermod::text {

enum class reference_width : std::uint8_t { octet, two_octets };  // of a concatenation reference: IEI 00 or 08

inline constexpr std::uint8_t iei_concat8 = 0x00, iei_concat16 = 0x08;

struct information_element {
    std::uint8_t identifier = 0;
    octet_view data;
};

// One part's place in a long message: 9.2.3.24.1 and 9.2.3.24.8.
struct concatenation {
    std::uint16_t reference = 0;
    std::uint8_t total = 0, sequence = 0;
    reference_width width = reference_width::octet;
    friend constexpr bool operator==(const concatenation&, const concatenation&) = default;
};

class udh {
public:
    class iterator {
    public:
        using value_type = information_element;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = const information_element*;
        using reference = information_element;

        iterator() = default;
        information_element operator*() const { return {octet_at(octets_, at_), octets_.substr(at_ + 2, length())}; }
        iterator& operator++() {
            at_ += 2 + length();
            return *this;
        }
        iterator operator++(int) {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& a, const iterator& b) { return a.at_ == b.at_; }

    private:
        friend class udh;
        iterator(octet_view octets, std::size_t at) : octets_(octets), at_(at) {}
        std::size_t length() const { return octet_at(octets_, at_ + 1); }
        octet_view octets_;
        std::size_t at_ = 0;
    };

    // The whole header with its length octet; the text is what stands behind it in the user data.
    octet_view octets() const { return octets_; }
    std::size_t size() const { return octets_.size(); }
    iterator begin() const { return {octets_, 1}; }
    iterator end() const { return {octets_, octets_.size()}; }

    // The last element of that identifier.
    std::optional<information_element> find(std::uint8_t identifier) const;
    // The last concatenation that makes sense; none for total 0, sequence 0, sequence above total or a wrong length, so
    // that such a message is shown as a single one.
    std::optional<concatenation> concat() const;

private:
    friend checked<udh> parse_udh(octet_view user_data);
    explicit udh(octet_view octets) : octets_(octets) {}
    octet_view octets_;
};

// Reads the header at the beginning of the user data. truncated_header at the data's end, or truncated_element at the
// element that reaches beyond the header: the specification then wants the whole header ignored.
checked<udh> parse_udh(octet_view user_data);

constexpr std::size_t concat_element_size(reference_width width) { return width == reference_width::octet ? 5 : 6; }

// The element alone (IEI, IEDL, data), without UDHL; `out` has room for concat_element_size(). Returns the end. Of the
// reference, one octet takes the low half.
char* write_concat_element(const concatenation& value, char* out);
// A header that holds nothing but the concatenation: 6 or 7 octets.
octets concat_header(const concatenation& value);

}  // namespace hermod::text
