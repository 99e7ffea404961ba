// The visitor that fills a PDU from a frame. Liberal: see oddity in header.hpp for what it lets pass. Internal to this folder.
#pragma once

#include <cstring>

#include "wire/smpp/pdu.hpp"

namespace hermod::wire::smpp {

class field_reader {
public:
    // No peer's quirk makes a string longer than this; beyond it a missing NUL is certain.
    static constexpr std::size_t string_limit = 256;

    field_reader(octets frame, std::size_t from)
        : begin_(frame.data()), at_(frame.data() + from), end_(frame.data() + frame.size()) {}

    bool c_string(const field_spec& f, std::string_view& value) {
        const std::size_t left = this->left();
        const std::size_t window = left < string_limit ? left : string_limit;
        const void* nul = window == 0 ? nullptr : std::memchr(at_, 0, window);
        if (!nul) return fail_string(f, left);
        const auto* end = static_cast<const std::uint8_t*>(nul);
        value = {reinterpret_cast<const char*>(at_), static_cast<std::size_t>(end - at_)};
        at_ = end + 1;
        if (value.size() >= f.max) odd_.set(oddity::long_string);
        if (f.means == meaning::time && !value.empty() && value.size() != 16) odd_.set(oddity::odd_time_length);
        return true;
    }

    template <class Octet>
    bool octet(const field_spec& f, Octet& value) {
        static_assert(sizeof(Octet) == 1);
        if (at_ == end_) return fail(errc::truncated, f.name, command_status::esme_rinvcmdlen);
        value = static_cast<Octet>(*at_++);
        return true;
    }

    template <class Number>
    bool u32(const field_spec& f, Number& value) {
        static_assert(sizeof(Number) == 4);
        if (left() < 4) return fail(errc::truncated, f.name, command_status::esme_rinvcmdlen);
        value = static_cast<Number>(load_u32(at_));
        at_ += 4;
        return true;
    }

    bool counted(const field_spec& length, const field_spec& f, octets& value) {
        std::uint8_t size = 0;
        if (!octet(length, size)) return false;
        if (left() < size) return fail(errc::length_beyond_body, f.name, f.fault);
        value = octets(at_, size);
        at_ += size;
        counted_ = true;
        return true;
    }

    template <class Item>
    bool list(const field_spec& count, packed_list<Item>& value) {
        std::uint8_t size = 0;
        if (!octet(count, size)) return false;
        const std::uint8_t* const start = at_;
        for (unsigned i = 0; i < size; ++i) {
            Item item;
            if (!Item::fields(*this, item)) return false;
        }
        value = packed_list<Item>(size, octets(start, at_));
        return true;
    }

    bool tlvs(tlv_view& value) {
        if (at_ == end_) return true;
        return read_tlvs(value);
    }

    bool refuse(const field_spec& f) {
        --at_;  // the offset is the refused octet's own
        return fail(errc::bad_value, f.name, f.fault);
    }

    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
    oddities odd() const { return odd_; }
    const codec_error& error() const { return error_; }

private:
    bool read_tlvs(tlv_view& value);
    bool fail_string(const field_spec& f, std::size_t left);
    bool fail(errc code, const char* name, command_status status);

    const std::uint8_t* begin_;
    const std::uint8_t* at_;
    const std::uint8_t* end_;
    bool counted_ = false;  // a short_message was read: sm_length may be one short
    oddities odd_;
    codec_error error_;
};

}  // namespace hermod::wire::smpp
