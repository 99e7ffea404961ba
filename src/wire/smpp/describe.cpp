#include "wire/smpp/describe.hpp"

#include <algorithm>
#include <cstdio>

#include "text/udh.hpp"
#include "text/utf.hpp"
#include "wire/smpp/decode.hpp"
#include "wire/smpp/field_reader.hpp"
#include "wire/smpp/octet_text.hpp"
#include "wire/smpp/tlv_words.hpp"

namespace hermod::wire::smpp {
namespace {

std::string hex_number(std::uint32_t value, int digits) {
    char text[16];
    std::snprintf(text, sizeof text, "0x%0*X", digits, value);
    return text;
}

std::string words_of(meaning means, std::uint32_t value) {
    const auto octet = static_cast<std::uint8_t>(value);
    switch (means) {
        case meaning::ton:
            return std::string(name(ton{octet}));
        case meaning::npi:
            return std::string(name(npi{octet}));
        case meaning::esm_class:
            return esm_class_words(octet);
        case meaning::registered_delivery:
            return registered_delivery_words(octet);
        case meaning::data_coding:
            return std::string(name(data_coding{octet}));
        case meaning::message_state:
            return std::string(name(message_state{octet}));
        case meaning::interface_version:
            return interface_version_words(octet);
        case meaning::command_status:
            return std::string(name(command_status{value})) + ": " + std::string(words(command_status{value}));
        case meaning::dest_flag:
            return octet == destination::sme_address ? "SME address" : octet == 2 ? "distribution list" : "reserved";
        case meaning::plain:
        case meaning::secret:
        case meaning::time:
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

// The text in UTF-8 where data_coding says plainly what it is; empty where it does not.
std::string text_words(octets user_data, std::uint8_t esm, data_coding coding) {
    text::octet_view rest(reinterpret_cast<const char*>(user_data.data()), user_data.size());
    std::string out;
    if (esm_class::has_udh(esm)) {
        const auto header = text::parse_udh(rest);
        if (!header) return "UDH unreadable";
        out = "UDH " + std::to_string(header->size()) + " octets";
        if (const auto part = header->concat()) {
            out += ", part " + std::to_string(part->sequence) + " of " + std::to_string(part->total) + " of message " +
                   std::to_string(part->reference);
        }
        rest = rest.substr(header->size());
    }
    std::string utf8;
    if (coding == data_coding::ucs2) utf8 = text::decode_utf16be(rest).utf8;
    if (coding == data_coding::latin1) utf8 = text::decode_latin1(rest).utf8;
    if (!utf8.empty()) out += (out.empty() ? "\"" : "; \"") + harmless(utf8) + "\"";
    return out;
}

// The reader's visitor, writing down each field after it was read.
class describer {
public:
    describer(octets frame, describe_options options, std::vector<described_field>& out)
        : frame_(frame), options_(options), out_(out), reader_(frame, header_length) {}

    bool c_string(const field_spec& f, std::string_view& value) {
        const std::size_t from = reader_.offset();
        if (!reader_.c_string(f, value)) return false;
        described_field& row = add(f.name, from);
        row.value = escaped(octets(frame_.data() + from, value.size()));
        if (f.means == meaning::secret && !options_.show_password) {
            std::fill(row.hex.begin(), row.hex.end(), '*');
            row.value = value.empty() ? "" : "********";
        }
        if (value.size() >= f.max) row.words = "longer than " + std::to_string(f.max - 1);
        return true;
    }

    template <class Octet>
    bool octet(const field_spec& f, Octet& value) {
        return reader_.octet(f, value) && number(f, static_cast<std::uint8_t>(value), 1);
    }

    template <class Number>
    bool u32(const field_spec& f, Number& value) {
        return reader_.u32(f, value) && number(f, static_cast<std::uint32_t>(value), 4);
    }

    bool counted(const field_spec& length, const field_spec& f, octets& value) {
        const std::size_t from = reader_.offset();
        const bool whole = reader_.counted(length, f, value);
        if (from < frame_.size()) {
            described_field& row = add(length.name, from, from + 1);
            row.value = std::to_string(frame_[from]);
        }
        if (!whole) return false;
        described_field& row = add(f.name, from + 1);
        row.value = escaped(value);
        row.words = text_words(value, esm_class_, coding_);
        return true;
    }

    // Item by item, so that a broken item shows those before it.
    template <class Item>
    bool list(const field_spec& count, packed_list<Item>&) {
        std::uint8_t size = 0;
        if (!octet(count, size)) return false;
        for (unsigned i = 0; i < size; ++i) {
            Item item;
            if (!Item::fields(*this, item)) return false;
        }
        return true;
    }

    bool tlvs(tlv_view& value) {
        if (!reader_.tlvs(value)) {
            // The whole TLVs before the fault are still worth showing.
            value = tlv_view(frame_.subspan(last_end(), reader_.offset() - last_end()));
            for (const tlv t : value) describe_tlv(t);
            return false;
        }
        for (const tlv t : value) describe_tlv(t);
        return true;
    }

    bool refuse(const field_spec& f) { return reader_.refuse(f); }
    const field_reader& reader() const { return reader_; }

    described_field& add(std::string name, std::size_t from, std::size_t to) {
        described_field row;
        row.name = std::move(name);
        row.offset = static_cast<std::uint32_t>(from);
        row.length = static_cast<std::uint32_t>(to - from);
        row.hex = to_hex(frame_.subspan(from, to - from));
        out_.push_back(std::move(row));
        return out_.back();
    }

    // Behind the last field described.
    std::size_t last_end() const { return out_.empty() ? 0 : out_.back().offset + out_.back().length; }

private:
    described_field& add(const char* name, std::size_t from) { return add(name, from, reader_.offset()); }

    bool number(const field_spec& f, std::uint32_t value, std::size_t width) {
        described_field& row = add(f.name, reader_.offset() - width);
        row.value = std::to_string(value);
        row.words = words_of(f.means, value);
        if (f.means == meaning::esm_class) esm_class_ = static_cast<std::uint8_t>(value);
        if (f.means == meaning::data_coding) coding_ = static_cast<data_coding>(value);
        return true;
    }

    void describe_tlv(const tlv& t) {
        const auto from = static_cast<std::size_t>(t.value.data() - frame_.data()) - 4;
        const tlv_row* known = find_tlv(t.tag);
        const std::string tag = known ? std::string(known->name) : hex_number(static_cast<std::uint16_t>(t.tag), 4);
        described_field& row = add("tlv " + tag, from, from + 4 + t.value.size());
        row.words = t.tag == tlv_tag::message_payload ? text_words(t.value, esm_class_, coding_) : tlv_words(t);
        if (known && known->kind == tlv_kind::integer && t.value.size() == 1)
            row.value = std::to_string(t.value[0]);
        else if (known && known->kind == tlv_kind::integer && t.value.size() == 2)
            row.value = std::to_string(load_u16(t.value.data()));
        else if (known && known->kind == tlv_kind::integer && t.value.size() == 4)
            row.value = std::to_string(load_u32(t.value.data()));
        else if (known && known->kind == tlv_kind::c_string)
            row.value = escaped(without_nul(t.value));
        else
            row.value = printable(t.value) ? escaped(t.value) : to_hex(t.value);
    }

    static octets without_nul(octets value) {
        return value.first(static_cast<std::size_t>(std::find(value.begin(), value.end(), 0) - value.begin()));
    }

    octets frame_;
    describe_options options_;
    std::vector<described_field>& out_;
    field_reader reader_;
    std::uint8_t esm_class_ = 0;
    data_coding coding_{};
};

// The header as far as it goes; true when it is whole.
bool describe_header(octets frame, description& d) {
    static constexpr const char* names[] = {"command_length", "command_id", "command_status", "sequence_number"};
    for (std::size_t i = 0; i < 4 && frame.size() >= 4 * i + 4; ++i) {
        const octets raw = frame.subspan(4 * i, 4);
        const std::uint32_t value = load_u32(raw.data());
        described_field row{names[i], static_cast<std::uint32_t>(4 * i), 4, to_hex(raw), std::to_string(value), {}};
        if (i == 1) row.words = name(command_id{value});
        if (i == 2) row.words = words_of(meaning::command_status, value);
        d.fields.push_back(std::move(row));
    }
    return frame.size() >= header_length;
}

template <class... Pdu>
void describe_body(octets frame, describe_options options, description& d, std::variant<Pdu...>*) {
    const command_id id = read_header(frame).id;
    describer visitor(frame, options, d.fields);
    const auto one = [&]<class P>(P pdu) {
        if (visitor.reader().left() == 0 && is_response(id)) return;
        if (!P::fields(visitor, pdu)) d.fault = visitor.reader().error();
    };
    (void)((id == Pdu::id && (one(Pdu{}), true)) || ...);
    if (const std::size_t end = visitor.last_end(); end < frame.size()) {
        const pdu_row* row = find_pdu(id);
        visitor.add(d.fault || !row || !row->typed ? "(unread)" : "(trailing)", end, frame.size());
    }
}

}  // namespace

description describe(octets frame, describe_options options) {
    description d;
    d.pdu = "unknown";
    if (!describe_header(frame, d)) {
        d.fault =
            codec_error{errc::truncated, "header", static_cast<std::uint32_t>(frame.size()), command_status::esme_rinvcmdlen};
        return d;
    }
    if (const pdu_row* row = find_pdu(read_header(frame).id)) {
        d.pdu = row->name;
        d.section = row->section;
    }
    describe_body(frame, options, d, static_cast<pdu_variant*>(nullptr));
    // decode() has the last word on faults and oddities; the walk above only shows where they are.
    if (const auto whole = decode(frame); whole.has_error()) {
        d.fault = whole.error();
    } else {
        d.fault.reset();
        d.odd = whole->odd;
    }
    return d;
}

std::string to_text(const description& d) {
    std::string out = d.pdu + (d.section.empty() ? "" : " (SMPP 5.0 section " + d.section + ")") + "\n";
    for (const described_field& f : d.fields) {
        char head[64];
        std::snprintf(head, sizeof head, "%6u  %-26s ", f.offset, f.name.c_str());
        out += head;
        out += f.hex;
        if (!f.value.empty() && f.value != f.hex) out += "  " + f.value;
        if (!f.words.empty()) out += "  [" + f.words + "]";
        out += '\n';
    }
    for (std::size_t i = 0; i < oddity_count; ++i) {
        if (d.odd.has(static_cast<oddity>(i))) out += "odd: " + std::string(words(static_cast<oddity>(i))) + "\n";
    }
    if (d.fault) {
        out += "fault: " + std::string(d.fault->field) + " at octet " + std::to_string(d.fault->offset) + ": " +
               text(d.fault->code) + " -> " + std::string(name(d.fault->suggested_status)) + "\n";
    }
    return out;
}

}  // namespace hermod::wire::smpp
