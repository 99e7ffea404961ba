// docs/openapi.yaml and docs/api.md say what the code does: every route, every field, every problem, and nothing else.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "api/http_door.hpp"
#include "api/problem.hpp"
#include "api/routes.hpp"
#include "api/submission_json.hpp"
#include "message/event.hpp"
#include "message/state.hpp"

namespace hermod::api {
namespace {

using lines = std::vector<std::string>;

lines of_text(std::string_view text) {
    lines out;
    std::istringstream in{std::string(text)};
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::size_t indent_of(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

// The lines below `heading` that are indented deeper than it.
lines below(const lines& all, const std::string& heading) {
    lines out;
    std::size_t depth = std::string::npos;
    for (const auto& line : all) {
        if (depth != std::string::npos) {
            if (indent_of(line) <= depth && indent_of(line) < line.size()) break;
            out.push_back(line);
        } else if (line.substr(indent_of(line)) == heading) {
            depth = indent_of(line);
        }
    }
    return out;
}

// Keys that stand directly below a heading.
std::set<std::string> keys_of(const lines& block) {
    std::set<std::string> out;
    const std::size_t depth = block.empty() ? 0 : indent_of(block.front());
    for (const auto& line : block)
        if (indent_of(line) == depth && line.find(':') != std::string::npos)
            out.insert(line.substr(depth, line.find(':') - depth));
    return out;
}

// The words of `enum: [a, b]`, which may go over several lines.
std::set<std::string> enum_of(const lines& block) {
    std::string text;
    for (const auto& line : block) text += line + ' ';
    const auto at = text.find("enum: [");
    if (at == std::string::npos) return {};
    text = text.substr(at + 7, text.find(']', at) - at - 7);
    for (char& c : text)
        if (c == ',') c = ' ';
    std::istringstream in(text);
    std::set<std::string> out;
    for (std::string word; in >> word;) out.insert(word);
    return out;
}

const lines& document() {
    static const lines all = of_text(openapi_text());
    return all;
}

}  // namespace

TEST(openapi, lists_every_route_of_the_code_and_no_other) {
    std::set<std::string> in_code, in_document;
    for (const auto& row : routes())
        in_code.insert(std::string(row.method) + ' ' + std::string(row.path) + ' ' + std::string(row.name));
    std::string path, method;
    for (const auto& line : below(document(), "paths:")) {
        const auto at = indent_of(line);
        if (at == 2 && line[at] == '/') path = line.substr(at, line.size() - at - 1);
        if (at == 4) method = line.substr(at, line.find(':') - at);
        if (at == 6 && line.find("operationId: ") == at) {
            for (char& c : method) c = static_cast<char>(std::toupper(c));
            in_document.insert(method + ' ' + path + ' ' + line.substr(line.find(": ") + 2));
        }
    }
    EXPECT_EQ(in_document, in_code);
}

TEST(openapi, lists_every_field_of_a_message) {
    std::set<std::string> in_code;
    for (const auto name : submission_reader::fields()) in_code.insert(std::string(name));
    EXPECT_EQ(keys_of(below(below(document(), "NewMessage:"), "properties:")), in_code);
}

TEST(openapi, lists_every_state_event_and_problem) {
    std::set<std::string> states, events, problems;
    for (const auto name : state_names) states.insert(std::string(name));
    for (const auto name : event_kind_names) events.insert(std::string(name));
    for (const auto& kind : problem_kinds()) problems.insert(std::string(kind.code));
    EXPECT_EQ(enum_of(below(document(), "State:")), states);
    EXPECT_EQ(enum_of(below(document(), "EventKind:")), events);
    EXPECT_EQ(enum_of(below(document(), "ProblemCode:")), problems);
}

TEST(openapi, names_no_schema_that_it_does_not_define) {
    const auto components = below(document(), "components:");
    std::set<std::string> defined;
    for (const char* section : {"schemas", "responses", "parameters", "headers"})
        for (const auto& key : keys_of(below(components, std::string(section) + ":")))
            defined.insert(std::string(section) + "/" + key);
    std::size_t used = 0;
    for (const auto& line : document()) {
        const auto at = line.find("#/components/");
        if (at == std::string::npos) continue;
        const auto begin = at + 13;
        EXPECT_TRUE(defined.contains(line.substr(begin, line.find_first_of("'\"", begin) - begin))) << line;
        ++used;
    }
    EXPECT_GT(used, 20u);
}

TEST(api_page, has_the_table_of_problems) {
    std::ifstream in(std::filesystem::path(HERMOD_DOCS) / "api.md");
    ASSERT_TRUE(in);
    std::stringstream text;
    text << in.rdbuf();
    const auto page = of_text(text.str());
    std::set<std::string> rows, expected;
    for (const auto& line : page)
        if (line.starts_with("| `") && line.find("` | 4") + 1 + line.find("` | 5") + 1 > 0) rows.insert(line);
    for (const auto& kind : problem_kinds())
        expected.insert("| `" + std::string(kind.code) + "` | " + std::to_string(kind.status) + " | " + std::string(kind.title) +
                        ". " + std::string(kind.meaning) + " |");
    EXPECT_EQ(rows, expected);
}

}  // namespace hermod::api
