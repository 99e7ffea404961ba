// Test only: options of a connector, read from TOML as the program reads them.
#pragma once

#include <gtest/gtest.h>

#include "connectors/mtn/options.hpp"
#include "message/message.hpp"

namespace hermod::connectors::mtn {

struct configured {
    mtn_options options;
    std::vector<std::string> problems;
};

inline configured read_configuration(std::string_view text) {
    settings::problems found("c.toml");
    const settings::setting_table tree = settings::read_toml(text, "c.toml", found);
    configured out;
    if (!found.any_error()) {
        settings::table_reader table(tree, "connector[0]", found);
        out.options = read_mtn_options(table);
        table.finish();
    }
    for (const auto& one : found.sorted()) out.problems.push_back(to_text(one));
    return out;
}

inline mtn_options right_configuration(std::string_view text) {
    ::setenv("MTN_TEST_SECRET", "s3cret", 1);
    configured read = read_configuration(text);
    EXPECT_EQ(read.problems, std::vector<std::string>{}) << text;
    return std::move(read.options);
}

inline mtn_options v3(const std::string& more = {}) {
    return right_configuration(
        "interface = \"madapi-v3\"\napi_key = \"env:MTN_TEST_SECRET\"\npublic_url = \"https://us.example\"\n"
        "caller = { query = \"token\", secret = \"env:MTN_TEST_SECRET\" }\n" +
        more);
}
inline mtn_options v2(const std::string& more = {}) {
    return right_configuration("interface = \"madapi-v2\"\napi_key = \"env:MTN_TEST_SECRET\"\n" + more);
}
inline mtn_options v1(const std::string& more = {}) {
    return right_configuration("interface = \"madapi-v1\"\napi_key = \"env:MTN_TEST_SECRET\"\n" + more);
}
inline mtn_options parlayx_options(const std::string& more = {}) {
    return right_configuration(
        "interface = \"parlayx\"\nbase_url = \"http://sdp.example:8310\"\nsp_id = \"000201\"\nsp_password = "
        "\"env:MTN_TEST_SECRET\"\n"
        "public_url = \"https://us.example\"\ncaller = { open = true }\n" +
        more);
}

inline message a_message(std::string text = "hello", std::string from = "MTN") {
    message made;
    made.id = *parse_message_id("m06HZ3V0CG0001");
    made.from = std::move(from);
    made.to = "+2348030000001";
    made.body = std::move(text);
    made.expires_at = wall_time{} + std::chrono::hours{24};
    return made;
}

}  // namespace hermod::connectors::mtn
