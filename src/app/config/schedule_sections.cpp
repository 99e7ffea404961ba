// [zones] and [[window]].
#include <algorithm>

#include "app/config/named_file.hpp"
#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

// "09:00-20:00" of each of the days.
void read_hours(table_reader& table, std::string_view key, const std::vector<int>& days, zones::week_hours& into) {
    std::vector<std::string> written;
    if (!table.texts(key, written)) return;
    if (written.empty()) table.error(key, "is an empty list");
    for (std::size_t i = 0; i < written.size(); ++i) {
        std::pair<int, int> span;
        if (auto wrong = zones::week_hours::parse_hours(written[i], span); !wrong.empty()) {
            table.error(key, std::move(wrong), i);
            continue;
        }
        for (const int day : days) into.add(day * zones::minutes_of_day + span.first, day * zones::minutes_of_day + span.second);
    }
}

std::vector<int> read_window_days(table_reader& table) {
    std::vector<int> days;
    std::vector<std::string> written;
    if (!table.texts("days", written)) return {0, 1, 2, 3, 4, 5, 6};
    if (written.empty()) table.error("days", "is an empty list");
    for (std::size_t i = 0; i < written.size(); ++i)
        if (auto wrong = zones::week_hours::parse_days(written[i], days); !wrong.empty())
            table.error("days", std::move(wrong), i);
    return days;
}

void read_except(table_reader& table, zones::window& into) {
    std::vector<std::string> written;
    table.texts("except", written);
    for (std::size_t i = 0; i < written.size(); ++i) {
        const auto midnight = written[i].size() == 10 ? zones::parse_local(written[i] + "T00:00") : std::nullopt;
        if (midnight)
            into.except.push_back(std::chrono::floor<std::chrono::days>(*midnight));
        else
            table.error("except", '"' + written[i] + "\" is no day: write \"2026-12-25\"", i);
    }
    std::sort(into.except.begin(), into.except.end());
}

void read_zone(table_reader& table, std::string_view key, std::optional<zones::zone>& out) {
    std::string written;
    if (!table.text(key, written) || written == "recipient") return;
    out = zones::find_zone(written);
    if (!out) table.error(key, zones::no_such_zone(written) + (key == "zone" ? "; \"recipient\" is possible too" : ""));
}

}  // namespace

zones_config read_zones(table_reader& table) {
    zones_config out;
    std::optional<zones::zone> otherwise;
    std::string written;
    if (table.text("otherwise", written) && !(otherwise = zones::find_zone(written)))
        table.error("otherwise", zones::no_such_zone(written));
    auto places = zones::prefix_zones::built_in(otherwise.value_or(zones::zone()));
    if (const auto text = read_named_file(table, "table", out.table)) report(table.out(), out.table, places.add_csv(*text));
    out.places = std::make_shared<const zones::prefix_zones>(std::move(places));
    table.finish();
    return out;
}

zones_config usual_zones() {
    zones_config out;
    out.places = std::make_shared<const zones::prefix_zones>(zones::prefix_zones::built_in());
    return out;
}

window_config read_window(table_reader& table) {
    window_config out;
    table.require({"name"});
    table.name("name", out.name);
    const auto days = read_window_days(table);
    zones::week_hours quiet;
    if (table.has("hours") && table.has("quiet"))
        table.error("quiet", "and \"hours\" exclude each other: one says when it is closed, the other when it is open");
    if (!table.has("hours") && !table.has("quiet") && !table.has("days") && !table.has("except"))
        table.error("hours", "is missing, and so are \"quiet\", \"days\" and \"except\": the window would always be open");
    read_hours(table, "quiet", days, quiet);
    read_hours(table, "hours", days, out.hours.open);
    if (table.has("quiet"))
        out.hours.open = quiet.others();
    else if (!table.has("hours"))
        for (const int day : days) out.hours.open.add(day * zones::minutes_of_day, (day + 1) * zones::minutes_of_day);
    if (table.has("quiet") && out.hours.open.empty()) table.error("quiet", "leaves no time at all");
    read_except(table, out.hours);
    read_zone(table, "zone", out.zone);
    std::optional<std::uint8_t> exempt;
    if (table.number("exempt_priority", exempt, 1, 3)) out.exempt_priority = exempt;
    table.texts("accounts", out.accounts);
    table.texts("routes", out.routes);
    if (table.texts("prefix", out.prefix)) {
        for (std::size_t i = 0; i < out.prefix.size(); ++i) {
            auto& prefix = out.prefix[i];
            if (prefix.starts_with('+')) prefix.erase(0, 1);
            if (prefix.empty() || prefix.size() > 15 || prefix.find_first_not_of("0123456789") != std::string::npos)
                table.error("prefix", "is no beginning of a number: write \"+44\" or \"4477\"", i);
        }
    }
    return out;
}

// After accounts and routes: who is bound must be there, and an account's own window too.
void check_windows(std::vector<table_reader>& windows, std::vector<table_reader>& accounts, const config& values) {
    std::vector<std::string_view> account_names, route_names, window_names;
    for (const auto& one : values.accounts) account_names.push_back(one.name);
    for (const auto& one : values.routes) route_names.push_back(one.name);
    for (const auto& one : values.windows) window_names.push_back(one.name);
    const auto check = [](table_reader& table, std::string_view key, std::optional<std::size_t> index, const std::string& written,
                          std::string_view what, const std::vector<std::string_view>& names) {
        if (std::find(names.begin(), names.end(), written) == names.end())
            table.error(key, "there is no " + std::string(what) + " \"" + written + '"' + suggestion(written, names), index);
    };
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const window_config& w = values.windows[i];
        for (std::size_t n = 0; n < i; ++n)
            if (!w.name.empty() && values.windows[n].name == w.name) windows[i].error("name", '"' + w.name + "\" is used twice");
        for (std::size_t n = 0; n < w.accounts.size(); ++n)
            check(windows[i], "accounts", n, w.accounts[n], "account", account_names);
        for (std::size_t n = 0; n < w.routes.size(); ++n) check(windows[i], "routes", n, w.routes[n], "route", route_names);
    }
    for (std::size_t i = 0; i < accounts.size(); ++i)
        if (const std::string& named = values.accounts[i].send_window; !named.empty())
            check(accounts[i], "send_window", {}, named, "window", window_names);
}

}  // namespace hermod::app
