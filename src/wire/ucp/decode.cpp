#include "wire/ucp/decode.hpp"

#include "wire/ucp/field_reader.hpp"

namespace hermod::wire::ucp {
namespace {

template <class Pdu>
bool read_request(field_reader& reader, any_pdu& out) {
    if constexpr (is_result<Pdu>) {
        return false;
    } else {
        return Pdu::fields(reader, out.pdu.emplace<Pdu>());
    }
}

// False when no alternative is this operation's; otherwise `good` says whether it could be read.
template <class... Pdu>
bool find_request(field_reader& reader, any_pdu& out, bool& good, std::variant<Pdu...>*) {
    const auto is = [&]<class One>(One*) {
        if constexpr (is_result<One>) {
            return false;
        } else {
            return One::ot == out.head.ot;
        }
    };
    return ((is(static_cast<Pdu*>(nullptr)) && (good = read_request<Pdu>(reader, out), true)) || ...);
}

template <class Result>
bool read_result_fields(field_reader& reader, any_pdu& out) {
    Result& result = out.pdu.emplace<Result>();
    result.ot = out.head.ot;
    reader.may_end_early();
    return Result::fields(reader, result);
}

bool read_result(field_reader& reader, any_pdu& out) {
    static constexpr field_spec ack_nack{"ACK", 1, kind::one_of, "AN"};
    std::string_view which;
    if (!reader.text(ack_nack, which)) return false;
    if (which == "A") return read_result_fields<ack>(reader, out);
    if (which == "N") return read_result_fields<nak>(reader, out);
    return reader.refuse(ack_nack, errc::bad_result);
}

}  // namespace

const char* text(oddity value) {
    switch (value) {
        case oddity::lower_case_checksum:
            return "checksum in lower case";
        case oddity::long_value:
            return "a value is longer than its field";
        case oddity::strange_value:
            return "a value is not of its field's kind";
        case oddity::extra_fields:
            return "fields behind the last one";
        case oddity::missing_fields:
            return "the result ends early";
    }
    return "odd";
}

codec_result<any_pdu> decode(std::string_view frame) {
    codec_result<any_pdu> out(boost::system::in_place_value);
    const auto head = read_header(frame);
    if (!head) return out = head.error(), out;
    out->head = *head;
    if (!is_known(*head, frame)) {
        out = codec_error{errc::unknown_operation, "OT", 12, error_code::operation_not_supported};
        return out;
    }
    field_reader reader(frame);
    bool good = false;
    if (head->is_result) {
        good = read_result(reader, *out);
    } else {
        find_request(reader, *out, good, static_cast<pdu_variant*>(nullptr));
    }
    if (!good) return out = reader.error(), out;
    reader.finish();
    out->odd = reader.odd();
    if (has_lower_case_checksum(frame)) out->odd.set(oddity::lower_case_checksum);
    return out;
}

}  // namespace hermod::wire::ucp
