#include "app/config/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <sstream>
#include <string_view>

namespace hermod::app {
namespace {

using settings::entry;
using settings::setting;
using settings::setting_list;
using settings::setting_table;

// Made when the program starts: sockets, files, threads.
constexpr std::array<std::string_view, 9> fixed_sections{"store", "http", "callbacks", "smpp", "ucp", "cimd2", "inbound", "health", "tlv"};
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

// Of files that a connector reads: another certificate or secret in the same place is another setting.
constexpr std::array<std::string_view, 3> file_keys{"tls_authorities", "tls_certificate", "tls_key"};

void append_files(std::string& out, const setting& what, std::string_view key = {}) {
    if (const auto* table = std::get_if<setting_table>(&what.value))
        for (const entry& one : table->entries) append_files(out, one.what, one.key);
    if (const auto* list = std::get_if<setting_list>(&what.value))
        for (const setting& one : *list) append_files(out, one);
    const auto* text = std::get_if<std::string>(&what.value);
    if (!text) return;
    const bool named = text->starts_with("file:");
    if (!named && !is_one_of(file_keys, key)) return;
    std::ostringstream content;
    if (std::ifstream in(named ? text->substr(5) : *text, std::ios::binary); in) content << in.rdbuf();
    out += std::to_string(std::hash<std::string>{}(content.str())) + ';';
}

std::string text_in(const setting& table, std::string_view key) {
    const auto* all = std::get_if<setting_table>(&table.value);
    const entry* one = all ? all->find(key) : nullptr;
    const auto* text = one ? std::get_if<std::string>(&one->what.value) : nullptr;
    return text ? *text : std::string();
}

}  // namespace

std::string connector_section(std::string_view name) { return "[[connector]] \"" + std::string(name) + '"'; }

fingerprints fingerprints_of(const setting_table& root, const std::function<bool(std::string_view type)>& stays) {
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
        if (list && section.key == "connector") {
            for (const setting& one : *list) {
                const bool fixed_type = stays && stays(text_in(one, "type"));
                std::string& text = (fixed_type ? out.fixed : out.changing)[connector_section(text_in(one, "name"))];
                append(text, one);
                if (!fixed_type) append_files(text, one);
            }
            continue;
        }
        append(into[list ? "[[" + section.key + "]]" : "[" + section.key + "]"], section.what);
    }
    if (std::string& log = out.fixed["[log]"]; log.empty()) log = "{}";  // a section without them is as one that is not there
    return out;
}

}  // namespace hermod::app
