#include "wire/smpp/receipt.hpp"

#include <algorithm>
#include <cstdio>

#include "wire/smpp/time.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::wire::smpp {
namespace {

enum class key : std::uint8_t { id, sub, dlvrd, submit_date, done_date, stat, err, text };

struct key_row {
    std::string_view word;  // lower case, with its colon
    key means;
};

constexpr key_row keys[] = {
    {"id:", key::id},
    {"sub:", key::sub},
    {"dlvrd:", key::dlvrd},
    {"submit date:", key::submit_date},
    {"submit_date:", key::submit_date},
    {"submitdate:", key::submit_date},
    {"done date:", key::done_date},
    {"done_date:", key::done_date},
    {"donedate:", key::done_date},
    {"stat:", key::stat},
    {"err:", key::err},
    {"text:", key::text},
};

struct state_row {
    std::string_view word;
    message_state state;
};

constexpr state_row states[] = {
    {"DELIVRD", message_state::delivered},
    {"DELIVERED", message_state::delivered},
    {"UNDELIV", message_state::undeliverable},
    {"UNDELIVERABLE", message_state::undeliverable},
    {"UNDELIVERED", message_state::undeliverable},
    {"FAILED", message_state::undeliverable},
    {"EXPIRED", message_state::expired},
    {"DELETED", message_state::deleted},
    {"REJECTD", message_state::rejected},
    {"REJECTED", message_state::rejected},
    {"ACCEPTD", message_state::accepted},
    {"ACCEPTED", message_state::accepted},
    {"ACKED", message_state::accepted},
    {"ENROUTE", message_state::enroute},
    {"BUFFRED", message_state::enroute},
    {"BUFFERD", message_state::enroute},
    {"BUFFERED", message_state::enroute},
    {"UNKNOWN", message_state::unknown},
    {"SCHEDULED", message_state::scheduled},
    {"SKIPPED", message_state::skipped},
};

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

// The key that starts at `at`, if any.
const key_row* key_at(std::string_view text, std::size_t at) {
    for (const key_row& row : keys) {
        if (same_word(text.substr(at, row.word.size()), row.word)) return &row;
    }
    return nullptr;
}

// From `at` to the next space; blanks after the colon are skipped, unless a key follows them (an empty value).
std::string_view value_at(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at])) ++at;
    if (at >= text.size() || key_at(text, at)) return {};
    std::size_t end = at;
    while (end < text.size() && !is_space(text[end])) ++end;
    return text.substr(at, end - at);
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// YYMMDDhhmm, YYMMDDhhmmss, YYYYMMDDhhmmss, or the 16-character SMPP time. Twelve digits that make no sense with a
// two-digit year (since 2013 the century would be followed by a month above 12) are YYYYMMDDhhmm.
std::optional<receipt_date> date_of(std::string_view value) {
    const bool century = all_digits(value) && value.starts_with("20");
    if (century && value.size() == 14) value.remove_prefix(2);
    auto parsed = parse_time(value);
    if (!parsed && century && value.size() == 12) parsed = parse_time(value.substr(2));
    if (!parsed || !parsed->absolute) return std::nullopt;
    receipt_date out;
    auto local = std::chrono::floor<std::chrono::milliseconds>(*parsed->absolute);
    if (value.size() == 16) {
        const int quarters = (value[13] - '0') * 10 + (value[14] - '0');
        out.utc_offset = std::chrono::minutes{value[15] == '-' ? -15 * quarters : 15 * quarters};
        local += *out.utc_offset;
    }
    out.local = std::chrono::local_time<std::chrono::milliseconds>{local.time_since_epoch()};
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

// The first of each key counts.
void take(receipt_view& out, unsigned& seen, key k, std::string_view value) {
    const unsigned bit = 1u << static_cast<unsigned>(k);
    if (seen & bit) return;
    seen |= bit;
    switch (k) {
        case key::id:
            out.id = value;
            break;
        case key::sub:
            out.sub = value;
            break;
        case key::dlvrd:
            out.dlvrd = value;
            break;
        case key::submit_date:
            out.submit_date = date_of(value);
            break;
        case key::done_date:
            out.done_date = date_of(value);
            break;
        case key::stat:
            out.stat = value;
            out.state = state_of(value);
            break;
        case key::err:
            out.err = value;
            break;
        case key::text:
            out.text = value;
            break;
    }
}

std::string_view as_text(octets raw) {
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

template <class Pdu>
receipt_view parse_message(const Pdu& pdu) {
    receipt_view out = parse_receipt(as_text(user_data(pdu).value));
    out.intermediate = esm_class::type(pdu.esm_class) == esm_class::intermediate_notification;
    if (pdu.tlvs.empty()) return out;
    if (const auto id = pdu.tlvs.c_string(tlv_tag::receipted_message_id); id && !id->empty()) {
        out.id = *id;
        out.id_from_tlv = true;
    }
    if (const auto state = pdu.tlvs.u8(tlv_tag::message_state)) {
        out.state = message_state{*state};
        out.state_from_tlv = true;
    }
    if (const auto error = pdu.tlvs.find(tlv_tag::network_error_code); error && error->size() == 3) {
        out.network_error_code = network_error{(*error)[0], load_u16(error->data() + 1)};
    }
    return out;
}

template <class Pdu>
receipt_evidence evidence(const Pdu& pdu) {
    const std::uint8_t type = esm_class::type(pdu.esm_class);
    if (type == esm_class::delivery_receipt || type == esm_class::intermediate_notification) return receipt_evidence::esm_class;
    // Acknowledgements and user data of other types are somebody's message, whatever their text says.
    if (type != 0) return receipt_evidence::none;
    if (!pdu.tlvs.empty() && pdu.tlvs.find(tlv_tag::receipted_message_id)) return receipt_evidence::tlv;
    if (esm_class::has_udh(pdu.esm_class)) return receipt_evidence::none;
    const receipt_view read = parse_receipt(as_text(user_data(pdu).value));
    return !read.id.empty() && !read.stat.empty() ? receipt_evidence::text : receipt_evidence::none;
}

}  // namespace

receipt_view parse_receipt(std::string_view text) {
    receipt_view out;
    unsigned seen = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool word_start = at == 0 || is_space(text[at - 1]);
        const key_row* row = word_start ? key_at(text, at) : nullptr;
        if (!row) continue;
        const std::size_t value = at + row->word.size();
        if (row->means == key::text) {
            take(out, seen, key::text, trimmed(text.substr(value)));
            // What follows was written by the message's sender: no keys in it, unless the operator put text: first.
            if (seen & (1u << static_cast<unsigned>(key::stat))) break;
        } else {
            take(out, seen, row->means, value_at(text, value));
        }
        at = value - 1;
    }
    return out;
}

receipt_view parse_receipt(const deliver_sm& pdu) {
    return parse_message(pdu);
}
receipt_view parse_receipt(const data_sm& pdu) {
    return parse_message(pdu);
}
receipt_evidence looks_like_receipt(const deliver_sm& pdu) {
    return evidence(pdu);
}
receipt_evidence looks_like_receipt(const data_sm& pdu) {
    return evidence(pdu);
}

std::optional<message_state> state_of(std::string_view stat) {
    for (const state_row& row : states) {
        if (same_word(row.word, stat)) return row.state;
    }
    return std::nullopt;
}

std::string_view stat_of(message_state state) {
    switch (state) {
        case message_state::scheduled:
        case message_state::enroute:
            return "ENROUTE";
        case message_state::delivered:
            return "DELIVRD";
        case message_state::expired:
            return "EXPIRED";
        case message_state::deleted:
            return "DELETED";
        case message_state::undeliverable:
            return "UNDELIV";
        case message_state::accepted:
            return "ACCEPTD";
        case message_state::rejected:
            return "REJECTD";
        case message_state::skipped:
            return "SKIPPED";
        case message_state::unknown:
            break;
    }
    return "UNKNOWN";
}

void write_receipt(std::string& out, const receipt_content& receipt) {
    const auto submitted = format_absolute(receipt.submitted);
    const auto done = format_absolute(receipt.done);
    const auto minutes = [](const std::optional<time_text>& t) {
        return std::string(t ? std::string_view(*t).substr(0, 10) : "0000000000");
    };
    char numbers[32];
    std::snprintf(numbers, sizeof numbers, " sub:%03d dlvrd:%03d", std::clamp(receipt.parts, 0, 999),
                  std::clamp(receipt.delivered, 0, 999));
    char error[16];
    std::snprintf(error, sizeof error, " err:%03d", std::clamp(receipt.error, 0, 999));
    out.append("id:").append(receipt.id).append(numbers);
    out.append(" submit date:").append(minutes(submitted)).append(" done date:").append(minutes(done));
    out.append(" stat:").append(stat_of(receipt.state)).append(error).append(" text:").append(receipt.text.substr(0, 20));
}

}  // namespace hermod::wire::smpp
