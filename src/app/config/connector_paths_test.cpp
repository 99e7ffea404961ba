#include <gtest/gtest.h>

#include "app/config/config.hpp"

namespace hermod::app {
namespace {

constexpr std::string_view api[] = {"/v1", "/metrics", "/"};

std::any read_path(table_reader& table) {
    std::string path;
    table.text("path", path);
    return path;
}
std::vector<std::string> its_path(const std::any& options) { return {std::any_cast<const std::string&>(options)}; }

std::vector<std::string> problems(const std::string& connectors) {
    const connector_type types[] = {{"http", read_path, its_path}};
    config_vocabulary words{types};
    words.api_paths = api;
    std::vector<std::string> out;
    for (const auto& one : parse_config(connectors, "c.toml", words).problems)
        if (one.how_bad == problem::severity::error) out.push_back(to_text(one));
    return out;
}

std::string connector(const std::string& name, const std::string& path) {
    return "[[connector]]\nname = \"" + name + "\"\ntype = \"http\"\npath = \"" + path + "\"\n";
}

using texts = std::vector<std::string>;

}  // namespace

TEST(connector_paths_in_configuration, a_path_of_the_api_is_refused) {
    EXPECT_EQ(problems(connector("a", "/v1/in")), texts{"c.toml:2:8: error: connector[0].name: asks for the path /v1/in, which is the API's"});
    EXPECT_EQ(problems(connector("a", "/metrics")), texts{"c.toml:2:8: error: connector[0].name: asks for the path /metrics, which is the API's"});
    EXPECT_EQ(problems(connector("a", "/")), texts{"c.toml:2:8: error: connector[0].name: asks for the path /, which is the API's"});
    EXPECT_EQ(problems(connector("a", "/v1x")), texts{});
    EXPECT_EQ(problems(connector("a", "/in/a")), texts{});
}

TEST(connector_paths_in_configuration, two_connectors_cannot_have_one_path) {
    EXPECT_EQ(problems(connector("a", "/in/x") + connector("b", "/in/x")),
              texts{"c.toml:6:8: error: connector[1].name: asks for the path /in/x, which is that of connector \"a\""});
    EXPECT_EQ(problems(connector("a", "/in/x") + connector("b", "/in/y")), texts{});
}

}  // namespace hermod::app
