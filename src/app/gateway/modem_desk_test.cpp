#include "app/gateway/modem_desk.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace hermod::app {
namespace {

class pool final : public modem_pool {
public:
    explicit pool(std::vector<std::string> names) {
        auto all = std::make_shared<std::vector<modem_status>>();
        for (auto& name : names) all->emplace_back().name = std::move(name);
        states_ = std::move(all);
    }
    modem_list modem_states() const override { return states_; }
    void ask_ussd(std::string_view modem, std::string code, ussd_heard then) override {
        asked.push_back(std::string(modem) + " " + code);
        then({ussd_answer::kind::done, "yes"});
    }
    std::vector<std::string> asked;

private:
    modem_list states_;
};

struct modem_desk_test : testing::Test {
    modem_desk_test() {
        desk.add("north", io.get_executor(), north);
        desk.add("south", io.get_executor(), south);
    }
    ussd_answer ask(std::string modem) {
        ussd_answer out;
        desk.ask(std::move(modem), "*100#", [&](ussd_answer a) { out = std::move(a); });
        io.restart();
        io.run();
        return out;
    }
    boost::asio::io_context io;
    pool north{{"sim1", "sim2"}}, south{{"sim1", "sim3"}};
    modem_desk desk;
};

TEST_F(modem_desk_test, shows_each_connectors_modems) {
    const auto all = desk.look();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[1].connector, "south");
    EXPECT_EQ(all[1].modems->at(1).name, "sim3");
}

TEST_F(modem_desk_test, asks_the_modem_of_that_name_on_its_own_executor) {
    EXPECT_EQ(ask("sim3").text, "yes");
    EXPECT_EQ(ask("north/sim1").text, "yes");
    EXPECT_EQ(south.asked, std::vector<std::string>{"sim3 *100#"});
    EXPECT_EQ(north.asked, std::vector<std::string>{"sim1 *100#"});
}

TEST_F(modem_desk_test, a_name_that_two_have_or_nobody_is_refused) {
    EXPECT_EQ(ask("sim1").text, "two modems have this name: write connector/modem");
    EXPECT_EQ(ask("sim9").text, "there is no modem \"sim9\"");
    EXPECT_EQ(ask("sim9").is, ussd_answer::kind::unavailable);
}

}  // namespace
}  // namespace hermod::app
