#include "app/config/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hermod::app {
namespace {

using settings::entry;
using settings::setting;
using settings::setting_list;
using settings::setting_table;

// Made when the program starts: sockets, files, connectors, threads.
constexpr std::array<std::string_view, 9> fixed_sections{"store", "http", "callbacks", "smpp", "ucp", "cimd2", "inbound", "tlv", "connector"};
// Of [log] these are switches; the rest is the file.
constexpr std::array<std::string_view, 4> log_switches{"level", "access", "pdus", "mask_numbers"};

template <class Words>
bool is_one_of(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

void append(std::string& out, const setting& what);

// Tables have no order.
void append(std::string& out, const setting_table& what) {
    std::map<std::string_view, const setting*> sorted;
    for (const entry& one : what.entries) sorted.emplace(one.key, &one.what);
    out += '{';
    for (const auto& [key, value] : sorted) {
        out += key;
        out += '=';
        append(out, *value);
    }
    out += '}';
}

void append(std::string& out, const setting& what) {
    if (const auto* table = std::get_if<setting_table>(&what.value)) return append(out, *table);
    if (const auto* list = std::get_if<setting_list>(&what.value)) {
        out += '[';
        for (const setting& one : *list) append(out, one);
        out += ']';
        return;
    }
    if (const auto* text = std::get_if<std::string>(&what.value)) out += std::to_string(text->size()) + ':' + *text;
    else if (const auto* whole = std::get_if<std::int64_t>(&what.value)) out += std::to_string(*whole);
    else if (const auto* fraction = std::get_if<double>(&what.value)) out += std::to_string(*fraction) + 'f';
    else if (const auto* flag = std::get_if<bool>(&what.value)) out += *flag ? "true" : "false";
    out += ';';
}

std::string name_in(const setting& table) {
    const auto* all = std::get_if<setting_table>(&table.value);
    const entry* name = all ? all->find("name") : nullptr;
    const auto* text = name ? std::get_if<std::string>(&name->what.value) : nullptr;
    return text ? *text : std::string();
}

}  // namespace

fingerprints fingerprints_of(const setting_table& root) {
    fingerprints out;
    for (const entry& section : root.entries) {
        if (section.key == "log") {
            const auto* all = std::get_if<setting_table>(&section.what.value);
            if (!all) continue;
            setting_table switches{}, rest{};
            for (const entry& one : all->entries) (is_one_of(log_switches, one.key) ? switches : rest).entries.push_back(one);
            append(out.changing["[log]"], switches);
            append(out.fixed["[log]"], rest);
            continue;
        }
        const bool fixed = is_one_of(fixed_sections, section.key);
        auto& into = fixed ? out.fixed : out.changing;
        const auto* list = std::get_if<setting_list>(&section.what.value);
        if (!fixed || !list) {
            append(into[list ? "[[" + section.key + "]]" : "[" + section.key + "]"], section.what);
            continue;
        }
        for (const setting& one : *list) append(into["[[" + section.key + "]] \"" + name_in(one) + '"'], one);
    }
    if (std::string& log = out.fixed["[log]"]; log.empty()) log = "{}";  // a section without them is as one that is not there
    return out;
}

}  // namespace hermod::app
