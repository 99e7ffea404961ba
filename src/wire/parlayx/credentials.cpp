#include "wire/parlayx/credentials.hpp"

#include <algorithm>

namespace hermod::wire::parlayx {
namespace {

void append_digits(std::string& out, int value, std::size_t width) {
    std::string digits = std::to_string(value);
    out.append(width - std::min(width, digits.size()), '0').append(digits);
}

}  // namespace

std::string sp_password(std::string_view sp_id, std::string_view password, std::string_view time_stamp, md5_function md5) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t octet : md5(std::string(sp_id).append(password).append(time_stamp)))
        out.append(1, digits[octet >> 4]).append(1, digits[octet & 15]);
    return out;
}

std::string time_stamp(std::chrono::local_seconds when) {
    using namespace std::chrono;
    const auto day = floor<days>(when);
    const year_month_day date(day);
    const hh_mm_ss time(when - day);
    std::string out;
    append_digits(out, int(date.year()), 4);
    append_digits(out, static_cast<int>(unsigned(date.month())), 2);
    append_digits(out, static_cast<int>(unsigned(date.day())), 2);
    append_digits(out, static_cast<int>(time.hours().count()), 2);
    append_digits(out, static_cast<int>(time.minutes().count()), 2);
    append_digits(out, static_cast<int>(time.seconds().count()), 2);
    return out;
}

}  // namespace hermod::wire::parlayx
