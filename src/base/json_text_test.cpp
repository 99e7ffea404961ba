#include "base/json_text.hpp"

#include <gtest/gtest.h>

namespace hermod {
namespace {

std::string written(std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
}

}  // namespace

TEST(json_text, escapes_what_json_forbids_and_nothing_else) {
    EXPECT_EQ(written(""), R"("")");
    EXPECT_EQ(written("a\"b\\c\n\r\t/\x7f"), "\"a\\\"b\\\\c\\n\\r\\t/\x7f\"");
    EXPECT_EQ(written(std::string_view("\0\x1f", 2)), R"("\u0000\u001f")");
    EXPECT_EQ(written("\x01"), R"("\u0001")");
    for (const char* text : {"caf\u00e9 \u20ac", "\U0001f600", "\U0010fffd", "\ud7ff\ue000"})
        EXPECT_EQ(written(text), '"' + std::string(text) + '"');
}

TEST(json_text, refuses_overlong_cut_and_surrogate_sequences) {
    for (const auto* text : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\xe2\x82", "\xf5\x80\x80\x80", "\x80", "\xff"}) {
        std::string expected = "\"";
        for (std::size_t i = 0; i < std::string_view(text).size(); ++i) expected += "\xef\xbf\xbd";
        EXPECT_EQ(written(text), expected + '"');
    }
    EXPECT_EQ(written("a\xffz"), "\"a\xef\xbf\xbdz\"");
}

}  // namespace hermod
