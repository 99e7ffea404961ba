#include "accept/checks.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "text/gsm7.hpp"
#include "text/utf.hpp"

namespace hermod::accept {
namespace {

constexpr std::size_t client_ref_octets = 255, url_octets = 2048;
constexpr std::chrono::hours furthest{24 * 365};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

bool is_e164(std::string_view number) {
    return number.size() >= 8 && number.size() <= 16 && number[0] == '+' && number[1] != '0' && all_digits(number.substr(1));
}

// As it may stand in a sentence: short, and without what a terminal or a log would not like.
std::string shown(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, 40)) out += c >= 0x20 && c < 0x7f ? c : '?';
    if (text.size() > 40) out += "...";
    return '"' + out + '"';
}

// What people write between digits, and the "00" that some dial instead of "+".
std::string e164_of(std::string_view number) {
    std::string digits;
    for (const char c : number) {
        if (is_digit(c))
            digits += c;
        else if (std::string_view(" -./()+").find(c) == std::string_view::npos)
            return {};
        if (digits.size() > 20) return {};
    }
    if (digits.starts_with("00")) digits.erase(0, 2);
    digits.insert(0, 1, '+');
    return is_e164(digits) ? digits : std::string();
}

bool is_letter(char32_t c) {
    if ((c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z')) return true;
    return (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7) || (c >= 0x391 && c <= 0x3A9);
}

// A name that a handset shows: letters, digits, punctuation, no line breaks.
bool has_letter_and_no_control(std::string_view name) {
    bool letter = false;
    for (std::size_t at = 0; at < name.size();) {
        const auto c = text::code_point_at(name, at);
        if (c.length == 0 || c.value < 0x20) return false;
        letter = letter || is_letter(c.value);
        at += c.length;
    }
    return letter;
}

}  // namespace

std::optional<refusal> check_recipient(std::string_view to) {
    if (is_e164(to)) return std::nullopt;
    if (to.empty()) return refusal{"to", "invalid_number", "the recipient's number is missing"};
    std::string detail = shown(to) + " is not an international number (+, country code, 7 to 15 digits in all)";
    if (const auto right = e164_of(to); !right.empty())
        detail += "; write it as \"" + right + "\"";
    else if (to[0] == '0')
        detail += "; it looks like a national number: put + and the country code in place of the leading 0";
    return refusal{"to", "invalid_number", std::move(detail)};
}

std::optional<refusal> check_sender(std::string_view from) {
    if (from.empty()) return refusal{"from", "missing_sender", "`from` is missing, and the account has no default_from"};
    const auto digits = from.starts_with('+') ? from.substr(1) : from;
    if (all_digits(digits)) {
        if (digits.size() >= 3 && digits.size() <= 15) return std::nullopt;
        return refusal{"from", "invalid_sender",
                       shown(from) + " has " + std::to_string(digits.size()) + " digits; a number has 3 to 15"};
    }
    if (from.size() <= 44) {  // longer than 11 characters of any kind
        const auto reach = text::reach_of_gsm7(from);
        if (reach.end == from.size() && reach.septets <= 11 && has_letter_and_no_control(from)) return std::nullopt;
    }
    return refusal{
        "from", "invalid_sender",
        shown(from) +
            " is neither a name (1 to 11 characters of the GSM alphabet, one of them a letter) nor a number (3 to 15 digits)"};
}

std::optional<refusal> check_callback_url(std::string_view url) {
    if (url.empty()) return std::nullopt;
    const auto wrong = [&](const char* why) { return refusal{"callback_url", "invalid_callback_url", shown(url) + ' ' + why}; };
    if (url.size() > url_octets) return wrong("has more than 2048 characters");
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed) return wrong("is not an absolute URL");
    const auto scheme = parsed->scheme_id();
    if (scheme != boost::urls::scheme::http && scheme != boost::urls::scheme::https) return wrong("is neither http nor https");
    if (!parsed->has_authority() || parsed->encoded_host().empty()) return wrong("has no host");
    if (parsed->has_userinfo()) return wrong("names a user, which callbacks do not use");
    if (parsed->has_fragment()) return wrong("has a fragment, which no server would see");
    return std::nullopt;
}

std::optional<refusal> check_client_ref(std::string_view reference) {
    if (reference.size() > client_ref_octets)
        return refusal{"client_ref", "client_ref_too_long",
                       "client_ref has " + std::to_string(reference.size()) + " octets; at most 255 are kept"};
    if (!text::is_utf8(reference)) return refusal{"client_ref", "invalid_utf8", "client_ref is not valid UTF-8"};
    return std::nullopt;
}

std::optional<refusal> check_validity(std::optional<std::chrono::seconds> validity, const limits& bounds) {
    if (!validity || (*validity >= std::chrono::seconds{1} && *validity <= bounds.max_validity)) return std::nullopt;
    return refusal{"validity", "invalid_validity",
                   "the validity is " + std::to_string(validity->count()) + " s; it may be 1 to " +
                       std::to_string(bounds.max_validity.count()) + " s"};
}

std::optional<refusal> check_not_before(wall_time not_before, wall_time now) {
    if (not_before <= now + furthest) return std::nullopt;
    return refusal{"not_before", "invalid_send_at",
                   to_rfc3339(not_before) + " is more than " + std::to_string(furthest.count() / 24) + " days ahead"};
}

}  // namespace hermod::accept
