#include "wire/cimd2/parameters.hpp"

#include "wire/cimd2/digits.hpp"

namespace hermod::wire::cimd2 {
namespace {

// The parameter at `at`; nullopt at the end, and where there is none.
std::optional<given> parameter_at(octet_view raw, std::uint32_t at) {
    const octet_view rest = raw.substr(at);
    const std::size_t end = rest.find(tab);
    if (end == octet_view::npos || end < 4 || rest[3] != ':') return std::nullopt;
    if (!is_digit(rest[0]) || !is_digit(rest[1]) || !is_digit(rest[2])) return std::nullopt;
    const int number = (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
    return given{static_cast<parameter>(number), rest.substr(4, end - 4), at + 4, at + static_cast<std::uint32_t>(end) + 1};
}

}  // namespace

parameters::iterator::iterator(octet_view raw, std::uint32_t at) : raw_(raw), now_(parameter_at(raw, at)) {}

std::optional<given> parameters::find(parameter id) const {
    for (const given& each : *this)
        if (each.id == id) return each;
    return std::nullopt;
}

std::size_t parameters::count(parameter id) const {
    std::size_t out = 0;
    for (const given& each : *this) out += each.id == id ? 1 : 0;
    return out;
}

std::size_t parameters::size() const {
    std::size_t out = 0;
    for (auto it = begin(); it != end(); ++it) ++out;
    return out;
}

std::optional<std::uint32_t> parameters::first_fault() const {
    std::uint32_t at = 0;
    for (const given& each : *this) at = each.next;
    if (at == raw_.size()) return std::nullopt;
    return at;
}

void append_parameter(std::string& out, parameter id, std::string_view value) {
    const auto number = static_cast<unsigned>(id);
    out += static_cast<char>('0' + number / 100 % 10);
    out += static_cast<char>('0' + number / 10 % 10);
    out += static_cast<char>('0' + number % 10);
    out += ':';
    out += value;
    out += tab;
}

}  // namespace hermod::wire::cimd2
