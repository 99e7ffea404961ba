#include "accept/recipient_number.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "accept/checks.hpp"

namespace hermod::accept {
namespace {

constexpr std::size_t most_written = 40;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string in_quotes(std::string_view written) {
    std::string out;
    for (const char c : written.substr(0, most_written)) out += c >= 0x20 && c < 0x7f ? c : '?';
    if (written.size() > most_written) out += "...";
    return '"' + out + '"';
}

refusal no_number(std::string_view written, std::string why) {
    return {"to", "invalid_number", in_quotes(written) + ' ' + std::move(why)};
}

// The words of a list in the country table, one by one.
template <class See>
void each_word(std::string_view words, See see) {
    while (!words.empty()) {
        const auto word = words.substr(0, words.find(' '));
        see(word);
        words.remove_prefix(std::min(words.size(), word.size() + 1));
    }
}

std::string_view longest_beginning(std::string_view digits, std::string_view words) {
    std::string_view out;
    each_word(words, [&](std::string_view word) {
        if (digits.starts_with(word) && word.size() > out.size()) out = word;
    });
    return out;
}

bool fits(std::size_t digits, const country& of) {
    return digits >= of.least_digits && digits <= of.most_digits;
}
bool fits_mobile(std::size_t digits, const country& of) {
    return digits >= of.least_mobile_digits && digits <= of.most_mobile_digits;
}

// What is left of a number without what people write between its digits; nullopt: it has other characters.
std::optional<std::string> digits_of(std::string_view written) {
    std::string out;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const char c = written[at];
        if (is_digit(c) || (c == '+' && at == written.find_first_not_of(" (")))
            out += c;
        else if (std::string_view(" -./()").find(c) == std::string_view::npos)
            return std::nullopt;
    }
    return out;
}

// "+41 (0)79": the trunk prefix that is not dialled from abroad, in brackets.
std::string without_bracketed_trunk(std::string_view written) {
    std::string out(written);
    const auto at = out.find("(0)");
    if (at == std::string::npos || at == 0) return out;
    const auto before = digits_of(std::string_view(out).substr(0, at));
    if (!before || before->empty()) return out;
    const std::string_view lead = before->starts_with("00") ? std::string_view(*before).substr(2) : std::string_view(*before);
    const country* there = country_of(lead);
    if (there && there->trunk.find('0') != std::string_view::npos) out.erase(at, 3);
    return out;
}

// Behind an international prefix. Where 00 has a carrier's digits behind it, both are looked at: the one that leads home wins.
std::string_view behind_international(std::string_view digits, const country& home) {
    const auto prefix = longest_beginning(digits, home.international);
    const bool zeros = digits.starts_with("00") && digits.size() > 2 && digits[2] != '0';
    if (zeros && prefix != "00") {
        const auto plain = digits.substr(2);
        if (prefix.empty()) return plain;
        if (plain.starts_with(home.calling_code) && fits(plain.size() - home.calling_code.size(), home)) return plain;
    }
    return prefix.empty() ? std::string_view{} : digits.substr(prefix.size());
}

// Behind the trunk prefix, when a national number is there.
std::string_view behind_trunk(std::string_view digits, const country& home) {
    std::string_view out;
    each_word(home.trunk, [&](std::string_view word) {
        if (digits.starts_with(word) && fits(digits.size() - word.size(), home)) out = digits.substr(word.size());
    });
    return out;
}

bool begins_with_trunk_zero(std::string_view digits, const country& home) {
    return digits.starts_with('0') && home.trunk.find('0') != std::string_view::npos;
}

std::string lengths(std::size_t least, std::size_t most) {
    return least == most ? std::to_string(least) : std::to_string(least) + " to " + std::to_string(most);
}

std::string ways_out(const country& home) {
    std::string out = "write it with + and the country's code, with " +
                      std::string(home.international.substr(0, home.international.find(' '))) + ", or as it is dialled in " +
                      std::string(home.iso) + ": ";
    if (!home.trunk.empty()) out += std::string(home.trunk.substr(0, home.trunk.find(' '))) + " and ";
    return out + lengths(home.least_digits, home.most_digits) + " digits";
}

}  // namespace

std::variant<std::string, refusal> international_number(std::string_view written, const country& home) {
    if (written.empty()) return refusal{"to", "invalid_number", "the recipient's number is missing"};
    const auto digits = written.size() > most_written ? std::nullopt : digits_of(without_bracketed_trunk(written));
    if (!digits || digits->find_first_of("0123456789") == std::string::npos)
        return no_number(written, "is not a number: digits, and + before them, are what it may have");
    const std::string code(home.calling_code);
    const auto checked = [&](std::string number) -> std::variant<std::string, refusal> {
        if (check_recipient(number))
            return no_number(written, "is not an international number (+, country code, 7 to 15 digits in all)");
        return number;
    };
    if (digits->starts_with('+')) return checked(*digits);
    if (const auto rest = behind_international(*digits, home); !rest.empty()) return checked('+' + std::string(rest));
    if (const auto rest = behind_trunk(*digits, home); !rest.empty()) return checked('+' + code + std::string(rest));
    const bool national = fits_mobile(digits->size(), home) && !begins_with_trunk_zero(*digits, home);
    const std::size_t behind = digits->starts_with(code) ? digits->size() - code.size() : 0;
    const bool behind_code = national ? fits_mobile(behind, home) : fits(behind, home);
    if (national && behind_code)
        return no_number(written, "can be read as +" + code + *digits + " and as +" + *digits + ": write one of the two");
    if (national) return checked('+' + code + *digits);
    if (behind_code) return checked('+' + *digits);
    return no_number(written, "is no number that is dialled in " + std::string(home.iso) + ": " + ways_out(home));
}

number_rules::number_rules(std::vector<number_rule> rules) : rules_(std::move(rules)) {
    std::sort(rules_.begin(), rules_.end(), [](const number_rule& a, const number_rule& b) {
        return std::tie(a.account.value, a.from) < std::tie(b.account.value, b.from);
    });
    for (const auto& one : rules_) longest_ = std::max(longest_, one.from.size());
}

const number_rule* number_rules::find_for(account_id account, std::string_view digits) const {
    for (std::size_t size = std::min(digits.size(), longest_); size > 0; --size) {
        const auto key = std::make_pair(account.value, digits.substr(0, size));
        const auto at = std::lower_bound(rules_.begin(), rules_.end(), key, [](const number_rule& one, const auto& wanted) {
            return std::make_pair(one.account.value, std::string_view(one.from)) < wanted;
        });
        if (at != rules_.end() && at->account == account && at->from == key.second) return &*at;
    }
    return nullptr;
}

const number_rule* number_rules::find(account_id account, std::string_view to) const {
    if (rules_.empty()) return nullptr;
    const auto digits = to.substr(to.starts_with('+') ? 1 : 0);
    if (const number_rule* own = find_for(account, digits)) return own;
    return find_for(account_id{}, digits);
}

}  // namespace hermod::accept
