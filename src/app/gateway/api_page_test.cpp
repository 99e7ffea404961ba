// The requests that docs/api.md shows are taken, and the answers that it shows are those that are given.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <vector>

#include "accept/checks.hpp"
#include "api/estimate_json.hpp"
#include "api/submission_json.hpp"
#include "app/gateway/tlv_names.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

struct example {
    std::string path, body, answer;
};

// Each -d '...' with the path of its curl, and the JSON of the block that follows.
std::vector<example> examples() {
    std::ifstream in(std::filesystem::path(HERMOD_DOCS) / "api.md");
    std::vector<example> out;
    std::string path;
    bool answering = false;
    for (std::string line; std::getline(in, line);) {
        if (const auto at = line.find(":8080/v1/"); at != line.npos) path = line.substr(at + 5, line.find(' ', at) - at - 5);
        if (const auto at = line.find("-d '"); at != line.npos) {
            out.push_back({path, line.substr(at + 4, line.rfind('\'') - at - 4), {}});
            continue;
        }
        if (line == "```sh" || line.starts_with("#")) path.clear();
        if (line.starts_with("{\"") && !path.empty()) answering = true;
        if (line == "```" || line.empty()) answering = false;
        if (answering && !out.empty()) out.back().answer += line;
    }
    return out;
}

}  // namespace

TEST(api_page, shows_requests_that_are_taken_and_the_answers_to_them) {
    const auto words = make_tlv_names({});
    std::size_t messages = 0, answers = 0;
    for (const example& one : examples()) {
        const bool batch = one.path.ends_with("/batch"), estimate = one.path.ends_with("/estimate");
        if (!estimate && !one.path.starts_with("/v1/messages")) continue;  // no message
        api::submission_reader reader;
        reader.use(words.get());
        ASSERT_TRUE(reader.read(one.body, batch      ? api::body_shape::batch
                                          : estimate ? api::body_shape::estimate
                                                     : api::body_shape::one))
            << one.body;
        for (const auto& read : reader.messages()) {
            ++messages;
            EXPECT_TRUE(read.errors.empty()) << one.body << ": " << read.errors.front().detail;
            const auto how = accept::wishes_of(read.what, {}, {});
            const auto told = accept::estimate_carriage(read.what.body, how);
            EXPECT_FALSE(told.refused) << one.body;
            EXPECT_TRUE(std::holds_alternative<std::uint8_t>(accept::choose_data_coding(read.what, told.coding))) << one.body;
            if (one.answer.empty()) continue;
            ++answers;
            std::string text;
            api::append_estimate(text, told);
            auto made = json::parse(text).as_object();
            const auto shown = json::parse(one.answer).as_object();
            if (estimate) {
                EXPECT_EQ(json::value(made), json::value(shown)) << text;
                continue;
            }
            for (const char* member : {"encoding", "parts", "language", "changes"}) {
                const auto* said = shown.if_contains(member);
                const auto* is = made.if_contains(member);
                ASSERT_EQ(said != nullptr, is != nullptr) << one.body << member;
                if (said) {
                    EXPECT_EQ(*said, *is) << one.body;
                }
            }
        }
    }
    EXPECT_GE(messages, 9u);
    EXPECT_EQ(answers, 4u);
}

}  // namespace hermod::app
