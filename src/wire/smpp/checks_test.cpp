#include "wire/smpp/checks.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/golden_test_data.hpp"

namespace hermod::wire::smpp {
namespace {

using golden::tlvs;
using st = command_status;

submit_sm good_submit() {
    submit_sm pdu;
    pdu.source_addr = "Hermod";
    pdu.source_addr_ton = ton::alphanumeric;
    pdu.destination_addr = "46701234567";
    return pdu;
}

broadcast_sm good_broadcast() {
    broadcast_sm pdu;
    pdu.tlvs = tlvs("0606 0003 00 5331 0601 0003 000033 0604 0002 0003 0605 0003 09001F");
    return pdu;
}

template <class Pdu>
st status_of(const Pdu& pdu) {
    const auto fault = check(pdu);
    return fault ? fault->suggested_status : st::esme_rok;
}

// The status of good_submit() with one field changed.
template <class Value>
st submitted(Value submit_sm::*field, Value value) {
    submit_sm pdu = good_submit();
    pdu.*field = value;
    return status_of(pdu);
}

}  // namespace

TEST(smpp_checks, find_nothing_wrong_with_any_golden_request) {
    for (const auto& e : golden::examples()) {
        std::visit(
            [&](const auto& pdu) {
                if constexpr (requires { check(pdu); }) {
                    const auto fault = check(pdu);
                    EXPECT_FALSE(fault) << e.name << ": " << fault->field;
                }
            },
            e.pdu);
    }
}

TEST(smpp_checks, refuse_flags_that_do_not_exist) {
    EXPECT_EQ(submitted(&submit_sm::priority_flag, std::uint8_t{4}), st::esme_rok);
    EXPECT_EQ(submitted(&submit_sm::priority_flag, std::uint8_t{5}), st::esme_rinvprtflg);
    EXPECT_EQ(submitted(&submit_sm::replace_if_present_flag, std::uint8_t{1}), st::esme_rok);
    EXPECT_EQ(submitted(&submit_sm::replace_if_present_flag, std::uint8_t{2}), st::esme_rinvrepflag);
    submit_sm pdu = good_submit();
    pdu.priority_flag = 255;
    EXPECT_STREQ(check(pdu)->field, "priority_flag");
}

TEST(smpp_checks, accept_reserved_bits_and_unnamed_values) {
    for (unsigned value = 0; value < 256; ++value) {
        const auto octet = static_cast<std::uint8_t>(value);
        EXPECT_EQ(submitted(&submit_sm::esm_class, octet), st::esme_rok);
        EXPECT_EQ(submitted(&submit_sm::registered_delivery, octet), st::esme_rok);
        EXPECT_EQ(submitted(&submit_sm::protocol_id, octet), st::esme_rok);
        EXPECT_EQ(submitted(&submit_sm::data_coding, data_coding{octet}), st::esme_rok);
        EXPECT_EQ(submitted(&submit_sm::dest_addr_ton, ton{octet}), st::esme_rok);
        EXPECT_EQ(submitted(&submit_sm::dest_addr_npi, npi{octet}), st::esme_rok);
        EXPECT_EQ(submitted(&submit_sm::source_addr_npi, npi{octet}), st::esme_rok);
    }
}

TEST(smpp_checks, refuse_times_that_are_none) {
    using text = std::string_view;
    EXPECT_EQ(submitted(&submit_sm::validity_period, text("000001000000000R")), st::esme_rok);
    EXPECT_EQ(submitted(&submit_sm::validity_period, text("261124080000000+")), st::esme_rok);
    EXPECT_EQ(submitted(&submit_sm::validity_period, text("2611240800")), st::esme_rok) << "short, but clear";
    EXPECT_EQ(submitted(&submit_sm::validity_period, text("261324080000000+")), st::esme_rinvexpiry) << "the 13th month";
    EXPECT_EQ(submitted(&submit_sm::validity_period, text("tomorrow")), st::esme_rinvexpiry);
    EXPECT_EQ(submitted(&submit_sm::schedule_delivery_time, text("261124250000000+")), st::esme_rinvsched) << "the 25th hour";
    EXPECT_EQ(submitted(&submit_sm::schedule_delivery_time, text("261124080000000R")), st::esme_rok);
    submit_sm pdu = good_submit();
    pdu.validity_period = "x";
    EXPECT_EQ(check(pdu)->code, errc::not_a_time);
}

TEST(smpp_checks, refuse_destinations_that_cannot_be_one) {
    using text = std::string_view;
    EXPECT_EQ(submitted(&submit_sm::destination_addr, text("")), st::esme_rinvdstadr);
    EXPECT_EQ(submitted(&submit_sm::destination_addr, text("  ")), st::esme_rinvdstadr);
    EXPECT_EQ(submitted(&submit_sm::destination_addr, text("4670\x01")), st::esme_rinvdstadr);
    EXPECT_EQ(submitted(&submit_sm::destination_addr, text("4670\xE9")), st::esme_rinvdstadr);
    EXPECT_EQ(submitted(&submit_sm::destination_addr, text("+46 70 123")), st::esme_rok);
    EXPECT_EQ(submitted(&submit_sm::destination_addr, text("*100#")), st::esme_rok);
}

TEST(smpp_checks, accept_the_gsm_alphabet_in_alphanumeric_sources_alone) {
    submit_sm pdu = good_submit();
    pdu.source_addr = "Caf\x05";
    EXPECT_EQ(status_of(pdu), st::esme_rok);
    pdu.source_addr_ton = ton::international;
    EXPECT_EQ(status_of(pdu), st::esme_rinvsrcadr);
    pdu.source_addr = "";
    EXPECT_EQ(status_of(pdu), st::esme_rok) << "not known: the account's own";
}

TEST(smpp_checks, know_the_requests_with_other_fields) {
    EXPECT_EQ(status_of(data_sm{}), st::esme_rinvdstadr);
    EXPECT_EQ(status_of(data_sm{.destination_addr = "1"}), st::esme_rok);
    EXPECT_EQ(status_of(data_sm{.source_addr = "\x01", .destination_addr = "1"}), st::esme_rinvsrcadr);
    EXPECT_EQ(status_of(replace_sm{}), st::esme_rinvmsgid);
    EXPECT_EQ(status_of(replace_sm{.message_id = "1"}), st::esme_rok);
    EXPECT_EQ(status_of(replace_sm{.message_id = "1", .validity_period = "soon"}), st::esme_rinvexpiry);
    EXPECT_EQ(status_of(query_sm{}), st::esme_rinvmsgid);
    EXPECT_EQ(status_of(query_sm{.message_id = "1"}), st::esme_rok);
    EXPECT_EQ(status_of(cancel_sm{}), st::esme_rinvdstadr);
    EXPECT_EQ(status_of(cancel_sm{.message_id = "1"}), st::esme_rok);
    EXPECT_EQ(status_of(cancel_sm{.destination_addr = "46701234567"}), st::esme_rok) << "a group";
    EXPECT_EQ(status_of(query_broadcast_sm{}), st::esme_rinvmsgid);
    EXPECT_EQ(status_of(query_broadcast_sm{.tlvs = tlvs("0204 0002 0001")}), st::esme_rok);
    EXPECT_EQ(status_of(cancel_broadcast_sm{}), st::esme_rok);
    EXPECT_EQ(status_of(cancel_broadcast_sm{.source_addr = "\x7F"}), st::esme_rinvsrcadr);
}

TEST(smpp_checks, want_a_destination_of_submit_multi_and_leave_each_one_to_its_own_check) {
    submit_multi pdu;
    EXPECT_EQ(status_of(pdu), st::esme_rinvnumdests);
    pdu.destinations = {2, golden::raw("01 00 00 00 01 01 01 3100")};
    EXPECT_EQ(status_of(pdu), st::esme_rok) << "the empty one is an unsuccess_sme, the other a message";
    EXPECT_EQ(status_of(*pdu.destinations.begin()), st::esme_rinvdstadr);
    EXPECT_EQ(status_of(*++pdu.destinations.begin()), st::esme_rok);
    EXPECT_EQ(status_of(destination{.dest_flag = 2}), st::esme_rinvdlname);
    EXPECT_EQ(status_of(destination{.dest_flag = 2, .dl_name = "friends"}), st::esme_rok);
    EXPECT_EQ(status_of(destination{.dest_flag = 3}), st::esme_rinvdestflag);
    pdu.priority_flag = 9;
    EXPECT_EQ(status_of(pdu), st::esme_rinvprtflg);
}

TEST(smpp_checks, name_each_mandatory_tlv_that_a_broadcast_lacks) {
    EXPECT_EQ(status_of(good_broadcast()), st::esme_rok);
    const std::pair<const char*, std::string_view> without[] = {
        {"broadcast_area_identifier", "0601 0003 000033 0604 0002 0003 0605 0003 09001F"},
        {"broadcast_content_type", "0606 0003 00 5331 0604 0002 0003 0605 0003 09001F"},
        {"broadcast_rep_num", "0606 0003 00 5331 0601 0003 000033 0605 0003 09001F"},
        {"broadcast_frequency_interval", "0606 0003 00 5331 0601 0003 000033 0604 0002 0003"},
    };
    for (const auto& [name, hex] : without) {
        broadcast_sm pdu;
        pdu.tlvs = tlvs(hex);
        ASSERT_TRUE(missing_tlv(pdu)) << name;
        EXPECT_STREQ(missing_tlv(pdu)->field, name);
        EXPECT_EQ(missing_tlv(pdu)->code, errc::missing_tlv);
        EXPECT_EQ(status_of(pdu), st::esme_rmissingtlv);
        pdu.priority_flag = broadcast_sm::immediate;
        EXPECT_EQ(status_of(pdu), std::string_view(name) == "broadcast_rep_num" ? st::esme_rok : st::esme_rmissingtlv) << name;
    }
    query_broadcast_sm_resp answer;
    EXPECT_STREQ(missing_tlv(answer)->field, "message_state");
    answer.tlvs = tlvs("0427 0001 01 0606 0003 00 5331");
    EXPECT_STREQ(missing_tlv(answer)->field, "broadcast_area_success");
    answer.tlvs = tlvs("0427 0001 01 0606 0003 00 5331 0608 0001 64");
    EXPECT_FALSE(missing_tlv(answer));
}

TEST(smpp_checks, refuse_broadcast_values_that_cannot_be_carried_out) {
    const auto with = [](std::string_view hex) {
        broadcast_sm pdu;
        pdu.tlvs = tlvs(hex);
        return status_of(pdu);
    };
    EXPECT_EQ(with("0606 0003 00 5331 0606 0002 03 00 0601 0003 000033 0604 0002 0003 0605 0003 09001F"),
              st::esme_rinvbcastareafmt)
        << "the second area";
    EXPECT_EQ(with("0606 0003 00 5331 0601 0003 000033 0604 0002 0003 0605 0003 07001F"), st::esme_rinvbcastfreqint);
    EXPECT_EQ(with("0606 0003 00 5331 0601 0003 000033 0604 0002 0003 0605 0003 0F001F"), st::esme_rinvbcastfreqint);
    EXPECT_EQ(with("0606 0003 00 5331 0601 0003 000033 0604 0001 03 0605 0003 09001F"), st::esme_rinvtlvlen);
    EXPECT_EQ(with("0606 0003 00 5331 0606 0000 0601 0003 000033 0604 0002 0003 0605 0003 09001F"), st::esme_rinvtlvlen);
    EXPECT_EQ(with("0606 0003 00 5331 0601 0003 090033 0604 0002 0003 0605 0003 000000 0428 0002 0000"), st::esme_rok)
        << "reserved content types and the lengths of other TLVs pass";
}

TEST(smpp_checks, want_a_replacing_broadcast_to_say_of_what) {
    broadcast_sm pdu = good_broadcast();
    pdu.replace_if_present_flag = 1;
    EXPECT_EQ(status_of(pdu), st::esme_rinvmsgid);
    pdu.message_id = "B1";
    EXPECT_EQ(status_of(pdu), st::esme_rok);
    pdu.message_id = "";
    pdu.tlvs = tlvs("0606 0003 00 5331 0601 0003 000033 0604 0002 0003 0605 0003 09001F 0204 0002 0001");
    EXPECT_EQ(status_of(pdu), st::esme_rok);
    pdu.schedule_delivery_time = "now";
    EXPECT_EQ(status_of(pdu), st::esme_rinvsched);
}

}  // namespace hermod::wire::smpp
