// The visitor that fills a TPDU. Liberal: see oddity.hpp for what it lets pass. Internal to this folder.
#pragma once

#include "wire/tpdu/pdu.hpp"

namespace hermod::wire::tpdu {

class field_reader {
public:
    // The first octet is there and was looked at for TP-MTI.
    field_reader(octets tpdu, carrier by) : tpdu_(tpdu), by_(by) {}

    bool bit(const field_spec& f, bool& value);
    bool format(const field_spec& f, validity_period& value);
    bool octet(const field_spec& f, std::uint8_t& value);
    bool addressed(const field_spec& f, address& value);
    bool time(const field_spec& f, timestamp& value);
    bool validity(const field_spec& f, validity_period& value);
    bool text(const field_spec& f, std::uint8_t dcs, bool udhi, user_data& value);
    bool data(const field_spec& length, const field_spec& f, octets& value);
    bool cause(const field_spec& f, std::optional<std::uint8_t>& value);
    // TP-PI: marks what is to come; announced() reads it.
    bool indicated(const field_spec& f, optional_parts& value);
    bool if_indicated(const field_spec& f, optional_parts& value);
    bool announced(bool udhi, optional_parts& value);

    // Behind the last field: what is left over, what was never named in the first octet.
    void finish();

    std::size_t offset() const { return at_; }
    std::size_t left() const { return tpdu_.size() - at_; }
    oddities odd() const { return odd_; }
    const codec_error& error() const { return error_; }

private:
    bool fail(errc code, const field_spec& f, std::size_t at);
    bool need(std::size_t count, const field_spec& f);
    unsigned take_bits(const field_spec& f, unsigned width);
    bool read_announced(optional_parts& value);
    bool read_optional(unsigned bit, const field_spec& f, std::optional<std::uint8_t>& value);

    octets tpdu_;
    carrier by_;
    std::size_t at_ = 1;
    unsigned named_ = 3;      // bits of the first octet that have a meaning
    unsigned indicator_ = 0;  // TP-PI
    oddities odd_;
    codec_error error_;
};

}  // namespace hermod::wire::tpdu
