#include "accept/assembly.hpp"

#include <algorithm>

#include "text/utf.hpp"

namespace hermod::accept {
namespace {

constexpr std::string_view unreadable = "\xEF\xBF\xBD";  // U+FFFD

// Parts are one message's when all of this is equal. They may come over any bind of the connector.
std::string key_of(const message& part, const text::concatenation& place) {
    std::string key;
    key.reserve(10 + part.from.size() + part.to.size());
    const auto number = [&key](std::uint32_t value, int octets) {
        for (; octets; --octets, value >>= 8) key.push_back(static_cast<char>(value));
    };
    number(part.connector.value, 4);
    number(place.reference, 2);
    number(place.total, 1);
    number(place.width == text::reference_width::octet ? 1 : 2, 1);
    number(static_cast<std::uint32_t>(part.from.size()), 2);
    return key.append(part.from).append(part.to);
}

bool same_content(const message& a, const message& b) {
    return a.body == b.body && a.data_coding == b.data_coding && a.coding == b.coding;
}

std::size_t content_hash(const message& part) {
    return std::hash<std::string_view>{}(part.body) * 31 + part.data_coding;
}

std::string without_concatenation(std::string_view header) {
    const auto parsed = text::parse_udh(header);
    if (!parsed) return {};
    std::string out(1, '\0');
    for (const text::information_element element : *parsed) {
        if (element.identifier == text::iei_concat8 || element.identifier == text::iei_concat16) continue;
        out.push_back(static_cast<char>(element.identifier));
        out.push_back(static_cast<char>(element.data.size()));
        out.append(element.data);
    }
    if (out.size() == 1) return {};
    out.front() = static_cast<char>(out.size() - 1);
    return out;
}

bool is_high(std::uint16_t half) { return half >= 0xD800 && half <= 0xDBFF; }
bool is_low(std::uint16_t half) { return half >= 0xDC00 && half <= 0xDFFF; }

// A character beyond U+FFFF may have been cut between two parts.
void append_text(std::string& out, std::uint16_t half_before, const message& part) {
    std::string_view body = part.body;
    const std::uint16_t half = part.more().first_half;
    if (is_high(half_before) && is_low(half) && out.ends_with(unreadable) && body.starts_with(unreadable)) {
        out.resize(out.size() - unreadable.size());
        body.remove_prefix(unreadable.size());
        text::append_utf8(out, static_cast<char32_t>(0x10000 + ((half_before - 0xD800) << 10) + (half - 0xDC00)));
    }
    out.append(body);
}

}  // namespace

std::optional<text::concatenation> place_in_long_message(std::string_view udh) {
    if (udh.empty()) return std::nullopt;
    const auto parsed = text::parse_udh(udh);
    if (!parsed) return std::nullopt;
    const auto place = parsed->concat();
    return place && place->total > 1 ? place : std::nullopt;
}

whole_content content_of(const gathered& all) {
    whole_content out;
    for (const message_ptr& part : all.parts) {
        if (part->coding == encoding::binary || out.coding == encoding::binary) out.coding = encoding::binary;
        else if (part->coding == encoding::ucs2) out.coding = encoding::ucs2;
    }
    int before = -1;
    std::uint16_t half = 0;
    for (const message_ptr& part : all.parts) {
        const auto place = place_in_long_message(part->udh);
        const int sequence = place ? place->sequence : 0;
        append_text(out.body, sequence == before + 1 && out.coding != encoding::binary ? half : std::uint16_t{0}, *part);
        before = sequence;
        half = part->more().last_half;
    }
    const message& first = *all.parts.front();
    out.udh = without_concatenation(first.udh);
    message_extras extras = first.more();
    extras.first_half = extras.last_half = 0;
    extras.missing_parts = all.missing;
    if (extras != message_extras{}) out.extras = std::make_shared<const message_extras>(std::move(extras));
    return out;
}

bool assembly::is_finished(const std::string& key, std::uint8_t sequence, const message& part) const {
    const auto at = finished_.find(key);
    if (at == finished_.end()) return false;
    // By its content too: references come again, and a new message must not be taken for a repetition.
    const auto wanted = std::pair(sequence, content_hash(part));
    return std::find(at->second.parts.begin(), at->second.parts.end(), wanted) != at->second.parts.end();
}

bool assembly::known(const message& part, wall_time now) {
    const auto place = place_in_long_message(part.udh);
    if (!place) return false;
    forget_finished(now);
    const std::string key = key_of(part, *place);
    if (is_finished(key, place->sequence, part)) return true;
    const auto at = halves_.find(key);
    return at != halves_.end() && std::any_of(at->second.parts.begin(), at->second.parts.end(), [&](const auto& p) {
               return p.first == place->sequence && same_content(*p.second, part);
           });
}

assembly::outcome assembly::durable(message_ptr part, wall_time now) {
    outcome out;
    const auto place = place_in_long_message(part->udh);
    if (!place) {  // never held by us; what it says is told rather than kept for ever
        out.done.push_back({{part}, {part->id}, 0});
        return out;
    }
    forget_finished(now);
    const std::string key = key_of(*part, *place);
    if (is_finished(key, place->sequence, *part)) {
        out.repeated = true;
        return out;
    }
    auto at = halves_.find(key);
    const auto by_sequence = [](const auto& p, std::uint8_t sequence) { return p.first < sequence; };
    if (at != halves_.end()) {
        const auto& parts = at->second.parts;
        const auto there = std::lower_bound(parts.begin(), parts.end(), place->sequence, by_sequence);
        if (there != parts.end() && there->first == place->sequence) {
            if (same_content(*there->second, *part)) {
                if (there->second->id != part->id) at->second.twins.push_back(part->id);
                return out;
            }
            // The handset uses its reference again: the older message will never be whole.
            out.done.push_back(take(at, now));
            at = halves_.end();
        }
    }
    if (at == halves_.end()) {
        at = halves_.try_emplace(key).first;
        at->second.place = order_.insert(order_.end(), &at->first);
    }
    half& h = at->second;
    h.parts.emplace(std::lower_bound(h.parts.begin(), h.parts.end(), place->sequence, by_sequence), place->sequence, std::move(part));
    ++parts_;
    h.deadline = now + options_.patience;
    order_.splice(order_.end(), order_, h.place);
    if (h.parts.size() == place->total) out.done.push_back(take(at, now));
    while (!order_.empty() && (halves_.size() > options_.most_halves || parts_ > options_.most_parts))
        out.done.push_back(take(halves_.find(*order_.front()), now));
    return out;
}

std::vector<gathered> assembly::overdue(wall_time now) {
    std::vector<gathered> out;
    while (!order_.empty()) {
        const auto oldest = halves_.find(*order_.front());
        if (oldest->second.deadline > now) break;
        out.push_back(take(oldest, now));
    }
    return out;
}

gathered assembly::take(half_map::iterator at, wall_time now) {
    half& h = at->second;
    gathered out;
    out.ids = std::move(h.twins);
    finished& f = finish(at->first, now);
    f.parts.clear();
    std::uint8_t total = 0;
    for (auto& [sequence, part] : h.parts) {
        f.parts.emplace_back(sequence, content_hash(*part));
        out.ids.push_back(part->id);
        total = place_in_long_message(part->udh)->total;
        out.parts.push_back(std::move(part));
    }
    out.missing = static_cast<std::uint8_t>(total - out.parts.size());
    parts_ -= out.parts.size();
    order_.erase(h.place);
    halves_.erase(at);
    return out;
}

assembly::finished& assembly::finish(const std::string& key, wall_time now) {
    finished& f = finished_[key];
    f.until = now + options_.memory;
    finished_order_.emplace_back(f.until, key);
    return f;
}

void assembly::remember(const message& part, wall_time now) {
    if (const auto place = place_in_long_message(part.udh))
        finish(key_of(part, *place), now).parts.emplace_back(place->sequence, content_hash(part));
}

void assembly::forget_finished(wall_time now) {
    while (!finished_order_.empty() && (finished_order_.front().first <= now || finished_order_.size() > options_.most_remembered)) {
        const auto at = finished_.find(finished_order_.front().second);
        if (at != finished_.end() && at->second.until == finished_order_.front().first) finished_.erase(at);
        finished_order_.pop_front();
    }
}

void assembly::clock_went_back(std::chrono::microseconds by) {
    for (auto& [key, one] : halves_) one.deadline -= by;
    for (auto& [key, one] : finished_) one.until -= by;
    for (auto& one : finished_order_) one.first -= by;
}

}  // namespace hermod::accept
