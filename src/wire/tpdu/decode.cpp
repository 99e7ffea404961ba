#include "wire/tpdu/decode.hpp"

#include <tuple>

#include "wire/tpdu/field_reader.hpp"

namespace hermod::wire::tpdu {
namespace {

constexpr codec_error no_octet{errc::truncated, "TP-MTI", 0};

template <class Pdu>
codec_error read(octets tpdu, carrier by, Pdu& pdu, oddities& odd) {
    field_reader reader(tpdu, by);
    if (!Pdu::fields(reader, pdu)) return reader.error();
    reader.finish();
    odd = reader.odd();
    if ((tpdu[0] & 3) == 3) odd.set(oddity::reserved_type);
    return {};
}

template <class... Pdu>
codec_error read_any(octets tpdu, origin from, carrier by, any_pdu& out, std::variant<Pdu...>*) {
    codec_error error{errc::reserved_type, "TP-MTI", 0};
    (void)((begins(Pdu::type, from, tpdu[0]) && (error = read(tpdu, by, out.pdu.emplace<Pdu>(), out.odd), true)) || ...);
    return error;
}

}  // namespace

codec_result<any_pdu> decode(octets tpdu, origin from, carrier by) {
    if (tpdu.empty()) return no_octet;
    codec_result<any_pdu> out(boost::system::in_place_value);
    const codec_error error = read_any(tpdu, from, by, *out, static_cast<pdu_variant*>(nullptr));
    if (error.code != errc{}) out = error;
    return out;
}

template <class Pdu>
codec_result<decoded<Pdu>> decode_as(octets tpdu, carrier by) {
    if (tpdu.empty()) return no_octet;
    if (!begins(Pdu::type, origin_of(Pdu::type), tpdu[0])) return codec_error{errc::wrong_message_type, "TP-MTI", 0};
    codec_result<decoded<Pdu>> out(boost::system::in_place_value);
    const codec_error error = read(tpdu, by, out->pdu, out->odd);
    if (error.code != errc{}) out = error;
    return out;
}

// Instantiates decode_as for every alternative: an external table must be emitted, and with it what it points to.
template <class... Pdu>
constexpr auto decoders_of(std::variant<Pdu...>*) {
    return std::tuple{&decode_as<Pdu>...};
}
using decoder_table = decltype(decoders_of(static_cast<pdu_variant*>(nullptr)));
extern const decoder_table decoders;
const decoder_table decoders = decoders_of(static_cast<pdu_variant*>(nullptr));

}  // namespace hermod::wire::tpdu
