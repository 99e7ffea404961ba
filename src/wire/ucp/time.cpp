#include "wire/ucp/time.hpp"

#include <algorithm>

namespace hermod::wire::ucp {
namespace {

using namespace std::chrono;

unsigned pair_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned>((text[at] - '0') * 10 + (text[at + 1] - '0'));
}

std::optional<local_seconds> parse(std::string_view text, std::size_t size) {
    if (text.size() != size || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        return std::nullopt;
    }
    const unsigned yy = pair_at(text, 4);
    const year_month_day date{year{static_cast<int>(yy < 90 ? 2000 + yy : 1900 + yy)}, month{pair_at(text, 2)},
                              day{pair_at(text, 0)}};
    const unsigned h = pair_at(text, 6), m = pair_at(text, 8), s = size == 12 ? pair_at(text, 10) : 0;
    if (!date.ok() || h > 23 || m > 59 || s > 59) return std::nullopt;
    return local_days{date} + hours{h} + minutes{m} + seconds{s};
}

template <std::size_t Size>
std::optional<time_text<Size>> format(local_seconds t) {
    const local_days midnight = floor<days>(t);
    const year_month_day date{midnight};
    const int y = static_cast<int>(date.year());
    if (y < 1990 || y > 2089) return std::nullopt;
    const hh_mm_ss<seconds> time{t - midnight};
    const unsigned values[] = {static_cast<unsigned>(date.day()),
                               static_cast<unsigned>(date.month()),
                               static_cast<unsigned>(y % 100),
                               static_cast<unsigned>(time.hours().count()),
                               static_cast<unsigned>(time.minutes().count()),
                               static_cast<unsigned>(time.seconds().count())};
    time_text<Size> out;
    for (std::size_t i = 0; i < Size / 2; ++i) {
        out.chars[2 * i] = static_cast<char>('0' + values[i] / 10);
        out.chars[2 * i + 1] = static_cast<char>('0' + values[i] % 10);
    }
    return out;
}

}  // namespace

std::optional<local_seconds> parse_minutes(std::string_view text) {
    return parse(text, 10);
}

std::optional<local_seconds> parse_seconds(std::string_view text) {
    return parse(text, 12);
}

std::optional<time_text<10>> format_minutes(local_seconds t) {
    return format<10>(t);
}

std::optional<time_text<12>> format_seconds(local_seconds t) {
    return format<12>(t);
}

}  // namespace hermod::wire::ucp
