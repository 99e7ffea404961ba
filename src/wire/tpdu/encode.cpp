#include "wire/tpdu/encode.hpp"

#include <tuple>

namespace hermod::wire::tpdu {
namespace {

// Appends as it goes; who calls takes back what a refused TPDU has left.
class field_writer {
public:
    field_writer(std::vector<std::uint8_t>& out, message_type type) : out_(out), begin_(out.size()) {
        out_.push_back(mti_of(type));
    }

    bool bit(const field_spec& f, bool value) { return first(f, value ? 1 : 0); }
    bool format(const field_spec& f, const validity_period& value) { return first(f, static_cast<unsigned>(value.format) & 3); }

    bool octet(const field_spec&, std::uint8_t value) {
        out_.push_back(value);
        return true;
    }

    bool addressed(const field_spec& f, const address& value) {
        const auto written = write_address(value, f.name);
        return written ? append(written->view()) : fail(written.error().code, f);
    }

    bool time(const field_spec& f, const timestamp& value) {
        const auto written = write_timestamp(value, f.name);
        return written ? append(*written) : fail(written.error().code, f);
    }

    bool validity(const field_spec& f, const validity_period& value) {
        switch (value.format) {
            case validity_format::none:
                return true;
            case validity_format::relative:
                return octet(f, value.relative);
            case validity_format::absolute:
                return time(f, value.absolute);
            case validity_format::enhanced:
                return append(value.enhanced);
        }
        return fail(errc::bad_validity, f);
    }

    bool text(const field_spec& f, std::uint8_t dcs, bool, const user_data& value) {
        if (value.raw.size() > max_user_data) return fail(errc::user_data_too_long, f);
        if (octets_of(value.length, counts_septets(dcs)) != value.raw.size()) return fail(errc::length_mismatch, field::tp_udl);
        return octet(f, value.length) && append(value.raw);
    }

    bool data(const field_spec& length, const field_spec& f, octets value) {
        if (value.size() > max_tpdu) return fail(errc::data_too_long, f);
        return octet(length, static_cast<std::uint8_t>(value.size())) && append(value);
    }

    bool cause(const field_spec& f, const std::optional<std::uint8_t>& value) { return !value || octet(f, *value); }

    bool indicated(const field_spec& f, const optional_parts& value) {
        return octet(f, static_cast<std::uint8_t>((value.pid ? 1 : 0) | (value.dcs ? 2 : 0) | (value.ud ? 4 : 0)));
    }
    bool if_indicated(const field_spec& f, const optional_parts& value) { return value.empty() || indicated(f, value); }

    bool announced(bool udhi, const optional_parts& value) {
        return cause(field::tp_pid, value.pid) && cause(field::tp_dcs, value.dcs) &&
               (!value.ud || text(field::tp_ud, value.dcs.value_or(0), udhi, *value.ud));
    }

    bool finish() { return out_.size() - begin_ <= max_tpdu || fail(errc::tpdu_too_long, field::tp_mti, 0); }
    const codec_error& error() const { return error_; }

private:
    bool first(const field_spec& f, unsigned value) {
        out_[begin_] = static_cast<std::uint8_t>(out_[begin_] | value << f.bit);
        return true;
    }
    bool append(octets value) {
        out_.insert(out_.end(), value.begin(), value.end());
        return true;
    }
    bool fail(errc code, const field_spec& f) { return fail(code, f, out_.size() - begin_); }
    bool fail(errc code, const field_spec& f, std::size_t at) {
        error_ = {code, f.name, static_cast<std::uint32_t>(at)};
        return false;
    }

    std::vector<std::uint8_t>& out_;
    std::size_t begin_;
    codec_error error_;
};

}  // namespace

template <class Pdu>
codec_result<void> encode(std::vector<std::uint8_t>& out, const Pdu& pdu) {
    const std::size_t begin = out.size();
    field_writer writer(out, Pdu::type);
    if (Pdu::fields(writer, pdu) && writer.finish()) return {};
    out.resize(begin);
    return writer.error();
}

codec_result<void> encode(std::vector<std::uint8_t>& out, const pdu_variant& pdu) {
    return std::visit([&](const auto& alternative) { return encode(out, alternative); }, pdu);
}

// As in decode.cpp: one table that makes every alternative's encode().
template <class... Pdu>
constexpr auto encoders_of(std::variant<Pdu...>*) {
    return std::tuple{static_cast<codec_result<void> (*)(std::vector<std::uint8_t>&, const Pdu&)>(&encode<Pdu>)...};
}
using encoder_table = decltype(encoders_of(static_cast<pdu_variant*>(nullptr)));
extern const encoder_table encoders;
const encoder_table encoders = encoders_of(static_cast<pdu_variant*>(nullptr));

}  // namespace hermod::wire::tpdu
