#include "app/config/fingerprint.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "settings/problems.hpp"

namespace hermod::app {
namespace {

fingerprints of(std::string_view text) {
    settings::problems found("x.toml");
    return fingerprints_of(settings::read_toml(text, "x.toml", found));
}

}  // namespace

TEST(fingerprint, takes_no_notice_of_order_places_and_comments) {
    const auto a = of("[store]\nurl = \"memory:\"\njournal_mb = 3\n[[route]]\nname = \"a\"\nto = [\"x\"]\n");
    const auto b = of("# moved\n[[route]]\nto = [ \"x\" ]\nname = 'a'\n\n[store]\njournal_mb = 3\nurl = \"memory:\"\n");
    EXPECT_EQ(a.fixed, b.fixed);
    EXPECT_EQ(a.changing, b.changing);
}

TEST(fingerprint, sees_every_kind_of_change) {
    const auto first = of("[[route]]\nname = \"a\"\nto = [\"x\", \"y\"]\nn = 1\nf = 1.5\nb = true\n").changing.at("[[route]]");
    for (const char* other : {"[[route]]\nname = \"b\"\nto = [\"x\", \"y\"]\nn = 1\nf = 1.5\nb = true\n",
                              "[[route]]\nname = \"a\"\nto = [\"y\", \"x\"]\nn = 1\nf = 1.5\nb = true\n",
                              "[[route]]\nname = \"a\"\nto = [\"x\", \"y\"]\nn = 2\nf = 1.5\nb = true\n",
                              "[[route]]\nname = \"a\"\nto = [\"x\", \"y\"]\nn = 1\nf = 2.5\nb = true\n",
                              "[[route]]\nname = \"a\"\nto = [\"x\", \"y\"]\nn = 1\nf = 1.5\nb = false\n",
                              "[[route]]\nname = \"a\"\nto = [\"x;1:y\"]\nn = 1\nf = 1.5\nb = true\n"})
        EXPECT_NE(of(other).changing.at("[[route]]"), first) << other;
}

TEST(fingerprint, sees_another_secret_in_the_file_that_a_connector_names) {
    const std::string path = testing::TempDir() + "hermod-fingerprint-" + std::to_string(::getpid());
    const std::string text = "[[connector]]\nname = \"a\"\ntype = \"smpp\"\npassword = \"file:" + path + "\"\n";
    const auto with = [&](const char* secret) {
        std::ofstream(path) << secret;
        return of(text).changing.at(connector_section("a"));
    };
    const auto first = with("one");
    EXPECT_EQ(with("one"), first);
    EXPECT_NE(with("two"), first);
    EXPECT_EQ(first.find("one"), std::string::npos) << "it is kept nowhere";
    std::remove(path.c_str());
}

TEST(fingerprint, tells_what_may_change_from_what_may_not) {
    const auto all = of("[log]\nlevel = \"info\"\nfile = \"a.log\"\n[[account]]\nname = \"shop\"\n[[connector]]\nname = \"a\"\n[[connector]]\nname = \"b\"\n");
    EXPECT_TRUE(all.changing.contains("[[connector]] \"a\""));
    EXPECT_TRUE(all.changing.contains("[[connector]] \"b\""));
    EXPECT_TRUE(all.changing.contains("[[account]]"));
    const auto louder = of("[log]\nlevel = \"debug\"\nfile = \"a.log\"\n"), elsewhere = of("[log]\nlevel = \"info\"\nfile = \"b.log\"\n");
    EXPECT_EQ(louder.fixed.at("[log]"), all.fixed.at("[log]"));
    EXPECT_NE(louder.changing.at("[log]"), all.changing.at("[log]"));
    EXPECT_NE(elsewhere.fixed.at("[log]"), all.fixed.at("[log]"));
    settings::problems found("x.toml");
    const auto some = fingerprints_of(settings::read_toml("[[connector]]\nname = \"a\"\ntype = \"modem\"\n[[connector]]\nname = \"b\"\ntype = \"smpp\"\n", "x.toml", found),
                                      [](std::string_view type) { return type == "modem"; });
    EXPECT_TRUE(some.fixed.contains("[[connector]] \"a\"") && some.changing.contains("[[connector]] \"b\""));
    EXPECT_EQ(of("").fixed, of("[log]\nlevel = \"info\"\n").fixed) << "a section that says nothing is none";
}

}  // namespace hermod::app
