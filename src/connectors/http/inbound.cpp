#include "connectors/http/inbound.hpp"

#include <algorithm>
#include <charconv>

#include "base/ids.hpp"
#include "text/hex_text.hpp"
#include "text/udh.hpp"

namespace hermod::connectors::http {

namespace {

constexpr std::size_t longest_address = 64, longest_remote_id = 255, longest_local_number = 8;

std::string lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return text;
}

std::uint32_t number_of(const std::optional<std::string>& text) {
    std::uint32_t out = 0;
    if (!text) return 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), out);
    return failed == std::errc{} && end == text->data() + text->size() ? out : 0;
}

std::string address_of(std::string text, bool add_plus) {
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return add_plus && digits && text.size() > longest_local_number ? "+" + text : text;
}

std::optional<std::string> read(const std::optional<field>& where, heard& from, const item& of) {
    return where ? where->read(from, of) : std::nullopt;
}

// Reads what must be there; otherwise names it.
bool need(const char* name, const std::optional<field>& where, heard& from, const item& of, std::string& out,
          std::string& missing) {
    auto found = read(where, from, of);
    if (found)
        out = std::move(*found);
    else
        missing = std::string(name) + " (" + (where ? where->written() : "") + ")";
    return found.has_value();
}

std::vector<item> items_of(const arrival_mapping& by, heard& from) {
    if (!by.each) return {item{}};
    return by.each->items(from);
}

void read_receipt(const receipt_mapping& by, heard& from, const item& of, connector_id connector, wall_time now, brought& out) {
    remote_receipt made;
    std::string word;
    if (!need("id", by.id, from, of, made.remote_id, out.missing) || !need("state", by.state, from, of, word, out.missing))
        return;
    if (made.remote_id.empty() || made.remote_id.size() > longest_remote_id) {
        out.missing = "id (" + by.id->written() + ")";
        return;
    }
    const auto row = by.states.find(lower(word));
    std::optional<state> outcome = state::submitted;
    if (row != by.states.end())
        outcome = row->second;
    else if (by.otherwise)
        outcome = *by.otherwise;
    else
        ++out.unknown_words;
    if (!outcome) {
        ++out.passed_over;
        return;
    }
    made.connector = connector;
    made.outcome = *outcome;
    made.recipient = address_of(read(by.recipient, from, of).value_or(""), by.add_plus);
    const auto code = read(by.code, from, of);
    made.code = number_of(code);
    made.at = now;
    made.detail = word;
    if (code && !code->empty()) made.detail += " code:" + *code;
    if (const auto words = read(by.detail, from, of); words && !words->empty()) made.detail += " " + *words;
    if (const auto when = read(by.time, from, of); when && !when->empty()) made.detail += " at " + *when;
    out.receipts.push_back(std::move(made));
}

void read_content(const message_mapping& by, heard& from, const item& of, read_message& made, brought& out) {
    const auto hex = read(by.hex, from, of);
    const auto text = read(by.text, from, of);
    if (hex && !hex->empty()) {
        made.coding = encoding::binary;
        if (!text::read_hex(*hex, made.body)) out.missing = "hex (" + by.hex->written() + ") is no hexadecimal";
    } else if (text) {
        made.body = *text;
    } else {
        out.missing = by.text ? "text (" + by.text->written() + ")" : "hex (" + by.hex->written() + ")";
    }
}

// The header as it came, or made of what the provider says of the parts.
void read_header(const message_mapping& by, heard& from, const item& of, read_message& made, brought& out) {
    if (const auto udh = read(by.udh, from, of); udh && !udh->empty()) {
        if (!text::read_hex(*udh, made.udh)) out.missing = "udh (" + by.udh->written() + ") is no hexadecimal";
        return;
    }
    if (const auto udh = read(by.udh_octets, from, of); udh && !udh->empty()) {
        made.udh = *udh;
        return;
    }
    const std::uint32_t part = number_of(read(by.part, from, of)), parts = number_of(read(by.parts, from, of));
    if (parts < 2 || parts > 255 || part < 1 || part > parts) return;
    const auto reference = read(by.reference, from, of);
    const std::uint32_t number = number_of(reference);
    text::concatenation as;
    as.reference = static_cast<std::uint16_t>(number != 0 || !reference ? number : name_hash(*reference));
    as.total = static_cast<std::uint8_t>(parts);
    as.sequence = static_cast<std::uint8_t>(part);
    as.width = text::reference_width::two_octets;
    made.udh = text::concat_header(as);
}

void read_text(const message_mapping& by, heard& from, const item& of, brought& out) {
    read_message made;
    if (!need("from", by.from, from, of, made.from, out.missing) || !need("to", by.to, from, of, made.to, out.missing)) return;
    if (made.from.size() > longest_address || made.to.size() > longest_address) {
        out.missing = "an address that is shorter than " + std::to_string(longest_address) + " characters";
        return;
    }
    made.from = address_of(std::move(made.from), by.add_plus);
    made.to = address_of(std::move(made.to), by.add_plus);
    made.data_coding = static_cast<std::uint8_t>(number_of(read(by.data_coding, from, of)));
    read_content(by, from, of, made, out);
    read_header(by, from, of, made, out);
    if (out.missing.empty()) out.messages.push_back(std::move(made));
}

// How many things a request told of, and how many of them somebody wanted.
struct tally {
    std::size_t seen = 0, wanted = 0;
};

// False: something of it is missing.
template <class Mapping, class Read>
bool take(const Mapping& by, heard& from, tally& count, brought& out, Read read_one) {
    const auto items = items_of(by, from);
    if (items.empty()) {
        out.missing = "a list (" + by.each->written() + ")";
        return true;  // the other mapping may find its own
    }
    out.missing.clear();
    count.seen = std::max(count.seen, items.size());
    for (const item& of : items) {
        if (!by.when.fits(from, of)) continue;
        ++count.wanted;
        out.answer = by.answer;
        read_one(of);
        if (!out.missing.empty()) return false;
    }
    return true;
}

}  // namespace

brought read_visit(const inbound_options& options, const visit& what, connector_id by, wall_time now) {
    brought out;
    heard from(0, what.body, what.query, [&what](std::string_view name) { return calls::header_of(what, name); });
    tally count;
    const auto& receipts = options.receipts;
    if (receipts && receipts->path == what.path) {
        out.answer = receipts->answer;
        if (!take(*receipts, from, count, out, [&](const item& of) { read_receipt(*receipts, from, of, by, now, out); }))
            return out;
    }
    const auto& messages = options.messages;
    if (messages && messages->path == what.path) {
        if (count.seen == 0) out.answer = messages->answer;
        if (!take(*messages, from, count, out, [&](const item& of) { read_text(*messages, from, of, out); })) return out;
    }
    if (count.seen > 0) out.missing.clear();
    out.passed_over += count.seen > count.wanted ? count.seen - count.wanted : 0;
    return out;
}

}  // namespace hermod::connectors::http
