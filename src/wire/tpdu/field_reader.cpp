#include "wire/tpdu/field_reader.hpp"

namespace hermod::wire::tpdu {
namespace {

enum : unsigned { pi_pid = 1, pi_dcs = 2, pi_udl = 4, pi_reserved = 0x78, pi_extension = 0x80 };

// Whether a bit behind the last septet is set.
bool padded(const user_data& value) {
    const unsigned used = value.length * 7u % 8;
    return used != 0 && !value.raw.empty() && value.raw.back() >> used != 0;
}

}  // namespace

bool field_reader::fail(errc code, const field_spec& f, std::size_t at) {
    error_ = {code, f.name, static_cast<std::uint32_t>(at)};
    return false;
}

bool field_reader::need(std::size_t count, const field_spec& f) {
    return left() >= count || fail(errc::truncated, f, tpdu_.size());
}

unsigned field_reader::take_bits(const field_spec& f, unsigned width) {
    named_ |= width << f.bit;
    return tpdu_[0] >> f.bit & width;
}

bool field_reader::bit(const field_spec& f, bool& value) {
    value = take_bits(f, 1) != 0;
    return true;
}

bool field_reader::format(const field_spec& f, validity_period& value) {
    value.format = static_cast<validity_format>(take_bits(f, 3));
    return true;
}

bool field_reader::octet(const field_spec& f, std::uint8_t& value) {
    if (!need(1, f)) return false;
    value = tpdu_[at_++];
    return true;
}

bool field_reader::addressed(const field_spec& f, address& value) {
    const auto read = read_address(tpdu_.subspan(at_), f.name);
    if (!read) return fail(read.error().code, f, at_ + read.error().offset);
    value = read->value;
    at_ += read->size;
    odd_.set(read->odd);
    return true;
}

bool field_reader::time(const field_spec& f, timestamp& value) {
    if (!need(time_octets, f)) return false;
    value = read_timestamp(tpdu_.subspan(at_, time_octets), odd_);
    at_ += time_octets;
    return true;
}

bool field_reader::validity(const field_spec& f, validity_period& value) {
    switch (value.format) {
        case validity_format::none:
            return true;
        case validity_format::relative:
            return octet(f, value.relative);
        case validity_format::absolute:
            return time(f, value.absolute);
        case validity_format::enhanced:
            break;
    }
    if (!need(time_octets, f)) return false;
    std::copy_n(tpdu_.data() + at_, time_octets, value.enhanced.begin());
    at_ += time_octets;
    if (read_enhanced(value.enhanced).reserved) odd_.set(oddity::reserved_bits);
    return true;
}

bool field_reader::text(const field_spec&, std::uint8_t dcs, bool, user_data& value) {
    if (!octet(field::tp_udl, value.length)) return false;
    const bool septets = counts_septets(dcs);
    std::size_t size = octets_of(value.length, septets);
    const bool cut = size > left();
    if (cut) {
        odd_.set(oddity::udl_beyond_data);
        size = left();
        value.length = static_cast<std::uint8_t>(septets ? std::min<std::size_t>(size * 8 / 7, value.length) : size);
    }
    value.raw = tpdu_.subspan(at_, size);
    at_ += size;
    if (size > max_user_data) odd_.set(oddity::long_user_data);
    if (septets && !cut && padded(value)) odd_.set(oddity::user_data_padding);
    return true;
}

bool field_reader::data(const field_spec& length, const field_spec& f, octets& value) {
    std::uint8_t size = 0;
    if (!octet(length, size)) return false;
    if (!need(size, f)) return false;
    value = tpdu_.subspan(at_, size);
    at_ += size;
    return true;
}

bool field_reader::cause(const field_spec& f, std::optional<std::uint8_t>& value) {
    return by_ == carrier::ack || octet(f, value.emplace());
}

bool field_reader::indicated(const field_spec& f, optional_parts&) {
    std::uint8_t indicator = 0;
    if (!octet(f, indicator)) return false;
    indicator_ = indicator;
    if ((indicator & (pi_reserved | pi_extension)) != 0) odd_.set(oddity::reserved_bits);
    while ((indicator & pi_extension) != 0) {
        if (!octet(f, indicator)) return false;
    }
    return true;
}

bool field_reader::if_indicated(const field_spec& f, optional_parts& value) {
    if (left() == 0) return true;
    if (!indicated(f, value)) {
        odd_.set(oddity::optional_parts_cut);
        indicator_ = 0;
        return true;
    }
    if ((indicator_ & (pi_pid | pi_dcs | pi_udl)) == 0) odd_.set(oddity::empty_indicator);
    return true;
}

bool field_reader::read_optional(unsigned bit, const field_spec& f, std::optional<std::uint8_t>& value) {
    return (indicator_ & bit) == 0 || octet(f, value.emplace());
}

bool field_reader::read_announced(optional_parts& value) {
    return read_optional(pi_pid, field::tp_pid, value.pid) && read_optional(pi_dcs, field::tp_dcs, value.dcs) &&
           ((indicator_ & pi_udl) == 0 || text(field::tp_ud, value.dcs.value_or(0), false, value.ud.emplace()));
}

// A report says what it has to say before these: one that ends here is read as far as it goes.
bool field_reader::announced(bool, optional_parts& value) {
    if (read_announced(value)) return true;
    odd_.set(oddity::optional_parts_cut);
    error_ = {};
    value = {};
    at_ = tpdu_.size();
    return true;
}

void field_reader::finish() {
    if ((tpdu_[0] & ~named_) != 0) odd_.set(oddity::reserved_bits);
    if (left() > 0) odd_.set(oddity::trailing_octets);
}

}  // namespace hermod::wire::tpdu
