#include "app/log/log_file.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "base/scratch_folder.hpp"

namespace hermod::app {
namespace {

class log_file_test : public testing::Test {
protected:
    ~log_file_test() override {
        set_log_sink(nullptr);
        set_log_switches({});
    }
    std::string path(const char* name = "log") const { return folder_.file(name); }
    static std::vector<std::string> lines_of(const std::string& path) {
        std::ifstream in(path);
        std::vector<std::string> out;
        for (std::string line; std::getline(in, line);) out.push_back(line);
        return out;
    }
    scratch_folder folder_;
};

}  // namespace

TEST_F(log_file_test, writes_each_line_with_its_time_and_braces) {
    log_file file({.path = path()});
    set_log_sink(&file);
    log_line(log_level::info, "bound").field("connector", "operator-a").field("binds", 2);
    file.flush();
    const auto lines = lines_of(path());
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_TRUE(std::regex_match(
        lines[0], std::regex(R"(\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z","level":"info","event":"bound","connector":"operator-a","binds":2\})")))
        << lines[0];
}

TEST_F(log_file_test, keeps_every_line_of_many_threads_whole) {
    constexpr int threads = 4, each = 5'000;
    {
        log_file file({.path = path()});
        set_log_sink(&file);
        std::vector<std::thread> writers;
        for (int t = 0; t < threads; ++t)
            writers.emplace_back([t] {
                for (int i = 0; i < each; ++i) log_line(log_level::info, "tick").field("thread", t).field("number", i);
            });
        for (auto& w : writers) w.join();
        set_log_sink(nullptr);
        EXPECT_EQ(file.dropped(), 0u);
    }  // the destructor writes what is left
    std::vector<int> next(threads, 0);
    for (const auto& line : lines_of(path())) {
        int thread = -1, number = -1;
        ASSERT_EQ(std::sscanf(line.c_str() + line.find("\"thread\""), "\"thread\":%d,\"number\":%d}", &thread, &number), 2) << line;
        EXPECT_EQ(number, next.at(thread)++);
    }
    for (const int n : next) EXPECT_EQ(n, each);
}

TEST_F(log_file_test, rotates_between_lines_and_keeps_as_many_files_as_configured) {
    log_file file({.path = path("a.log"), .max_octets = 1'000, .files = 2});
    set_log_sink(&file);
    for (int i = 0; i < 40; ++i) {
        log_line(log_level::info, "tick").field("number", i);
        file.flush();
    }
    std::size_t files = 0;
    for (const auto& e : std::filesystem::directory_iterator(folder_.path())) {
        ++files;
        EXPECT_LE(e.file_size(), 1'000u);
        for (const auto& line : lines_of(e.path())) EXPECT_TRUE(line.starts_with('{') && line.ends_with('}')) << line;
    }
    EXPECT_EQ(files, 3u);
    EXPECT_NE(lines_of(path("a.log")).back().find("\"number\":39"), std::string::npos);
}

TEST_F(log_file_test, drops_what_does_not_fit_and_says_how_many) {
    log_file file({.path = path(), .buffer_octets = 300});
    set_log_sink(&file);
    const std::string too_long(400, 'x');
    log_line(log_level::info, "lost").field("text", too_long);
    log_line(log_level::info, "lost").field("text", too_long);
    EXPECT_EQ(file.dropped(), 2u);
    log_line(log_level::info, "kept");
    file.flush();
    const auto lines = lines_of(path());
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_NE(lines[0].find("\"event\":\"kept\""), std::string::npos);
    EXPECT_NE(lines[1].find("\"event\":\"log_lines_dropped\",\"count\":2}"), std::string::npos);
}

TEST_F(log_file_test, counts_lines_that_the_disk_refuses_and_lives) {
    log_file file({.path = "/dev/full"});
    set_log_sink(&file);
    const std::string text(4'000, 'x');
    for (int i = 0; i < 100; ++i) log_line(log_level::info, "tick").field("text", text);
    file.flush();
    EXPECT_EQ(file.dropped(), 100u);
}

// A line fits into the C library's buffer, so that the disk refuses it only when it is flushed.
TEST_F(log_file_test, counts_a_short_line_that_the_disk_refuses) {
    log_file file({.path = "/dev/full"});
    set_log_sink(&file);
    for (int i = 0; i < 3; ++i) {
        log_line(log_level::info, "tick");
        file.flush();
    }
    EXPECT_EQ(file.dropped(), 3u);
}

TEST_F(log_file_test, refuses_a_path_that_cannot_be_opened) {
    std::ofstream(path("file")) << "x";
    EXPECT_THROW(log_file({.path = path("file") + "/log"}), std::exception);
}

}  // namespace hermod::app
