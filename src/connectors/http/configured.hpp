// Test only: options of a connector, read from TOML as the program reads them.
#pragma once

#include <gtest/gtest.h>

#include "connectors/http/options.hpp"

namespace hermod::connectors::http {

struct configured {
    http_options options;
    std::vector<std::string> problems;
};

inline configured read_configuration(std::string_view text) {
    settings::problems found("c.toml");
    const settings::setting_table tree = settings::read_toml(text, "c.toml", found);
    configured out;
    if (!found.any_error()) {
        settings::table_reader table(tree, "connector[0]", found);
        out.options = read_http_options(table);
        table.finish();
    }
    for (const auto& one : found.sorted()) out.problems.push_back(to_text(one));
    return out;
}

inline http_options right_configuration(std::string_view text) {
    configured read = read_configuration(text);
    EXPECT_EQ(read.problems, std::vector<std::string>{}) << text;
    return std::move(read.options);
}

inline message_ptr a_message(std::string text = "hello", std::string from = "Shop") {
    auto made = std::make_shared<message>();
    made->id = *parse_message_id("m06HZ3V0CG0001");
    made->from = std::move(from);
    made->to = "+447700900123";
    made->body = std::move(text);
    made->expires_at = wall_time{} + std::chrono::hours{24};
    return made;
}

}  // namespace hermod::connectors::http
