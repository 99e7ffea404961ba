#include <algorithm>

#include "accept/hold.hpp"
#include "accept/newcomers.hpp"
#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

bool is_digits(const std::string& text) {
    return !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string::npos;
}

hold_config read_hold(table_reader& table, const config& values) {
    hold_config out;
    table.require({"name"});
    table.name("name", out.name);
    if (table.text("account", out.account) &&
        std::none_of(values.accounts.begin(), values.accounts.end(), [&](const auto& a) { return a.name == out.account; }))
        table.error("account", "there is no account \"" + out.account + '"');
    if (table.text("text", out.text)) {
        std::string why;
        if (out.text.empty())
            table.error("text", "is empty");
        else if (!accept::compile_text(out.text, why))
            table.error("text", "is no regular expression: " + why);
    }
    if (table.text("from", out.from, 21)) {
        if (out.from.starts_with('+')) out.from.erase(0, 1);
        if (out.from.empty() || out.from.find('*') < out.from.size() - 1)
            table.error("from", "is no sender: write a number, a name, or a beginning with \"*\" behind it");
    }
    if (table.texts("prefix", out.prefix))
        for (std::size_t i = 0; i < out.prefix.size(); ++i) {
            if (out.prefix[i].starts_with('+')) out.prefix[i].erase(0, 1);
            if (!is_digits(out.prefix[i])) table.error("prefix", "is no beginning of a number: write \"+44\" or \"4477\"", i);
        }
    table.number("first", out.first, 1, accept::newcomers::most);
    if (!table.has("account") && !table.has("text") && !table.has("from") && !table.has("prefix") && !table.has("first"))
        table.warning("name", "says nothing of what is to be held: all messages are");
    table.finish();
    return out;
}

}  // namespace

std::vector<hold_config> read_holds(table_reader& file, const config& values) {
    std::vector<hold_config> all;
    for (auto& table : file.tables("hold")) {
        hold_config one = read_hold(table, values);
        const bool twice = std::any_of(all.begin(), all.end(), [&](const auto& other) { return other.name == one.name; });
        if (twice && !one.name.empty()) table.error("name", '"' + one.name + "\" is used twice");
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace hermod::app
