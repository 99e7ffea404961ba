#include "app/config/route_conditions.hpp"

#include <algorithm>

#include "app/config/references.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t longest_prefix = 15, longest_expression = 1'000, longest_word = 100;

bool is_prefix(std::string_view text) {
    return !text.empty() && text.size() <= longest_prefix && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void read_prefixes(table_reader& table, std::vector<std::string>& out) {
    if (!one_or_more(table, "prefix", out, 4096)) return;
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& prefix = out[i];
        if (prefix.starts_with('+')) prefix.erase(0, 1);
        if (!is_prefix(prefix)) table.error("prefix", "is no beginning of a number: write \"+44\" or \"4477\"", i);
    }
}

// label = { networks = ["228-01"] }: of each table that is named, one of the labels.
void read_labels(table_reader& table, const config& values, std::vector<route::label_condition>& out) {
    const setting_table* written = table.free_table("label");
    if (!written) return;
    table_reader reader(*written, table.path() + ".label", table.out());
    for (const entry& one : written->entries) {
        check_reference(reader, one.key, {}, one.key, "prefix table", names_of(values.prefix_tables));
        const auto at = std::find_if(values.prefix_tables.begin(), values.prefix_tables.end(), [&](const auto& t) { return t.name == one.key; });
        route::label_condition made;
        if (!one_or_more(reader, one.key, made.any_of, longest_word)) continue;
        if (made.any_of.empty()) reader.error(one.key, "is an empty list");
        if (at == values.prefix_tables.end() || !at->table) continue;
        made.table = at->table;
        for (std::size_t i = 0; i < made.any_of.size(); ++i)
            if (made.table->place_of(made.any_of[i]) == route::label_table::none)
                reader.warning(one.key, "the table has no label \"" + made.any_of[i] + '"');
        out.push_back(std::move(made));
    }
    if (written->entries.empty()) table.error("label", "names no table: write label = { TABLE = [\"LABEL\"] }");
}

void read_text(table_reader& table, route::pattern_ptr& out) {
    std::string expression;
    if (!table.text("text", expression, longest_expression)) return;
    auto made = route::pattern::compile(expression);
    if (const auto* wrong = std::get_if<std::string>(&made)) table.error("text", "is no regular expression (RE2): " + *wrong);
    else out = std::get<route::pattern_ptr>(made);
}

void read_keywords(table_reader& table, std::vector<std::string>& out) {
    if (!one_or_more(table, "keyword", out, longest_word)) return;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (route::keyword_of(out[i]) != route::small_letters(out[i])) table.error("keyword", "is not one word", i);
}

void read_encodings(table_reader& table, std::uint8_t& out) {
    std::vector<std::string> words;
    if (!one_or_more(table, "encoding", words, longest_word)) return;
    static constexpr std::string_view known[] = {"gsm7", "ucs2", "binary"};
    out = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto at = std::find(std::begin(known), std::end(known), words[i]);
        if (at == std::end(known)) table.unknown_word("encoding", i, words[i], known);
        else out = static_cast<std::uint8_t>(out | 1u << (at - std::begin(known)));
    }
    if (words.empty()) table.error("encoding", "is an empty list");
}

}  // namespace

bool one_or_more(table_reader& table, std::string_view key, std::vector<std::string>& out, std::size_t most_octets) {
    const setting* written = table.any(key);
    if (!written) return false;
    if (std::holds_alternative<std::string>(written->value)) {
        std::string one;
        if (!table.text(key, one, most_octets)) return false;
        out = {std::move(one)};
        return true;
    }
    if (!table.texts(key, out)) return false;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (out[i].size() > most_octets) table.error(key, "is longer than " + std::to_string(most_octets) + " octets", i);
    return true;
}

void read_patterns(table_reader& table, std::string_view key, std::vector<std::string>& out) {
    if (!one_or_more(table, key, out, 22)) return;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (const auto star = out[i].find('*'); star != std::string::npos && star + 1 != out[i].size())
            table.error(key, "has a \"*\" that is not at its end", i);
    if (out.empty()) table.error(key, "is an empty list");
}

void read_tags(table_reader& table, std::string_view key, std::vector<std::string>& out) {
    if (!one_or_more(table, key, out, 64)) return;
    const auto is_octet = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    };
    for (std::size_t i = 0; i < out.size(); ++i)
        if (!std::all_of(out[i].begin(), out[i].end(), is_octet))
            table.error(key, '"' + out[i] + "\" is no tag: letters, digits, \".\", \"_\" or \"-\"", i);
    if (out.empty()) table.error(key, "is an empty list");
}

void read_common_conditions(table_reader& table, const config& values, route::conditions& out) {
    read_prefixes(table, out.prefixes);
    read_labels(table, values, out.labels);
    read_keywords(table, out.keywords);
    read_text(table, out.text);
    read_encodings(table, out.codings);
}

}  // namespace hermod::app
