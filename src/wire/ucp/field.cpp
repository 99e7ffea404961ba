#include "wire/ucp/field.hpp"

#include <algorithm>

#include "wire/ucp/header.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::wire::ucp {
namespace {

template <class Test>
errc characters(std::string_view value, Test test) {
    return std::all_of(value.begin(), value.end(), test) ? errc{} : errc::wrong_characters;
}

bool is_hex(char c) {
    return hex_digit(c) >= 0;
}

bool is_text(char c) {
    return c >= ' ' && c <= '~' && c != '/';
}

errc fault_of_fixed(const field_spec& f, std::string_view value) {
    if (const errc e = characters(value, is_digit); e != errc{}) return e;
    if (value.size() != f.max) return errc::wrong_size;
    if (f.is == kind::minutes && !parse_minutes(value)) return errc::not_a_time;
    if (f.is == kind::seconds && !parse_seconds(value)) return errc::not_a_time;
    return {};
}

}  // namespace

errc fault_of(const field_spec& f, std::string_view value) {
    if (value.empty()) return {};
    if (value.size() > f.max) return errc::value_too_long;
    switch (f.is) {
        case kind::digits:
            return characters(value, is_digit);
        case kind::one_of:
            return f.allowed.find(value.front()) == std::string_view::npos ? errc::wrong_characters : errc{};
        case kind::hex:
            if (value.size() % 2 != 0) return errc::wrong_size;
            return characters(value, is_hex);
        case kind::originator:
            return characters(value, is_hex);
        case kind::text:
            return characters(value, is_text);
        case kind::fixed_digits:
        case kind::minutes:
        case kind::seconds:
            return fault_of_fixed(f, value);
    }
    return errc::wrong_characters;
}

}  // namespace hermod::wire::ucp
