#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "accept/checks.hpp"
#include "message/language.hpp"
#include "message/message_class.hpp"
#include "text/arbitrary_text.hpp"
#include "text/dcs.hpp"
#include "text/split.hpp"
#include "text/udh_elements.hpp"

namespace hermod::accept {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

std::string times(std::string_view what, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += what;
    return out;
}

carriage chosen(std::string_view body, const text_wishes& how) {
    auto out = choose_carriage(body, how);
    if (const auto* wrong = std::get_if<refusal>(&out)) {
        ADD_FAILURE() << wrong->code << ": " << wrong->detail;
        return {};
    }
    return std::get<carriage>(out);
}

refusal refused(std::string_view body, const text_wishes& how) {
    auto out = choose_carriage(body, how);
    return std::holds_alternative<refusal>(out) ? std::get<refusal>(out) : refusal{};
}

const std::string part_2_of_3 = "\x05\x00\x03\x2A\x03\x02"s, to_vcard = "\x06\x05\x04\x23\xF4\x00\x00"s,
                  in_turkish = "\x06\x24\x01\x01\x25\x01\x01"s;

}  // namespace

TEST(carriage, replaces_typographic_characters_only_when_asked) {
    const std::string body = "\xE2\x80\x9CHi\xE2\x80\x9D \xE2\x80\x93 there";
    EXPECT_EQ(chosen(body, {}).coding, encoding::ucs2);
    text_wishes how;
    how.smart = true;
    const auto made = chosen(body, how);
    EXPECT_EQ(made.coding, encoding::gsm7);
    EXPECT_EQ(made.text, "\"Hi\" - there");
    const std::vector<text_change> changes{{0, "\xE2\x80\x9C", "\""}, {3, "\xE2\x80\x9D", "\""}, {5, "\xE2\x80\x93", "-"}};
    EXPECT_EQ(made.changes, changes);
}

TEST(carriage, leaves_a_text_as_it_is_that_nothing_helps) {
    text_wishes how;
    how.smart = how.transliterate = true;
    const auto made = chosen("\xE4\xBD\xA0\xE2\x80\x9C", how);
    EXPECT_EQ(made.coding, encoding::ucs2);
    EXPECT_FALSE(made.text);
    EXPECT_TRUE(made.changes.empty());
}

TEST(carriage, uses_an_allowed_languages_tables_where_they_save) {
    const std::string body = times("\xC4\x9F", 100);  // g with breve
    EXPECT_EQ(chosen(body, {}).parts, 2);
    text_wishes how;
    how.languages = {text::language::turkish};
    const auto made = chosen(body, how);
    EXPECT_EQ(made.coding, encoding::gsm7);
    EXPECT_EQ(made.parts, 1);
    EXPECT_EQ(made.shift.locking, text::language::turkish);
    how.wanted = encoding::gsm7;
    EXPECT_EQ(chosen(body, how).parts, 1);
    how.languages = {text::language::spanish};
    EXPECT_EQ(refused(body, how).code, "not_in_gsm7");
}

TEST(carriage, carries_a_header_with_any_encoding) {
    text_wishes how;
    how.udh = to_vcard;
    EXPECT_EQ(chosen(times("a", 152), how).parts, 1);  // 133 octets are 152 septets
    EXPECT_EQ(chosen(times("a", 153), how).parts, 2);
    EXPECT_EQ(chosen(times("\xD0\x96", 66), how).parts, 1);
    EXPECT_EQ(chosen(times("\xD0\x96", 67), how).parts, 2);
    EXPECT_EQ(chosen("", how).parts, 1) << "a header is content";
    how.wanted = encoding::binary;
    EXPECT_EQ(chosen(times("\xFF", 133), how).parts, 1);
    EXPECT_EQ(chosen(times("\xFF", 134), how).parts, 2);
}

TEST(carriage, takes_one_part_of_several_as_one_part_or_not_at_all) {
    text_wishes how;
    how.udh = part_2_of_3;
    EXPECT_EQ(chosen(times("a", 153), how).parts, 1);
    EXPECT_EQ(refused(times("a", 154), how).code, "already_split");
    EXPECT_EQ(chosen(times("\xD0\x96", 67), how).parts, 1);
    EXPECT_EQ(refused(times("\xD0\x96", 68), how).code, "already_split");
    how.wanted = encoding::binary;
    EXPECT_EQ(refused(times("a", 135), how).field, "udh");
}

TEST(carriage, says_where_a_header_is_wrong) {
    text_wishes how;
    const struct {
        std::string udh;
        const char* detail;
    } table[] = {{"\x09\x01", "(octet 3)"},
                 {"\x05\x00\x03\x2A\x03\x02\x00"s, "6 octets, but there are 7"},
                 {"\x03\x05\x09\x01", "(octet 2)"}};
    for (const auto& row : table) {
        how.udh = row.udh;
        const auto why = refused("abc", how);
        EXPECT_EQ(why.code, "invalid_udh");
        EXPECT_THAT(why.detail, HasSubstr(row.detail));
    }
}

TEST(carriage, puts_ports_into_the_header) {
    text_wishes how;
    how.ports = application_ports{2948, 9200};
    EXPECT_EQ(chosen("a", how).udh, "\x06\x05\x04\x0B\x84\x23\xF0");
    how.udh = part_2_of_3;
    EXPECT_EQ(chosen("a", how).udh, "\x0B\x00\x03\x2A\x03\x02\x05\x04\x0B\x84\x23\xF0"s);
    how.udh = to_vcard;
    EXPECT_THAT(refused("a", how).detail, HasSubstr("names ports already"));
}

TEST(carriage, takes_over_the_languages_that_a_header_names) {
    text_wishes how;
    how.udh = in_turkish;
    const auto made = chosen("\xC4\x9F", how);
    EXPECT_EQ(made.coding, encoding::gsm7);
    EXPECT_EQ(made.udh, "") << "text/ writes the elements anew";
    EXPECT_EQ(made.shift, (text::language_shift{text::language::turkish, text::language::turkish}));
    EXPECT_EQ(chosen("\xD0\x96", how).coding, encoding::ucs2) << "what the tables lack";
    how.wanted = encoding::gsm7;
    EXPECT_EQ(refused("\xD0\x96", how).code, "not_in_gsm7");
    how.wanted = encoding::binary;
    EXPECT_FALSE(chosen("\xFF", how).udh) << "octets keep their header as it is";
}

TEST(carriage, applies_the_accounts_wishes_unless_the_application_says_or_splits_itself) {
    account_rules account;
    account.smart = account.transliterate = true;
    account.languages = 1u << 1;
    submission s;
    EXPECT_TRUE(wishes_of(s, account, {}).smart && wishes_of(s, account, {}).transliterate);
    EXPECT_EQ(wishes_of(s, account, {}).languages, text::language_set{text::language::turkish});
    s.udh = part_2_of_3;
    EXPECT_FALSE(wishes_of(s, account, {}).smart);
    EXPECT_TRUE(wishes_of(s, account, {}).languages.empty());
    s.udh = {};
    s.smart = false;
    s.languages = 0;
    EXPECT_FALSE(wishes_of(s, account, {}).smart);
    EXPECT_TRUE(wishes_of(s, account, {}).languages.empty());
}

TEST(carriage, says_classes_and_indications_in_the_octet) {
    const auto octet = [](const submission& s, encoding coding) -> int {
        const auto out = choose_data_coding(s, coding);
        return std::holds_alternative<refusal>(out) ? -1 : std::get<std::uint8_t>(out);
    };
    submission s;
    EXPECT_EQ(octet(s, encoding::ucs2), 0) << "as the encoding says";
    s.message_class = 0;
    EXPECT_EQ(octet(s, encoding::gsm7), 0x10);
    EXPECT_EQ(octet(s, encoding::ucs2), 0x18);
    s.message_class = 1;
    EXPECT_EQ(octet(s, encoding::binary), 0x15);
    s.message_class = 4;
    EXPECT_EQ(octet(s, encoding::gsm7), -1);
    s.message_class = 1;
    s.waiting = waiting_notice{};
    EXPECT_EQ(octet(s, encoding::gsm7), -1) << "one or the other";
    s.message_class = {};
    EXPECT_EQ(octet(s, encoding::gsm7), 0xD8);
    EXPECT_EQ(octet(s, encoding::ucs2), 0xE8);
    s.waiting = waiting_notice{waiting_notice::kind::email, false, false};
    EXPECT_EQ(octet(s, encoding::gsm7), 0xC2);
    EXPECT_EQ(octet(s, encoding::ucs2), -1);
    EXPECT_EQ(octet(s, encoding::binary), -1);
    s.data_coding = 0xF1;
    EXPECT_EQ(octet(s, encoding::binary), 0xF1) << "an octet that the submission brings is kept";
}

TEST(carriage, shows_the_class_that_the_octet_has) {
    for (int octet = 0; octet < 256; ++octet) {
        const auto read = text::decode_dcs(static_cast<std::uint8_t>(octet));
        EXPECT_EQ(message_class_of(static_cast<std::uint8_t>(octet)), read.message_class) << octet;
    }
}

TEST(carriage, names_the_languages_as_text_does) {
    ASSERT_EQ(language_words.size(), text::language_count + 1);
    for (std::uint8_t nli = 1; nli <= text::language_count; ++nli) {
        EXPECT_EQ(language_name(nli), text::name_of(static_cast<text::language>(nli)));
        EXPECT_EQ(language_identifier(language_name(nli)), nli);
        EXPECT_EQ(language_words[nli].code.size(), 2u);
    }
    EXPECT_EQ(language_name(14), "");
    EXPECT_FALSE(language_identifier(""));
}

TEST(carriage, is_what_the_estimate_says_and_what_is_then_split) {
    const bool held = rc::check([&] {
        const std::string part = *text::arbitrary_text();
        const std::string body = times(part, *rc::gen::element<std::size_t>(1, 1, 7, 60));
        text_wishes how;
        const std::string udh = *rc::gen::element(""s, ""s, ""s, to_vcard, part_2_of_3, in_turkish, "\x7F"s);
        how.udh = udh;
        how.smart = *rc::gen::arbitrary<bool>();
        how.transliterate = *rc::gen::arbitrary<bool>();
        for (const auto one : {text::language::turkish, text::language::spanish, text::language::urdu})
            if (*rc::gen::arbitrary<bool>()) how.languages.insert(one);
        if (*rc::gen::arbitrary<bool>()) how.ports = application_ports{2948, 9200};
        how.wanted = *rc::gen::element<std::optional<encoding>>(std::nullopt, std::nullopt, encoding::gsm7, encoding::ucs2,
                                                                encoding::binary);
        const auto told = estimate_carriage(body, how);
        const auto made = choose_carriage(body, how);
        if (const auto* why = std::get_if<refusal>(&made)) {
            if (told.refused) return RC_ASSERT(told.refused->code == why->code);
            RC_ASSERT(why->code == "text_too_long");
            return RC_ASSERT(told.parts > told.max_parts);
        }
        const auto& is = std::get<carriage>(made);
        RC_ASSERT(!told.refused);
        RC_ASSERT(told.coding == is.coding);
        RC_ASSERT(told.parts == is.parts);
        RC_ASSERT(told.changes == is.changes);
        RC_ASSERT(told.single_shift == static_cast<std::uint8_t>(is.shift.single));
        RC_ASSERT(told.locking_shift == static_cast<std::uint8_t>(is.shift.locking));
        text::framing as;
        as.coding = static_cast<text::encoding>(is.coding);
        as.own_header = is.udh ? std::string_view(*is.udh) : how.udh;
        as.shift = is.shift;
        const auto parts = text::split(is.text ? *is.text : body, as);
        RC_ASSERT(parts.has_value());
        RC_ASSERT(parts->size() == is.parts);
    });
    EXPECT_TRUE(held);
}

}  // namespace hermod::accept
