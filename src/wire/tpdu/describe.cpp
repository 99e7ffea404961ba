#include "wire/tpdu/describe.hpp"

#include <cstdio>

#include "text/dcs.hpp"
#include "text/udh.hpp"
#include "wire/tpdu/field_reader.hpp"
#include "wire/tpdu/hex_text.hpp"

namespace hermod::wire::tpdu {
namespace {

std::string dcs_words(std::uint8_t dcs) {
    const text::data_coding of = text::decode_dcs(dcs);
    static constexpr const char* alphabets[] = {"GSM 7-bit", "8-bit", "UCS-2", "reserved alphabet"};
    std::string out = alphabets[static_cast<unsigned>(of.alphabet) & 3];
    if (of.message_class) out += ", class " + std::to_string(*of.message_class);
    if (of.compressed) out += ", compressed";
    if (of.automatic_deletion) out += ", deleted automatically";
    if (of.waiting) {
        static constexpr const char* kinds[] = {"voice", "fax", "email", "other"};
        out += std::string(", message waiting ") + (of.waiting->active ? "on: " : "off: ") +
               kinds[static_cast<unsigned>(of.waiting->kind) & 3] + (of.waiting->store ? "" : ", discarded");
    }
    return out;
}

std::string words_of(meaning means, std::uint8_t value) {
    switch (means) {
        case meaning::pid:
            return std::string(name_of_protocol_identifier(value));
        case meaning::dcs:
            return dcs_words(value);
        case meaning::status:
            return std::string(name(kind_of_status(value))) + ": " + std::string(name_of_status(value));
        case meaning::failure_cause:
            return std::string(name_of_failure_cause(value));
        case meaning::command_type:
            return std::string(name_of_command_type(value));
        case meaning::plain:
        case meaning::validity_format:
            break;
    }
    return {};
}

// Control characters, C1 and bidirectional marks would let a message dress up a terminal.
std::string harmless(const std::string& utf8) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto point = text::code_point_at(utf8, at);
        const char32_t c = point.value;
        const bool control = point.length == 0 || c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C ||
                             (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
                             c == 0xFEFF;
        text::append_utf8(out, control ? text::replacement : c);
        at += point.length == 0 ? 1 : point.length;
    }
    return out;
}

std::string text_words(const user_data& value, std::uint8_t dcs, bool udhi) {
    const auto of = take_apart(value, dcs, udhi);
    if (!of) return text(of.error().code);
    std::string out;
    if (const auto header = text::parse_udh(of->header)) {
        out = "UDH " + std::to_string(header->size()) + " octets";
        if (const auto part = header->concat()) {
            out += ", part " + std::to_string(part->sequence) + " of " + std::to_string(part->total) + " of message " +
                   std::to_string(part->reference);
        }
    }
    if (of->coding == text::encoding::binary) return out;
    return out + (out.empty() ? "\"" : "; \"") + harmless(text_of(*of)) + "\"";
}

// The reader's visitor, writing down each field after it was read.
class describer {
public:
    describer(octets tpdu, carrier by, std::vector<described_field>& out) : tpdu_(tpdu), out_(out), reader_(tpdu, by) {}

    bool bit(const field_spec& f, bool& value) {
        (void)reader_.bit(f, value);
        out_.push_back({f.name, 0, 0, {}, value ? "1" : "0", {}});
        return true;
    }
    bool format(const field_spec& f, validity_period& value) {
        (void)reader_.format(f, value);
        out_.push_back({f.name, 0, 0, {}, std::to_string(static_cast<unsigned>(value.format)), std::string(name(value.format))});
        return true;
    }
    bool octet(const field_spec& f, std::uint8_t& value) {
        const std::size_t from = reader_.offset();
        return reader_.octet(f, value) && number(f, from, value);
    }
    bool addressed(const field_spec& f, address& value) {
        const std::size_t from = reader_.offset();
        if (!reader_.addressed(f, value)) return false;
        return add(f, from, harmless(text_of(value)), std::string(name(value.type())) + ", " + std::string(name(value.plan())));
    }
    bool time(const field_spec& f, timestamp& value) {
        const std::size_t from = reader_.offset();
        return reader_.time(f, value) && add(f, from, text_of(value), {});
    }
    bool validity(const field_spec& f, validity_period& value) {
        const std::size_t from = reader_.offset();
        return reader_.validity(f, value) && (value.format == validity_format::none || add(f, from, text_of(value), {}));
    }
    bool text(const field_spec& f, std::uint8_t dcs, bool udhi, user_data& value) {
        const std::size_t from = reader_.offset();
        if (!reader_.text(f, dcs, udhi, value)) return false;
        row(field::tp_udl, from, from + 1).value = std::to_string(tpdu_[from]);
        row(f, from + 1, reader_.offset()).words = text_words(value, dcs, udhi);
        return true;
    }
    bool data(const field_spec& length, const field_spec& f, octets& value) {
        const std::size_t from = reader_.offset();
        if (!reader_.data(length, f, value)) return false;
        row(length, from, from + 1).value = std::to_string(value.size());
        row(f, from + 1, reader_.offset());
        return true;
    }
    bool cause(const field_spec& f, std::optional<std::uint8_t>& value) {
        const std::size_t from = reader_.offset();
        return reader_.cause(f, value) && (!value || number(f, from, *value));
    }
    bool indicated(const field_spec& f, optional_parts& value) {
        const std::size_t from = reader_.offset();
        return reader_.indicated(f, value) && indicator(f, from);
    }
    bool if_indicated(const field_spec& f, optional_parts& value) {
        const std::size_t from = reader_.offset();
        return reader_.if_indicated(f, value) && (reader_.offset() == from || indicator(f, from));
    }
    bool announced(bool udhi, optional_parts& value) {
        std::size_t from = reader_.offset();
        (void)reader_.announced(udhi, value);
        if (value.pid) number(field::tp_pid, from++, *value.pid);
        if (value.dcs) number(field::tp_dcs, from++, *value.dcs);
        if (!value.ud) return true;
        row(field::tp_udl, from, from + 1).value = std::to_string(tpdu_[from]);
        row(field::tp_ud, from + 1, from + 1 + value.ud->raw.size()).words = text_words(*value.ud, value.dcs.value_or(0), udhi);
        return true;
    }

    field_reader& reader() { return reader_; }

private:
    described_field& row(const field_spec& f, std::size_t from, std::size_t end) {
        return out_.emplace_back(described_field{f.name,
                                                 static_cast<std::uint32_t>(from),
                                                 static_cast<std::uint32_t>(end - from),
                                                 to_hex(tpdu_.subspan(from, end - from)),
                                                 {},
                                                 {}});
    }
    bool add(const field_spec& f, std::size_t from, std::string value, std::string words) {
        described_field& added = row(f, from, reader_.offset());
        added.value = std::move(value);
        added.words = std::move(words);
        return true;
    }
    bool number(const field_spec& f, std::size_t from, std::uint8_t value) {
        described_field& added = row(f, from, from + 1);
        added.value = std::to_string(value);
        added.words = words_of(f.means, value);
        return true;
    }
    bool indicator(const field_spec& f, std::size_t from) {
        const unsigned value = tpdu_[from];
        std::string words;
        for (const auto& [bit, what] : {std::pair{1u, " TP-PID"}, std::pair{2u, " TP-DCS"}, std::pair{4u, " TP-UDL"}}) {
            if ((value & bit) != 0) words += what;
        }
        return add(f, from, std::to_string(value), words.empty() ? "nothing follows" : words.substr(1));
    }

    octets tpdu_;
    std::vector<described_field>& out_;
    field_reader reader_;
};

template <class Pdu>
void describe_as(octets tpdu, carrier by, description& out) {
    out.pdu = name(Pdu::type);
    out.section = section(Pdu::type);
    describer visitor(tpdu, by, out.fields);
    Pdu pdu;
    if (!Pdu::fields(visitor, pdu)) {
        out.fault = visitor.reader().error();
        return;
    }
    visitor.reader().finish();
    out.odd = visitor.reader().odd();
    if ((tpdu[0] & 3) == 3) out.odd.set(oddity::reserved_type);
}

template <class... Pdu>
void describe_any(octets tpdu, origin from, carrier by, description& out, std::variant<Pdu...>*) {
    const bool known = ((begins(Pdu::type, from, tpdu[0]) && (describe_as<Pdu>(tpdu, by, out), true)) || ...);
    if (!known) out.fault = codec_error{errc::reserved_type, "TP-MTI", 0};
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 1, width), ' ');
    return text;
}

}  // namespace

description describe(octets tpdu, origin from, carrier by) {
    description out;
    out.pdu = "unknown";
    if (tpdu.empty()) {
        out.fault = codec_error{errc::truncated, "TP-MTI", 0};
        return out;
    }
    out.fields.push_back({"first octet", 0, 1, to_hex(tpdu.first(1)), std::to_string(tpdu[0]), {}});
    describe_any(tpdu, from, by, out, static_cast<pdu_variant*>(nullptr));
    out.fields.front().words = out.pdu;
    return out;
}

std::string to_text(const description& d) {
    std::string out = d.pdu + (d.section.empty() ? "" : "  (TS 23.040 section " + d.section + ")") + "\n";
    for (const described_field& f : d.fields) {
        std::string line =
            "  " + padded(f.length == 0 ? "" : std::to_string(f.offset), 5) + padded(f.name, 13) + padded(f.hex, 24);
        line += f.value + (f.words.empty() ? "" : (f.value.empty() ? "" : "  ") + f.words);
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    for (std::size_t i = 0; i < oddity_count; ++i) {
        if (d.odd.has(static_cast<oddity>(i))) out += "  odd: " + std::string(words(static_cast<oddity>(i))) + "\n";
    }
    if (d.fault) {
        out += "  fault at octet " + std::to_string(d.fault->offset) + ", " + d.fault->field + ": " + text(d.fault->code) + "\n";
    }
    return out;
}

}  // namespace hermod::wire::tpdu
