#include "app/gateway/reloader.hpp"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace hermod::app {
namespace {

config_ptr with_route(const std::string& route, const std::string& store = "memory:") {
    auto out = std::make_shared<config>();
    out->fixed["[store]"] = store;
    out->changing["[[route]]"] = route;
    return out;
}

class reloading : public testing::Test {
protected:
    void start() {
        made_ = std::make_unique<reloader>(
            with_route("one"), reloader::hands{[this] {
                                                   loaded_config out;
                                                   out.values = *next_;
                                                   out.problems = problems_;
                                                   return out;
                                               },
                                               [this](const config_ptr& taken) {
                                                   if (refuses_) throw std::runtime_error("no");
                                                   taken_.push_back(taken->changing.at("[[route]]"));
                                               },
                                               [] { return from_micros(1'795'446'023'000'000); }});
        made_->start();
    }
    api::config_report ask(bool back = false) {
        std::promise<api::config_report> answer;
        const auto heard = [&](api::config_report report) { answer.set_value(std::move(report)); };
        if (back) made_->roll_back(heard);
        else made_->reload(heard);
        return answer.get_future().get();
    }

    config_ptr next_ = with_route("two");
    std::vector<settings::problem> problems_;
    bool refuses_ = false;
    std::vector<std::string> taken_;
    std::unique_ptr<reloader> made_;
};

}  // namespace

TEST_F(reloading, takes_over_what_is_right_and_names_what_changed) {
    start();
    const auto report = ask();
    EXPECT_TRUE(report.applied);
    EXPECT_EQ(report.running, 2u);
    EXPECT_EQ(report.changed, std::vector<std::string>{"[[route]]"});
    EXPECT_EQ(taken_, std::vector<std::string>{"two"});
    ASSERT_EQ(made_->versions().size(), 2u);
    EXPECT_EQ(made_->versions().front().number, 2u);
}

TEST_F(reloading, takes_nothing_of_what_is_wrong_and_says_where) {
    start();
    problems_.push_back({settings::problem::severity::error, "shop.toml", {12, 1}, "route[0].to", "leads nowhere", {}});
    const auto report = ask();
    EXPECT_FALSE(report.applied);
    EXPECT_EQ(report.running, 1u);
    ASSERT_EQ(report.problems.size(), 1u);
    EXPECT_NE(report.problems[0].find("shop.toml:12:1"), std::string::npos);
    EXPECT_TRUE(taken_.empty());
}

TEST_F(reloading, takes_nothing_where_something_needs_a_restart) {
    start();
    next_ = with_route("two", "sqlite:other.db");
    const auto report = ask();
    EXPECT_FALSE(report.applied);
    ASSERT_EQ(report.problems.size(), 1u);
    EXPECT_EQ(report.problems[0], "[store] has changed: that needs a restart, nothing was taken over");
    EXPECT_TRUE(taken_.empty());
}

TEST_F(reloading, goes_on_with_the_old_one_when_the_new_one_cannot_be_taken_over) {
    start();
    refuses_ = true;
    EXPECT_EQ(ask().problems, std::vector<std::string>{"no"});
    EXPECT_EQ(made_->versions().size(), 1u);
    refuses_ = false;
    EXPECT_TRUE(ask().applied);
}

TEST_F(reloading, goes_back_version_by_version) {
    start();
    ask();
    next_ = with_route("three");
    EXPECT_EQ(ask().running, 3u);
    EXPECT_EQ(ask(true).running, 2u);
    EXPECT_EQ(ask(true).running, 1u);
    EXPECT_FALSE(ask(true).applied);
    EXPECT_EQ(taken_, (std::vector<std::string>{"two", "three", "two", "one"}));
    next_ = with_route("four");
    EXPECT_EQ(ask().running, 4u) << "a number is never used twice";
}

TEST_F(reloading, keeps_only_a_few_versions) {
    start();
    for (int i = 0; i < 10; ++i) {
        next_ = with_route(std::to_string(i));
        ask();
    }
    EXPECT_EQ(made_->versions().size(), reloader::most_kept);
}

}  // namespace hermod::app
