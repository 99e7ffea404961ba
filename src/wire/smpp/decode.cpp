#include "wire/smpp/decode.hpp"

#include <tuple>

#include "wire/smpp/field_reader.hpp"

namespace hermod::wire::smpp {
namespace {

template <class Pdu>
inline constexpr bool is_bare = false;
template <command_id Id>
inline constexpr bool is_bare<bare<Id>> = true;

// Length checks that come before any field; errc{} when fine.
codec_error check_frame(octets frame) {
    if (frame.size() >= header_length && load_u32(frame.data()) == frame.size()) return {};
    return {errc::wrong_command_length, "command_length", 0, command_status::esme_rinvcmdlen};
}

oddities odd_header(const header& head) {
    oddities odd;
    if (head.sequence_number - 1 >= 0x7FFFFFFF) odd.set(oddity::odd_sequence_number);
    if (head.status != command_status::esme_rok && !is_response(head.id)) odd.set(oddity::status_in_request);
    return odd;
}

void merge(oddities& into, oddities from) {
    for (std::size_t i = 0; i < oddity_count; ++i) {
        if (from.has(static_cast<oddity>(i))) into.set(static_cast<oddity>(i));
    }
}

// True when the body was read or may be missing; otherwise reader.error() says why not.
template <class Pdu>
bool read_body(field_reader& reader, const header& head, oddities& odd, Pdu& pdu) {
    if constexpr (is_response(Pdu::id)) {
        if (reader.left() == 0) {
            if (!is_bare<Pdu> && head.status == command_status::esme_rok) odd.set(oddity::no_body);
            return true;
        }
        if (head.status != command_status::esme_rok) {
            if (!Pdu::fields(reader, pdu)) {
                pdu = Pdu{};
                odd.set(oddity::unreadable_error_body);
                return true;
            }
            if (!reader.odd().none()) merge(odd, reader.odd());
            return true;
        }
    }
    if (!Pdu::fields(reader, pdu)) return false;
    if (!reader.odd().none()) merge(odd, reader.odd());
    return true;
}

template <class Pdu>
codec_error read_alternative(octets frame, any_pdu& out) {
    field_reader reader(frame, header_length);
    return read_body(reader, out.head, out.odd, out.pdu.emplace<Pdu>()) ? codec_error{} : reader.error();
}

template <class... Pdu>
codec_error read_any(octets frame, any_pdu& out, std::variant<Pdu...>*) {
    codec_error error{errc::unknown_command_id, "command_id", 4, command_status::esme_rinvcmdid};
    (void)((out.head.id == Pdu::id && (error = read_alternative<Pdu>(frame, out), true)) || ...);
    return error;
}

}  // namespace

codec_result<any_pdu> decode(octets frame) {
    codec_result<any_pdu> out(boost::system::in_place_value);
    codec_error error = check_frame(frame);
    if (error.code == errc{}) {
        out->head = read_header(frame);
        out->odd = odd_header(out->head);
        error = read_any(frame, *out, static_cast<pdu_variant*>(nullptr));
    }
    if (error.code != errc{}) out = error;
    return out;
}

template <class Pdu>
codec_result<decoded<Pdu>> decode_as(octets frame) {
    codec_result<decoded<Pdu>> out(boost::system::in_place_value);
    if (const codec_error error = check_frame(frame); error.code != errc{}) {
        out = error;
        return out;
    }
    decoded<Pdu>& value = *out.operator->();
    value.head = read_header(frame);
    if (value.head.id != Pdu::id) {
        out = codec_error{errc::wrong_command_id, "command_id", 4, command_status::esme_rinvcmdid};
        return out;
    }
    value.odd = odd_header(value.head);
    field_reader reader(frame, header_length);
    if (!read_body(reader, value.head, value.odd, value.pdu)) out = reader.error();
    return out;
}

command_id response_to(command_id request, const codec_error& e) {
    const bool known = find_pdu(request) && e.code != errc::unknown_command_id && e.code != errc::wrong_command_length;
    return known && has_response(request) ? response_of(request) : command_id::generic_nack;
}

template <class Item>
std::size_t read_item(octets rest, Item& item) {
    field_reader reader(rest, 0);
    return Item::fields(reader, item) ? reader.offset() : 0;
}
template std::size_t read_item(octets, destination&);
template std::size_t read_item(octets, unsuccess_sme&);

// Instantiates decode_as for every alternative, so that a new PDU needs no line here: an external table must be emitted,
// and with it what it points to.
template <class... Pdu>
constexpr auto decoders_of(std::variant<Pdu...>*) {
    return std::tuple{&decode_as<Pdu>...};
}
using decoder_table = decltype(decoders_of(static_cast<pdu_variant*>(nullptr)));
extern const decoder_table decoders;
const decoder_table decoders = decoders_of(static_cast<pdu_variant*>(nullptr));

}  // namespace hermod::wire::smpp
