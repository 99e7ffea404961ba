#include "consent/keywords.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "consent/fold.hpp"

namespace hermod::consent {
namespace {

word read(std::string_view text, const vocabulary_options& options = {}) {
    return vocabulary(options).read(text).is;
}

TEST(keywords, understands_what_carriers_prescribe) {
    for (const char* text : {"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT", "ARRET"})
        EXPECT_EQ(read(text), word::stop) << text;
    for (const char* text : {"START", "UNSTOP"}) EXPECT_EQ(read(text), word::start) << text;
    for (const char* text : {"HELP", "INFO", "AIDE"}) EXPECT_EQ(read(text), word::help) << text;
}

TEST(keywords, does_not_mind_case_spaces_punctuation_and_symbols) {
    for (const char* text :
         {"stop", "  Stop \r\n", "STOP.", "\"Stop!\"", "s t o p", "Stop \xF0\x9F\x9B\x91", "opt-out", "Opt Out", "STOP ALL",
          "ＳＴＯＰ", "st\u00ADop", "стоп", "Arrêt", "arret", "ARRE\u0302T", "désinscription"})
        EXPECT_EQ(read(text), word::stop) << text;
}

TEST(keywords, understands_other_scripts_as_they_are_written) {
    for (const char* text : {"إيقاف", "ايقاف", "الغاء الاشتراك", "تَوَقَّف", "تـوقف", "iptal", "İPTAL", "IPTAL", "Διακοπή", "διακοπη",
                             "退订", "配信停止", "수신거부", "रोकें", "หยุด", "הסר"})
        EXPECT_EQ(read(text), word::stop) << text;
    EXPECT_EQ(read("مساعدة"), word::help);
    EXPECT_EQ(read("مساعده"), word::help);
    EXPECT_EQ(read("Bilgi"), word::help);
}

TEST(keywords, says_whose_language_a_word_is) {
    const vocabulary words;
    EXPECT_EQ(words.read("Hilfe").language, "de");
    EXPECT_EQ(words.read("ayuda").language, "es");
    EXPECT_EQ(words.read("stop").language, "");
}

TEST(keywords, is_the_whole_text_or_none) {
    for (const char* text :
         {"", "   ", "!", "STOP please", "please stop", "Don't stop", "stopped", "the end", "fine", "yes", "no", "t"})
        EXPECT_EQ(read(text), word::none) << text;
    EXPECT_EQ(read(std::string(200, ' ') + "STOP"), word::none) << "longer than any keyword's message";
    EXPECT_EQ(read("STOP\xff"), word::none) << "no UTF-8";
}

TEST(keywords, takes_a_first_word_for_stop_alone_when_told_to) {
    vocabulary_options options;
    options.first_word = true;
    EXPECT_EQ(read("STOP please", options), word::stop);
    EXPECT_EQ(read("  \"Stop\", I have had enough " + std::string(300, '.'), options), word::stop);
    EXPECT_EQ(read("please stop", options), word::none);
    EXPECT_EQ(read("start again", options), word::none);
    EXPECT_EQ(read("help me", options), word::none);
    EXPECT_EQ(read("stopping by at six", options), word::none);
}

TEST(keywords, takes_own_words_and_leaves_out_what_is_not_wanted) {
    vocabulary_options options;
    options.stop = {"Schluss!"};
    options.start = {"Weiter"};
    options.help = {"CANCEL"};
    options.without = {"cancel", "END"};
    EXPECT_EQ(read("schluss", options), word::stop);
    EXPECT_EQ(read("weiter.", options), word::start);
    EXPECT_EQ(read("cancel", options), word::help);
    EXPECT_EQ(read("end", options), word::none);
    EXPECT_EQ(read("stop", options), word::stop);
    options.built_in = false;
    EXPECT_EQ(read("stop", options), word::none);
    EXPECT_EQ(read("schluss", options), word::stop);
}

TEST(keywords, has_no_word_in_its_lists_that_folding_would_lose) {
    for (const keyword& one : built_in_keywords()) {
        EXPECT_GE(folded(one.text).size(), 2u) << one.text;
        EXPECT_EQ(read(one.text), one.is) << one.text << ": another kind has it too";
    }
}

RC_GTEST_PROP(fold, changes_nothing_the_second_time, (const std::string& any)) {
    const std::string once = folded(any);
    RC_ASSERT(folded(once) == once);
    RC_ASSERT(once.size() <= longest_text);
}

}  // namespace
}  // namespace hermod::consent
