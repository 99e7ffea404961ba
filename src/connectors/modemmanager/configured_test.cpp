#include "connectors/modemmanager/configured.hpp"

#include <gmock/gmock.h>

namespace hermod::connectors::modemmanager {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct outcome {
    connector_options options;
    std::vector<std::string> problems;
};

outcome read(std::string_view text) {
    settings::problems found("c.toml");
    const settings::setting_table tree = settings::read_toml(text, "c.toml", found);
    settings::table_reader table(tree, "connector[0]", found);
    outcome out{read_options(table), {}};
    table.finish();
    for (const auto& one : found.sorted()) out.problems.push_back(to_text(one));
    return out;
}

}  // namespace

TEST(modemmanager_configured, needs_nothing) {
    const outcome out = read("");
    EXPECT_THAT(out.problems, IsEmpty());
    EXPECT_EQ(out.options.bus, "system");
    EXPECT_TRUE(out.options.modems.empty());
    EXPECT_TRUE(out.options.enable);
}

TEST(modemmanager_configured, reads_every_key) {
    const outcome out = read(R"(
bus = "unix:path=/run/bus"
modems = ["350000000000014", "+491511000001"]
smsc = "+491710760000"
enable = false
rate = 5
send_timeout_ms = 60000
retry_after_ms = 1000
reconnect_min_ms = 100
reconnect_max_ms = 2000
)");
    EXPECT_THAT(out.problems, IsEmpty());
    EXPECT_EQ(out.options.bus, "unix:path=/run/bus");
    EXPECT_THAT(out.options.modems, ElementsAre("350000000000014", "+491511000001"));
    EXPECT_EQ(out.options.smsc, "+491710760000");
    EXPECT_FALSE(out.options.enable);
    EXPECT_EQ(out.options.rate, 5);
    EXPECT_EQ(out.options.send_timeout.count(), 60'000);
    EXPECT_EQ(out.options.retry_after.count(), 1'000);
    EXPECT_EQ(out.options.reconnect_least.count(), 100);
    EXPECT_EQ(out.options.reconnect_most.count(), 2'000);
}

TEST(modemmanager_configured, says_what_is_wrong_and_where) {
    EXPECT_THAT(read("bus = \"sytem\"").problems, ElementsAre(HasSubstr("D-Bus address")));
    EXPECT_THAT(read("reconnect_min_ms = 5000\nreconnect_max_ms = 100").problems,
                ElementsAre(HasSubstr("is below reconnect_min_ms")));
    EXPECT_THAT(read("modem = \"1\"").problems, ElementsAre(HasSubstr("modems")));
}

}  // namespace hermod::connectors::modemmanager
