#include "wire/ucp/describe.hpp"

#include <algorithm>

#include "text/dcs.hpp"
#include "text/gsm7.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/field_reader.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/sender.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::wire::ucp {
namespace {

// Nothing that a peer sends reaches a terminal or a log raw. UTF-8 of our own decoders stands as it is.
std::string escaped(std::string_view raw, bool utf8 = false) {
    std::string out;
    for (const char c : raw) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x20 || octet == 0x7F || c == '\\' || (!utf8 && octet > 0x7F)) {
            out += "\\x" + to_hex({&c, 1});
        } else {
            out += c;
        }
    }
    return out;
}

std::string quoted(std::string_view utf8) {
    return '"' + escaped(utf8, true) + '"';
}

std::string words_of_services(std::string_view xser) {
    const extra_services services(xser);
    std::string out;
    for (const extra_service s : services) {
        const std::string_view known = name(s.type);
        const char type = static_cast<char>(s.type);
        out.append(out.empty() ? "" : ", ").append(known.empty() ? "service " + to_hex({&type, 1}) : std::string(known));
        out.append(" ").append(s.data);
    }
    if (!services.whole()) out.append(out.empty() ? "" : ", ").append("the rest is broken");
    return out;
}

std::string words_of(const field_spec& f, std::string_view value) {
    switch (f.means) {
        case meaning::ira_text: {
            const auto septets = from_hex(value);
            return septets ? quoted(text::decode_gsm7(*septets).utf8) : std::string{};
        }
        case meaning::extra_services:
            return words_of_services(value);
        default:
            return words(f.means, value);
    }
}

// The visitor: reads as field_reader does, and keeps what it has read.
class collector {
public:
    collector(std::string_view frame, description& out, bool secrets) : reader_(frame), out_(out), secrets_(secrets) {}

    bool text(const field_spec& f, std::string_view& value) {
        const std::uint32_t at = reader_.offset();
        if (!reader_.text(f, value)) return false;
        keep(f, at, value);
        return true;
    }
    bool list(const field_spec& npl, const field_spec& item, address_list& value) {
        std::uint32_t at = reader_.offset();
        if (!reader_.list(npl, item, value)) return false;
        keep(npl, at, std::to_string(value.size()));
        at = reader_.offset() - static_cast<std::uint32_t>(value.raw().size() + 1);
        for (const std::string_view one : value) {
            keep(item, at, one);
            at += static_cast<std::uint32_t>(one.size() + 1);
        }
        return true;
    }
    bool refuse(const field_spec& f, errc code) { return reader_.refuse(f, code); }
    field_reader& reader() { return reader_; }

private:
    void keep(const field_spec& f, std::uint32_t at, std::string_view value) {
        if (value.empty()) return;
        const bool hidden = f.means == meaning::secret && !secrets_;
        out_.fields.push_back({f.name, at, hidden ? "***" : escaped(value), hidden ? "" : words_of(f, value)});
    }

    field_reader reader_;
    description& out_;
    bool secrets_;
};

template <class Pdu>
bool collect(collector& c, const header& head) {
    Pdu pdu;
    if constexpr (is_result<Pdu>) {
        pdu.ot = head.ot;
        c.reader().may_end_early();
    }
    return Pdu::fields(c, pdu);
}

template <class Pdu>
bool is_meant(const header& head) {
    if constexpr (is_result<Pdu>) {
        return false;
    } else {
        return Pdu::ot == head.ot;
    }
}

template <class... Pdu>
bool collect_request(collector& c, const header& head, std::variant<Pdu...>*) {
    bool good = false;
    (void)((is_meant<Pdu>(head) && (good = collect<Pdu>(c, head), true)) || ...);
    return good;
}

bool collect_result(collector& c, const header& head) {
    static constexpr field_spec ack_nack{"ACK", 1, kind::one_of, "AN"};
    std::string_view which;
    if (!c.text(ack_nack, which)) return false;
    if (which == "A") return collect<ack>(c, head);
    return which == "N" ? collect<nak>(c, head) : c.refuse(ack_nack, errc::bad_result);
}

described_field* find(description& d, std::string_view name) {
    const auto at = std::find_if(d.fields.begin(), d.fields.end(), [&](const described_field& f) { return f.name == name; });
    return at == d.fields.end() ? nullptr : &*at;
}

// What one field says about another that stands before it.
void connect(description& d) {
    const described_field *otoa = find(d, "OTOA"), *xser = find(d, "XSer"), *nb = find(d, "NB");
    described_field *oadc = find(d, "OAdC"), *tmsg = find(d, "TMsg");
    if (otoa && oadc && otoa->value == otoa_alphanumeric) {
        if (const auto name = read_packed_sender(oadc->value)) oadc->words = quoted(*name);
    }
    if (!xser || !tmsg) return;
    const auto dcs = extra_services(xser->value).find(service_type::dcs);
    const auto data = read_transparent(nb ? nb->value : "", tmsg->value);
    if (!dcs || dcs->size() != 1 || !data) return;
    const auto alphabet = text::encoding_of(text::decode_dcs(text::octet_at(*dcs, 0)));
    if (alphabet == text::encoding::ucs2) tmsg->words = quoted(text::decode_utf16be(data->octets).utf8);
    if (alphabet == text::encoding::gsm7) tmsg->words = quoted(text::decode_gsm7(unpack_transparent(*data)).utf8);
}

}  // namespace

description describe(std::string_view frame, describe_options options) {
    description d;
    d.operation = "no frame";
    const auto checked = read_header(frame);
    if (!checked) d.fault = checked.error();
    d.head = checked ? std::optional(*checked) : readable_header(frame);
    if (!d.head) {
        // No more than a header's length: a password may stand behind it.
        const std::string size = std::to_string(frame.size()) + " octets";
        if (!frame.empty()) d.fields.push_back({"octets", 0, escaped(frame.substr(0, header_length)), size});
        return d;
    }
    const bool known = is_known(*d.head, frame);
    d.operation = find_operation(d.head->ot) ? name(d.head->ot) : "unknown operation";
    if (frame.size() < header_length + trailer_length) return d;
    if (!known) {
        if (!d.fault) d.fault = codec_error{errc::unknown_operation, "OT", 12, error_code::operation_not_supported};
        d.fields.push_back(
            {"data", header_length, escaped(frame.substr(header_length, frame.size() - header_length - trailer_length)), ""});
        return d;
    }
    collector c(frame, d, options.show_password);
    const bool good =
        d.head->is_result ? collect_result(c, *d.head) : collect_request(c, *d.head, static_cast<pdu_variant*>(nullptr));
    if (good) c.reader().finish();
    if (!good && !d.fault) d.fault = c.reader().error();
    d.odd = c.reader().odd();
    if (checked && has_lower_case_checksum(frame)) d.odd.set(oddity::lower_case_checksum);
    connect(d);
    return d;
}

std::string to_line(const description& d) {
    std::string out;
    if (d.head) {
        out.append(two_digits(static_cast<unsigned>(d.head->ot))).append(" ").append(d.operation);
        out.append(d.head->is_result ? " R " : " O ").append(two_digits(d.head->trn)).append(":");
    } else {
        out = d.operation + ":";
    }
    for (const described_field& f : d.fields) {
        out.append(" ").append(f.name).append("=");
        const bool said_by_words = !f.words.empty() && f.words.front() == '"';
        out.append(said_by_words ? f.words : f.value);
        if (!f.words.empty() && !said_by_words) out.append(" (").append(f.words).append(")");
    }
    for (std::size_t i = 0; i < oddity_count; ++i) {
        if (d.odd.has(static_cast<oddity>(i))) out.append("; odd: ").append(text(static_cast<oddity>(i)));
    }
    if (*d.odd.first_field() != '\0') out.append(" (").append(d.odd.first_field()).append(")");
    if (d.fault) {
        out.append("; fault in ").append(d.fault->field).append(" at ").append(std::to_string(d.fault->offset));
        out.append(": ").append(text(d.fault->code));
    }
    return out;
}

}  // namespace hermod::wire::ucp
