// Texts of people about times: rules of recurrence, tables of zones, hours, local times. Whatever they say, occurrences go
// forward, hours are of the day, and a local time is read back as it was written.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "zones/prefix_zones.hpp"
#include "zones/recurrence.hpp"
#include "zones/window.hpp"

namespace {

using namespace hermod;

void must(bool holds) {
    if (!holds) std::abort();
}

void recurrence(std::string_view text) {
    const auto end = text.find('\n');
    if (end == text.npos) return;
    const auto start = zones::parse_local(text.substr(end + 1));
    if (!start) return;
    static const auto in = *zones::find_zone("Europe/Zurich");
    const auto read = zones::recurrence::parse(text.substr(0, end), *start, in);
    const auto* rule = std::get_if<zones::recurrence>(&read);
    if (!rule) return must(!std::get<std::string>(read).empty());
    auto one = rule->first();
    if (one) must(one->shown >= *start && one->number == 1);
    for (int i = 0; one && i < 5; ++i) {
        const auto next = rule->next(*one);
        if (next) must(next->at > one->at && next->shown > one->shown && next->number == one->number + 1);
        one = next;
    }
}

void hours(std::string_view text) {
    std::vector<int> days;
    std::pair<int, int> span;
    if (zones::week_hours::parse_days(text, days).empty()) must(!days.empty() && days.size() <= 7);
    if (!zones::week_hours::parse_hours(text, span).empty()) return;
    must(span.first >= 0 && span.first < zones::minutes_of_day && span.second > span.first &&
         span.second <= 2 * zones::minutes_of_day);
    zones::week_hours week;
    week.add(6 * zones::minutes_of_day + span.first, 6 * zones::minutes_of_day + span.second);
    must(week.contains(6 * zones::minutes_of_day + span.first));
}

void table(std::string_view text) {
    zones::prefix_zones places;
    const auto faults = places.add_csv(text);
    for (const auto& fault : faults.listed()) must(fault.line > 0 && !fault.what.empty());
    must(!places.of(text).empty());
}

void local(std::string_view text) {
    if (const auto shown = zones::parse_local(text))
        must(zones::parse_local(zones::to_text(*shown)) == std::chrono::floor<std::chrono::seconds>(*shown));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 2000) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0]) {
        case 'r':
            recurrence(text);
            break;
        case 'h':
            hours(text);
            break;
        case 'c':
            table(text);
            break;
        default:
            local(text);
    }
    return 0;
}
