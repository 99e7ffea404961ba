// The optional parameters of a PDU: a borrowed run of raw tag-length-value octets, read where they stand.
//
// Unknown tags are kept, repeated ones too; find() gives the first. Reading never leaves the octets given, even when they
// are not well formed: iteration ends before the first TLV that runs over. tlv_writer appends to a buffer of the caller's.
#pragma once

#include <iterator>
#include <optional>
#include <vector>

#include "wire/smpp/errc.hpp"
#include "wire/smpp/header.hpp"
#include "wire/smpp/tlv_tag.hpp"

namespace hermod::wire::smpp {

struct tlv {
    tlv_tag tag{};
    octets value{};
};

// Octets from the start that are whole TLVs; equal to raw.size() when the stream is well formed.
std::size_t whole_tlvs(octets raw);

class tlv_view {
public:
    class iterator {
    public:
        using value_type = tlv;
        using difference_type = std::ptrdiff_t;
        iterator() = default;
        explicit iterator(octets rest) : rest_(rest) {}
        tlv operator*() const { return {tlv_tag{load_u16(rest_.data())}, rest_.subspan(4, load_u16(rest_.data() + 2))}; }
        iterator& operator++() {
            rest_ = rest_.subspan(4u + load_u16(rest_.data() + 2));
            return *this;
        }
        iterator operator++(int) {
            iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& i, std::default_sentinel_t) {
            return i.rest_.size() < 4 || i.rest_.size() - 4 < load_u16(i.rest_.data() + 2);
        }
        friend bool operator==(const iterator& a, const iterator& b) { return a.rest_.data() == b.rest_.data(); }

    private:
        octets rest_;
    };

    tlv_view() = default;
    explicit tlv_view(octets raw) : raw_(raw) {}

    iterator begin() const { return iterator(raw_); }
    std::default_sentinel_t end() const { return {}; }
    octets raw() const { return raw_; }
    bool empty() const { return raw_.empty(); }

    // The (skip + 1)-th of that tag: callback_num and broadcast_area_identifier repeat, each with companions in equal order.
    std::optional<octets> find(tlv_tag tag, std::size_t skip = 0) const;
    std::size_t count(tlv_tag tag) const;
    // Absent, or present with another length: nullopt.
    std::optional<std::uint8_t> u8(tlv_tag tag) const;
    std::optional<std::uint16_t> u16(tlv_tag tag) const;
    std::optional<std::uint32_t> u32(tlv_tag tag) const;
    // Up to the first NUL, or all of it: peers forget the NUL inside TLVs.
    std::optional<std::string_view> c_string(tlv_tag tag) const;

private:
    octets raw_{};
};

// The first known TLV whose length the specification forbids. For strict peers; decode() does not ask.
std::optional<codec_error> check_lengths(const tlv_view& tlvs);

// Appends TLVs to `out`; strict: refuses a known tag with a forbidden length, leaving `out` as it was.
class tlv_writer {
public:
    explicit tlv_writer(std::vector<std::uint8_t>& out) : out_(out), start_(out.size()) {}
    codec_result<void> add(tlv_tag tag, octets value);
    codec_result<void> u8(tlv_tag tag, std::uint8_t value);
    codec_result<void> u16(tlv_tag tag, std::uint16_t value);
    codec_result<void> u32(tlv_tag tag, std::uint32_t value);
    codec_result<void> c_string(tlv_tag tag, std::string_view value);  // writes the NUL
    // Valid until `out` grows again.
    tlv_view view() const { return tlv_view(octets(out_).subspan(start_)); }

private:
    codec_result<void> append(tlv_tag tag, octets value, bool with_nul);

    std::vector<std::uint8_t>& out_;
    std::size_t start_;
};

}  // namespace hermod::wire::smpp
