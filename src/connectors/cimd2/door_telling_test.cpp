#include "connectors/cimd2/door_telling.hpp"

#include <gtest/gtest.h>

#include "connectors/cimd2/door_names.hpp"
#include "connectors/cimd2/incoming.hpp"
#include "text/udh.hpp"
#include "wire/cimd2/encode.hpp"
#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::connectors::cimd2::door_telling_test {
namespace {

using namespace std::chrono_literals;
constexpr wall_time now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 19h + 9min + 23s;

std::shared_ptr<message> from_handset(std::string body, encoding coding = encoding::gsm7) {
    auto m = std::make_shared<message>();
    m->id = message_id{0x1234};
    m->way = direction::from_handset;
    m->from = "+46701234567";
    m->to = "88222";
    m->accepted_at = now;
    m->body = std::move(body);
    m->coding = coding;
    return m;
}

std::shared_ptr<message> submitted(std::string reference = "261125190930:46701234567") {
    auto m = std::make_shared<message>();
    m->from = "88222";
    m->to = "+46701234567";
    m->accepted_at = now;
    m->client_ref = std::move(reference);
    return m;
}

telling of(message_ptr m, state s = state::delivered, std::uint32_t code = 0) {
    telling out;
    out.what = std::move(m);
    out.now = s;
    out.code = code;
    out.at = now + 5s;
    return out;
}

// All packets of a telling, as text without delimiters and checksum.
std::vector<std::string> packets(const telling& what, const dialect& quirks = {}, std::chrono::minutes offset = 0min) {
    door_telling teller;
    std::vector<std::string> out;
    const std::size_t count = teller.prepare(what, quirks, offset);
    for (std::size_t i = 0; i < count; ++i) {
        std::string frame;
        const auto done = teller.is_report() ? wire::cimd2::encode(frame, 0, teller.report())
                                             : wire::cimd2::encode(frame, 0, teller.message(i), {.extra = teller.extra()});
        EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().field);
        std::string text = frame.substr(1, frame.rfind(wire::cimd2::tab));
        std::replace(text.begin(), text.end(), wire::cimd2::tab, '|');
        out.push_back(text);
    }
    return out;
}
using lines = std::vector<std::string>;

TEST(cimd2_door_telling, a_status_report_names_the_message_as_its_submit_was_answered) {
    EXPECT_EQ(packets(of(submitted())), lines{"23:000|021:46701234567|060:261125190930|061:4|063:261125190928|"});
    EXPECT_EQ(packets(of(submitted()), {}, 120min), lines{"23:000|021:46701234567|060:261125190930|061:4|063:261125210928|"});
    EXPECT_EQ(packets(of(submitted(""))), lines{"23:000|021:+46701234567|060:261125190923|061:4|063:261125190928|"});
    EXPECT_EQ(packets(of(submitted("")), {.no_plus = true}),
              lines{"23:000|021:46701234567|060:261125190923|061:4|063:261125190928|"});
}

TEST(cimd2_door_telling, each_end_has_its_status_code_and_the_networks_error) {
    for (const auto& [s, code] :
         {std::pair{state::expired, "2"}, std::pair{state::undelivered, "3"}, std::pair{state::rejected, "3"},
          std::pair{state::unsure, "6"}, std::pair{state::cancelled, "9"}})
        EXPECT_EQ(packets(of(submitted(), s)),
                  lines{"23:000|021:46701234567|060:261125190930|061:" + std::string(code) + "|063:261125190928|"});
    EXPECT_EQ(packets(of(submitted(), state::undelivered, 29)),
              lines{"23:000|021:46701234567|060:261125190930|061:3|062:29|063:261125190928|"});
    EXPECT_EQ(packets(of(submitted(), state::undelivered, 1000)),
              lines{"23:000|021:46701234567|060:261125190930|061:3|063:261125190928|"});
    EXPECT_EQ(packets(of(submitted(), state::submitted, 29)), lines{"23:000|021:46701234567|060:261125190930|061:1|062:29|"});
}

TEST(cimd2_door_telling, a_short_message_is_one_packet_in_the_links_form) {
    EXPECT_EQ(packets(of(from_handset("Grüße {€} @_"))),
              lines{"20:000|021:88222|023:+46701234567|060:261125190923|033:Gr_u\"_sse _XX(_XXe_XX) _Oa_--|"});
    EXPECT_EQ(packets(of(from_handset("Grüße")), {.latin1_link = true, .no_plus = true}),
              lines{"20:000|021:88222|023:46701234567|060:261125190923|033:Gr\xfc\xdf"
                    "e|"});
}

TEST(cimd2_door_telling, what_the_alphabet_lacks_and_octets_are_hexadecimal) {
    EXPECT_EQ(packets(of(from_handset("Жук", encoding::ucs2))),
              lines{"20:000|021:88222|023:+46701234567|060:261125190923|030:8|034:04160443043A|"});
    EXPECT_EQ(packets(of(from_handset("Жук"))),
              lines{"20:000|021:88222|023:+46701234567|060:261125190923|030:8|034:04160443043A|"})
        << "whatever it came as";
    auto octets = from_handset(std::string("\x00\x03", 2), encoding::binary);
    EXPECT_EQ(packets(of(octets)), lines{"20:000|021:88222|023:+46701234567|060:261125190923|030:4|034:0003|"});
    octets->data_coding = 0xF5;
    octets->udh = std::string("\x06\x05\x04\x0b\x84\x23\xf0", 7);
    EXPECT_EQ(packets(of(octets)),
              lines{"20:000|021:88222|023:+46701234567|060:261125190923|030:245|032:0605040B8423F0|034:0003|"});
}

TEST(cimd2_door_telling, the_data_coding_that_came_is_said_again_when_it_is_still_true) {
    auto flash = from_handset("Hi");
    flash->data_coding = 0x10;
    auto more = std::make_shared<message_extras>();
    more->protocol_id = 0x41;
    flash->extras = more;
    EXPECT_EQ(packets(of(flash)), lines{"20:000|021:88222|023:+46701234567|060:261125190923|030:16|033:Hi|052:65|"});
    flash->body = "Ж";
    EXPECT_EQ(packets(of(flash)), lines{"20:000|021:88222|023:+46701234567|060:261125190923|030:8|034:0416|052:65|"});
}

TEST(cimd2_door_telling, a_sender_that_is_no_number_stands_in_027) {
    auto named = from_handset("Hi");
    named->from = "Operator";
    EXPECT_EQ(packets(of(named)), lines{"20:000|021:88222|023:|060:261125190923|033:Hi|027:Operator|"});
    named->from = "Caf\xc3\xa9\x02";
    EXPECT_EQ(packets(of(named)), lines{"20:000|021:88222|023:|060:261125190923|033:Hi|027:Caf???|"});
    named->from = "Caf\xc3\xa9";
    EXPECT_EQ(packets(of(named), {.converted_sender = true}), lines{"20:000|021:88222|023:|060:261125190923|033:Hi|027:Caf_e'|"});
    named->to = "*882-22#";
    EXPECT_EQ(packets(of(named), {.converted_sender = true}),
              lines{"20:000|021:882-22|023:|060:261125190923|033:Hi|027:Caf_e'|"});
    named->to = "88222";
    named->from = "";
    EXPECT_EQ(packets(of(named)), lines{"20:000|021:88222|023:|060:261125190923|033:Hi|"});
}

// As our own client reads it: every part with its place, the text whole.
TEST(cimd2_door_telling, a_long_message_is_parts_that_a_client_joins) {
    for (const auto& [text, coding] :
         {std::pair{std::string(400, 'x') + "{}", encoding::gsm7}, std::pair{std::string(300, 'y') + "Ж", encoding::ucs2}}) {
        door_telling teller;
        const telling what = of(from_handset(text, coding));
        const std::size_t count = teller.prepare(what, {}, 0min);
        ASSERT_GE(count, 3u);
        std::string whole;
        for (std::size_t i = 0; i < count; ++i) {
            const auto read = read_incoming(teller.message(i), {});
            const auto header = text::parse_udh(read.udh);
            ASSERT_TRUE(header && header->concat());
            EXPECT_EQ(header->concat()->total, count);
            EXPECT_EQ(header->concat()->sequence, i + 1);
            EXPECT_EQ(header->concat()->reference, 0x34);
            whole += read.body;
        }
        EXPECT_EQ(whole, text);
    }
}

TEST(cimd2_door_telling, what_cannot_be_said_is_no_packet) {
    EXPECT_TRUE(packets(of(from_handset("\xff\xfe", encoding::ucs2))).empty());
}

}  // namespace
}  // namespace hermod::connectors::cimd2::door_telling_test
