#include "connectors/ucp/door_telling.hpp"

#include <gtest/gtest.h>

#include "text/gsm7.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::connectors::ucp::door_telling_test {
namespace {

using namespace std::chrono_literals;
using wire::ucp::deliver_message;
using wire::ucp::delivery_notification;

const wall_time accepted = parse_rfc3339("2026-11-25T22:30:00Z").value();
const door_clock an_hour_ahead{60min};

struct stage {
    stage() {
        what->id = message_id{0x1234};
        what->to = "+447700900123";
        what->from = "88222";
        what->body = "Hi";
        what->client_ref = "00447700900123:251126233001";
        what->accepted_at = accepted;
    }
    void from_handset(std::string body, encoding coding = encoding::gsm7) {
        what->way = direction::from_handset;
        what->from = "+447700900123";
        what->to = "88222";
        what->client_ref.clear();
        what->body = std::move(body);
        what->coding = coding;
    }
    std::size_t prepare() {
        one.what = what;
        one.at = accepted + 5s;
        return teller.prepare(one, quirks, an_hour_ahead);
    }
    // What cannot be written would be lost.
    template <class Pdu>
    const Pdu& pdu(std::size_t index = 0) {
        const auto& made = teller.pdu(index);
        std::string out;
        EXPECT_TRUE(wire::ucp::encode(out, 1, made));
        return std::get<Pdu>(made);
    }
    const delivery_notification& notification(state now, std::uint32_t code = 0, std::string detail = {}) {
        one.now = now;
        one.code = code;
        one.detail = std::move(detail);
        EXPECT_EQ(prepare(), 1u);
        return pdu<delivery_notification>();
    }

    std::shared_ptr<message> what = std::make_shared<message>();
    telling one;
    dialect quirks;
    door_telling teller;
};

TEST(ucp_door_telling, a_notification_names_its_message_as_the_result_did) {
    stage s;
    const auto& pdu = s.notification(state::delivered);
    EXPECT_EQ(pdu.adc, "88222");
    EXPECT_EQ(pdu.oadc, "00447700900123");
    EXPECT_EQ(pdu.scts, "251126233001");
    EXPECT_EQ(pdu.dst, "0");
    EXPECT_EQ(pdu.rsn, "000");
    EXPECT_EQ(pdu.dscts, "251126233005");
    EXPECT_EQ(pdu.mt, "3");
    EXPECT_EQ(wire::ucp::from_hex(pdu.msg),
              "Message for 00447700900123, with identification 251126233001, has been delivered on 2026-11-25 at 23:30:05");
}

TEST(ucp_door_telling, each_state_has_its_dst_and_rsn) {
    stage s;
    const std::tuple<state, const char*, const char*> rows[] = {{state::undelivered, "2", "108"}, {state::expired, "2", "010"},
                                                                {state::rejected, "2", "108"},    {state::cancelled, "2", "108"},
                                                                {state::unsure, "2", "108"},      {state::submitted, "1", "105"},
                                                                {state::queued, "1", "105"},      {state::scheduled, "1", "105"}};
    for (const auto& [now, dst, rsn] : rows) {
        const auto& pdu = s.notification(now, 77, "err:077");
        EXPECT_EQ(pdu.dst, dst) << to_text(now);
        EXPECT_EQ(pdu.rsn, rsn) << to_text(now);
    }
}

TEST(ucp_door_telling, a_ucp_networks_own_reason_goes_on) {
    stage s;
    EXPECT_EQ(s.notification(state::undelivered, 107, "not delivered: absent subscriber (Rsn 107)").rsn, "107");
    EXPECT_EQ(s.notification(state::undelivered, 107, "absent").rsn, "108");
}

TEST(ucp_door_telling, a_message_of_another_door_is_named_by_its_time) {
    stage s;
    s.what->client_ref = "order 7";
    s.what->from = "Shop";
    const auto& pdu = s.notification(state::delivered);
    EXPECT_EQ(pdu.oadc, "447700900123");
    EXPECT_EQ(pdu.scts, "251126233000");
    EXPECT_EQ(pdu.adc, "");  // it takes digits alone
}

TEST(ucp_door_telling, a_handsets_message_is_a_52) {
    stage s;
    s.from_handset("Hi {€}");
    ASSERT_EQ(s.prepare(), 1u);
    auto pdu = s.pdu<deliver_message>();
    EXPECT_EQ(pdu.adc, "88222");
    EXPECT_EQ(pdu.oadc, "447700900123");
    EXPECT_EQ(pdu.otoa, "1139");
    EXPECT_EQ(pdu.scts, "251126233000");
    EXPECT_EQ(pdu.mt, "3");
    EXPECT_EQ(pdu.msg, "4869201B281B651B29");
    EXPECT_EQ(pdu.xser, "");
    s.what->from = "ALPHA@NUM";
    s.prepare();
    EXPECT_EQ(s.pdu<deliver_message>().oadc, "10412614190438AB4D");
    EXPECT_EQ(s.pdu<deliver_message>().otoa, "5039");
    s.what->from = "a name that no field can carry";
    EXPECT_EQ(s.prepare(), 0u);
}

TEST(ucp_door_telling, unicode_and_octets_are_transparent) {
    stage s;
    s.from_handset("ж", encoding::ucs2);
    ASSERT_EQ(s.prepare(), 1u);
    auto pdu = s.pdu<deliver_message>();
    EXPECT_EQ(pdu.mt, "4");
    EXPECT_EQ(pdu.nb, "0016");
    EXPECT_EQ(pdu.msg, "0436");
    EXPECT_EQ(pdu.xser, "020108");
    s.from_handset(std::string("\x01\xFF", 2), encoding::binary);
    s.what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    ASSERT_EQ(s.prepare(), 1u);
    pdu = s.pdu<deliver_message>();
    EXPECT_EQ(pdu.msg, "01FF");
    EXPECT_EQ(pdu.xser,
              "0107060504"
              "0B8423F0020104");
}

TEST(ucp_door_telling, text_that_is_not_in_the_alphabet_becomes_unicode) {
    stage s;
    s.from_handset("ж");
    s.what->data_coding = 0x10;
    ASSERT_EQ(s.prepare(), 1u);
    EXPECT_EQ(s.pdu<deliver_message>().xser, "020108");
}

TEST(ucp_door_telling, a_long_message_is_parts_with_a_header) {
    stage s;
    s.from_handset(std::string(200, 'a') + "b");
    ASSERT_EQ(s.prepare(), 2u);
    const std::string first(s.pdu<deliver_message>(0).msg), header(s.pdu<deliver_message>(0).xser);
    EXPECT_EQ(first.size(), 153u * 2);
    EXPECT_EQ(header, "0106050003340201");
    EXPECT_EQ(s.pdu<deliver_message>(1).xser, "0106050003340202");
    EXPECT_TRUE(s.pdu<deliver_message>(1).msg.ends_with("62"));
}

TEST(ucp_door_telling, the_dialect_says_how) {
    stage s;
    s.from_handset("Hi");
    s.quirks.no_otoa = true;
    s.quirks.text_as_tmsg = true;
    s.quirks.prefix_00 = true;
    s.what->to = "+447700900999";
    ASSERT_EQ(s.prepare(), 1u);
    const auto& pdu = s.pdu<deliver_message>();
    EXPECT_EQ(pdu.adc, "00447700900999");
    EXPECT_EQ(pdu.otoa, "");
    EXPECT_EQ(pdu.mt, "4");
    EXPECT_EQ(pdu.nb, "0014");
    stage old;
    old.from_handset("ж", encoding::ucs2);
    old.quirks.no_dcs_service = true;
    EXPECT_EQ(old.prepare(), 0u);
}

TEST(ucp_door_telling, a_statement_tells_how_a_message_stands) {
    stage s;
    record r(s.what);
    r.stored_at = accepted;
    const auto& asked = std::get<wire::ucp::inquiry_response>(
        s.teller.statement(wire::ucp::operation_type::inquiry_response, r, s.quirks, an_hour_ahead));
    EXPECT_EQ(asked.adc, "00447700900123");
    EXPECT_EQ(asked.oadc, "88222");
    EXPECT_EQ(asked.scts, "251126233001");
    EXPECT_EQ(asked.dst, "1");
    // What was wrong on the way is over with the end.
    event buffered, delivered;
    buffered.kind = delivered.kind = event_kind::receipt;
    buffered.part = delivered.part = 1;
    buffered.outcome = state::submitted;
    buffered.code = 107;
    buffered.detail = "buffered: absent subscriber (Rsn 107)";
    buffered.at = delivered.at = accepted + 60s;
    r.apply(buffered);
    const auto say = [&] {
        return std::get<wire::ucp::inquiry_response>(
            s.teller.statement(wire::ucp::operation_type::inquiry_response, r, s.quirks, an_hour_ahead));
    };
    EXPECT_EQ(say().rsn, "107");
    EXPECT_EQ(say().dscts, "251126233100");
    delivered.outcome = state::delivered;
    r.apply(delivered);
    EXPECT_EQ(say().dst, "0");
    EXPECT_EQ(say().rsn, "000");
    r.now = state::cancelled;
    const auto& deleted = std::get<wire::ucp::delete_response>(
        s.teller.statement(wire::ucp::operation_type::delete_response, r, s.quirks, an_hour_ahead));
    EXPECT_EQ(deleted.dst, "2");
}

}  // namespace
}  // namespace hermod::connectors::ucp::door_telling_test
