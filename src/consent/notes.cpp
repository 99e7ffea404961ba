#include "consent/notes.hpp"

#include <array>
#include <charconv>

namespace hermod::consent {
namespace {

template <class Number>
bool read(std::string_view text, Number& out, int base = 10) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out, base);
    return fault == std::errc{} && end == text.data() + text.size();
}

// The text before the next `mark`, taken off; the whole when there is none.
std::string_view take(std::string_view& text, char mark) {
    const auto at = text.find(mark);
    const auto out = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return out;
}

std::string hexadecimal(std::uint32_t value) {
    std::array<char, 8> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr};
}

bool read_key(std::string_view key, std::uint64_t& number, account_id& account, std::string_view& rest) {
    rest = key;
    return read(take(rest, '/'), number) && number != 0 && number < 10'000'000'000'000'000 &&
           read(take(rest, '/'), account.value, 16);
}

}  // namespace

std::string key_of(std::uint64_t number, const scope& from) {
    return std::to_string(number) + '/' + hexadecimal(from.account.value) + '/' + from.sender;
}

std::string value_of(const opt_out& what) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(what.since.time_since_epoch()).count();
    return std::to_string(seconds) + ' ' + std::string(to_text(what.by));
}

std::optional<opt_out> opt_out_of(const note& kept) {
    opt_out out;
    std::string_view sender, value = kept.value ? std::string_view(*kept.value) : std::string_view();
    std::int64_t seconds = 0;
    if (!read_key(kept.key, out.number, out.from.account, sender) || !read(take(value, ' '), seconds)) return std::nullopt;
    if (seconds < 0 || seconds > UINT32_MAX) return std::nullopt;  // what the ledger can hold
    out.from.sender = sender;
    out.since = wall_time{std::chrono::seconds{seconds}};
    out.by = value == to_text(source::handset) ? source::handset : source::api;
    return out;
}

std::string key_of(const due_answer& what) {
    return key_of(what.number, {what.account, sender_key(what.from)}) + '/' + std::string(to_text(what.to));
}

std::string value_of(const due_answer& what) {
    return (what.sent ? "sent " : "due ") + std::to_string(to_micros(what.asked)) + ' ' + what.language + ' ' + what.from;
}

std::optional<due_answer> answer_of(const note& kept) {
    due_answer out;
    std::string_view rest, value = kept.value ? std::string_view(*kept.value) : std::string_view();
    if (!read_key(kept.key, out.number, out.account, rest)) return std::nullopt;
    const auto slash = rest.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto name = rest.substr(slash + 1);
    for (const word one : {word::stop, word::start, word::help})
        if (to_text(one) == name) out.to = one;
    if (to_text(out.to) != name) return std::nullopt;
    const auto state = take(value, ' ');
    std::int64_t micros = 0;
    if ((state != "sent" && state != "due") || !read(take(value, ' '), micros)) return std::nullopt;
    out.sent = state == "sent";
    out.asked = from_micros(micros);
    out.language = take(value, ' ');
    out.from = value;
    return out;
}

}  // namespace hermod::consent
