// What concerns limits: [[number_list]], [limits], [[limit]], and the keys of accounts for them.
#include <algorithm>

#include "app/config/named_file.hpp"
#include "app/config/sections.hpp"
#include "base/nearest.hpp"

namespace hermod::app {
namespace {

constexpr std::int64_t most_rate = 1'000'000, most_messages = 1'000'000;
constexpr std::int64_t longest_seconds = 366LL * 86'400;  // limits/pace.hpp

void read_numbers(table_reader& table, number_list_config& out) {
    const auto text = read_named_file(table, "file", out.file);
    if (!text) return;
    auto read = limits::number_list::parse(*text);
    report(table.out(), out.file, read.faults);
    out.numbers = std::move(read.list);
}

template <class Items>
std::vector<std::string_view> names_of(const Items& items) {
    std::vector<std::string_view> out;
    for (const auto& one : items) out.push_back(one.name);
    return out;
}

void check_names(table_reader& table, std::string_view key, const std::vector<std::string>& written, std::string_view what,
                 const std::vector<std::string_view>& names) {
    for (std::size_t i = 0; i < written.size(); ++i)
        if (std::find(names.begin(), names.end(), written[i]) == names.end())
            table.error(key, "there is no " + std::string(what) + " \"" + written[i] + '"' + suggestion(written[i], names), i,
                        std::string(nearest(written[i], names)));
}

void read_limit_prefixes(table_reader& table, std::vector<std::string>& out) {
    table.texts("prefix", out);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i].starts_with('+')) out[i].erase(0, 1);
        if (out[i].empty() || out[i].size() > 15 || out[i].front() == '0' ||
            out[i].find_first_not_of("0123456789") != std::string::npos)
            table.error("prefix", "is no beginning of a number: write \"+44\" or \"4477\"", i);
    }
}

bool has(const std::vector<limit_scope>& in, limit_scope what) {
    return std::find(in.begin(), in.end(), what) != in.end();
}

void read_amounts(table_reader& table, limit_config& out) {
    const bool rate = table.number("rate", out.rate, 1, most_rate);
    const bool messages = table.number("messages", out.messages, 1, most_messages);
    const bool recipients = table.number("recipients", out.recipients, 1, most_messages);
    const bool jump = table.number("jump", out.jump, 2, 1'000);
    table.number("at_least", out.at_least, 1, most_messages);
    const int ways = table.has("rate") + table.has("messages") + table.has("recipients") + table.has("jump");
    if (ways == 0) table.error("", "says no amount: give rate, or messages, recipients or jump with within_seconds");
    if (ways > 1)
        table.error(table.has("messages")     ? "messages"
                    : table.has("recipients") ? "recipients"
                                              : "jump",
                    "is one amount too many: a limit has rate, messages, recipients or jump");
    table.word("per", out.per,
               {{"second", limit_period::second},
                {"minute", limit_period::minute},
                {"hour", limit_period::hour},
                {"day", limit_period::day}});
    table.number("burst", out.burst, 1, most_rate);
    table.number("within_seconds", out.within_seconds, 1, 31 * 86'400);
    table.word("over", out.over, {{"refuse", limit_over::refuse}, {"wait", limit_over::wait}, {"hold", limit_over::hold}});
    table.word("counts", out.counts, {{"messages", limit_counts::messages}, {"parts", limit_counts::parts}});
    if (recipients && out.counts == limit_counts::parts)
        table.error("counts", "goes with rate, messages or jump; this limit counts recipients");
    if (out.over == limit_over::hold && !table.has("jump")) table.error("over", "\"hold\" goes with jump");
    if (jump)
        table.require({"at_least"});
    else if (table.has("at_least") && !table.has("jump"))
        table.error("at_least", "goes with jump");
    if (jump && table.has("within_seconds") && out.within_seconds < 60)
        table.error("within_seconds", "is too short for a jump: 60 at least");
    if (messages || recipients || jump) {
        table.require({"within_seconds"});
        for (const auto key : {"per", "burst"})
            if (table.has(key)) table.error(key, "goes with rate; this limit counts within within_seconds");
        if (out.over == limit_over::wait) table.error("over", "\"wait\" goes with rate: what waits has to know for how long");
    } else if (rate) {
        if (table.has("within_seconds")) table.error("within_seconds", "goes with messages or recipients; of a rate write per");
        const auto period = static_cast<std::int64_t>(out.per);
        if (std::int64_t{out.burst} * period / out.rate > longest_seconds)
            table.error("burst", "takes longer than a year to come back at this rate");
    }
}

limit_config read_limit(table_reader& table) {
    limit_config out;
    table.require({"name"});
    table.name("name", out.name);
    table.texts("account", out.account);
    table.texts("sender", out.sender);
    read_limit_prefixes(table, out.prefix);
    table.words("scope", out.scope,
                {{"account", limit_scope::account},
                 {"sender", limit_scope::sender},
                 {"recipient", limit_scope::recipient},
                 {"prefix", limit_scope::prefix}});
    table.number("prefix_digits", out.prefix_digits, 1, 15);
    if (table.has("prefix_digits") && !has(out.scope, limit_scope::prefix))
        table.error("prefix_digits", "goes with scope = [\"prefix\"]");
    if (has(out.scope, limit_scope::prefix) && out.prefix.empty() && out.prefix_digits == 0)
        table.error("scope", "\"prefix\" needs prefix, a list, or prefix_digits");
    read_amounts(table, out);
    return out;
}

}  // namespace

void read_account_limits(table_reader& table, account_config& out) {
    account_limits_config& mine = out.limits;
    table.number("rate", mine.rate, 0, most_rate);
    table.number("burst", mine.burst, 1, most_rate);
    if (table.has("burst") && mine.rate == 0) table.error("burst", "goes with rate");
    table.number("duplicate_seconds", mine.duplicate_seconds, 0, 7 * 86'400);
    table.texts("allow", mine.allow);
    table.texts("deny", mine.deny);
}

void read_limits(table_reader& file, std::vector<table_reader>& accounts, config& out) {
    for (auto& table : file.tables("number_list")) {
        number_list_config one;
        table.require({"name", "file"});
        if (table.name("name", one.name) && std::any_of(out.number_lists.begin(), out.number_lists.end(),
                                                        [&](const auto& other) { return other.name == one.name; }))
            table.error("name", '"' + one.name + "\" is used twice");
        read_numbers(table, one);
        table.finish();
        out.number_lists.push_back(std::move(one));
    }
    const auto lists = names_of(out.number_lists);
    for (std::size_t i = 0; i < out.accounts.size(); ++i) {
        check_names(accounts[i], "allow", out.accounts[i].limits.allow, "number list", lists);
        check_names(accounts[i], "deny", out.accounts[i].limits.deny, "number list", lists);
    }
    if (auto table = file.table("limits")) {
        if (table->texts("deny", out.limits.deny)) check_names(*table, "deny", out.limits.deny, "number list", lists);
        table->number("most_keys", out.limits.most_keys, 1'000, 100'000'000);
        table->number("most_duplicates", out.limits.most_duplicates, 1'000, 100'000'000);
        table->finish();
    }
    for (auto& table : file.tables("limit")) {
        auto one = read_limit(table);
        if (!one.name.empty() &&
            std::any_of(out.all_limits.begin(), out.all_limits.end(), [&](const auto& other) { return other.name == one.name; }))
            table.error("name", '"' + one.name + "\" is used twice");
        check_names(table, "account", one.account, "account", names_of(out.accounts));
        table.finish();
        out.all_limits.push_back(std::move(one));
    }
}

}  // namespace hermod::app
