#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"
#include "wire/smpp/golden_test_data.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::wire::smpp {
namespace {

using bytes = std::vector<std::uint8_t>;
using golden::example;
using golden::from_hex;

// Octets in an allocation of exactly their size, so that a sanitizer sees a read one octet too far.
struct exact {
    explicit exact(octets from) : size(from.size()), data(new std::uint8_t[from.size()]) {
        std::copy(from.begin(), from.end(), data.get());
    }
    operator octets() const { return {data.get(), size}; }
    std::size_t size;
    std::unique_ptr<std::uint8_t[]> data;
};

bytes encoded(const pdu_variant& pdu, std::uint32_t sequence = 1, command_status status = command_status::esme_rok) {
    bytes out;
    const auto done = encode(out, sequence, pdu, status);
    EXPECT_FALSE(done.has_error()) << done.error().field;
    return out;
}

// A PDU's octets with another command_length, cut or grown to it.
bytes resized(bytes frame, std::size_t length) {
    frame.resize(length);
    store_u32(frame.data(), static_cast<std::uint32_t>(length));
    return frame;
}

bytes relength(bytes frame) {
    const std::size_t length = frame.size();
    return resized(std::move(frame), length);
}

std::size_t mandatory_end(const example& e) {
    pdu_variant plain = e.pdu;
    std::visit([](auto& p) { p.tlvs = {}; }, plain);
    return encoded(plain).size();
}

submit_sm hello() {
    submit_sm pdu;
    pdu.source_addr = "Hermod";
    pdu.destination_addr = "46701234567";
    pdu.short_message = golden::raw("48656C6C6F");
    return pdu;
}

template <class Pdu>
codec_error refusal(const Pdu& pdu) {
    bytes out{1, 2, 3};
    const auto done = encode(out, 1, pdu);
    EXPECT_EQ(out, (bytes{1, 2, 3})) << "a refused PDU leaves the buffer as it was";
    return done.has_error() ? done.error() : codec_error{};
}

}  // namespace

TEST(smpp_codec, writes_the_golden_octets_of_every_pdu) {
    for (const example& e : golden::examples()) {
        EXPECT_EQ(encoded(e.pdu, e.sequence_number, e.status), from_hex(e.hex)) << e.name;
    }
}

TEST(smpp_codec, reads_the_golden_octets_of_every_pdu) {
    for (const example& e : golden::examples()) {
        const exact frame(from_hex(e.hex));
        const auto read = decode(frame);
        ASSERT_FALSE(read.has_error()) << e.name << ": " << read.error().field;
        EXPECT_EQ(read->head.sequence_number, e.sequence_number);
        EXPECT_EQ(read->head.status, e.status);
        EXPECT_EQ(read->head.command_length, frame.size);
        EXPECT_EQ(read->pdu.index(), e.pdu.index()) << e.name;
        EXPECT_EQ(encoded(read->pdu, e.sequence_number, e.status), from_hex(e.hex)) << e.name;
        // Only the generic_nack to an unreadable header has sequence 0.
        EXPECT_EQ(read->odd.none(), e.sequence_number != 0) << e.name;
    }
}

TEST(smpp_codec, has_a_golden_example_and_a_table_row_for_every_pdu) {
    std::set<std::size_t> shown;
    for (const example& e : golden::examples()) shown.insert(e.pdu.index());
    EXPECT_EQ(shown.size(), std::variant_size_v<pdu_variant>);
    std::size_t typed = 0;
    for (const pdu_row& row : pdu_table()) {
        const bytes frame = [&] {
            bytes out;
            encode_header(out, row.id, command_status::esme_rok, 1);
            return out;
        }();
        const auto read = decode(frame);
        const bool known = !read.has_error() || read.error().code != errc::unknown_command_id;
        EXPECT_EQ(known, row.typed) << row.name;
        typed += row.typed ? 1 : 0;
    }
    EXPECT_EQ(typed, std::variant_size_v<pdu_variant>);
}

TEST(smpp_codec, reads_each_field_of_submit_sm_where_it_stands) {
    const bytes frame = from_hex(golden::examples()[12].hex);
    const auto read = decode_as<submit_sm>(frame);
    ASSERT_FALSE(read.has_error());
    const submit_sm& p = read->pdu;
    EXPECT_EQ(p.service_type, "WAP");
    EXPECT_EQ(p.source_addr, "46700000001");
    EXPECT_EQ(p.destination_addr, "46701234567");
    EXPECT_EQ(p.esm_class, 0x43);
    EXPECT_EQ(p.priority_flag, 3);
    EXPECT_EQ(p.schedule_delivery_time, "261124080000000+");
    EXPECT_EQ(p.validity_period, "261125080000004+");
    EXPECT_EQ(p.registered_delivery, 0x11);
    EXPECT_EQ(p.replace_if_present_flag, 1);
    EXPECT_EQ(p.data_coding, data_coding::ucs2);
    EXPECT_EQ(p.short_message.size(), 16u);
    EXPECT_EQ(p.tlvs.u16(tlv_tag::user_message_reference), 0x1234);
    EXPECT_GE(reinterpret_cast<const std::uint8_t*>(p.source_addr.data()), frame.data()) << "borrowed, not copied";
    EXPECT_LT(reinterpret_cast<const std::uint8_t*>(p.source_addr.data()), frame.data() + frame.size());
}

TEST(smpp_codec, answers_an_error_or_waits_for_every_truncation_of_every_pdu) {
    for (const example& e : golden::examples()) {
        const bytes whole = from_hex(e.hex);
        const std::size_t mandatory = mandatory_end(e);
        for (std::size_t cut = 0; cut < whole.size(); ++cut) {
            const exact part{octets(whole).first(cut)};
            EXPECT_EQ(read_frame(part).outcome, framing::incomplete) << e.name << " cut at " << cut;
            if (cut < header_length) {
                EXPECT_TRUE(decode(part).has_error());
                continue;
            }
            const exact shorter{resized(whole, cut)};
            const auto read = decode(shorter);
            const command_id id = read_header(whole).id;
            const bool may_lack_body = is_response(id) && (cut == header_length || e.status != command_status::esme_rok);
            if (cut < mandatory && !may_lack_body) {
                ASSERT_TRUE(read.has_error()) << e.name << " cut at " << cut;
                EXPECT_STRNE(read.error().field, "") << e.name << " cut at " << cut;
                EXPECT_LE(read.error().offset, cut);
                EXPECT_NE(read.error().suggested_status, command_status::esme_rok);
            } else if (read.has_error()) {
                EXPECT_EQ(read.error().suggested_status, command_status::esme_rinvtlvstream) << e.name << " cut at " << cut;
            }
        }
    }
}

TEST(smpp_codec, refuses_a_command_length_that_is_not_the_frames) {
    for (const example& e : golden::examples()) {
        bytes frame = from_hex(e.hex);
        for (const std::size_t length :
             {frame.size() - 1, frame.size() + 1, std::size_t{0}, std::size_t{15}, std::size_t{0xFFFFFFFF}}) {
            store_u32(frame.data(), static_cast<std::uint32_t>(length));
            const auto read = decode(frame);
            ASSERT_TRUE(read.has_error());
            EXPECT_EQ(read.error().code, errc::wrong_command_length);
            EXPECT_EQ(read.error().suggested_status, command_status::esme_rinvcmdlen);
        }
    }
}

TEST(smpp_codec, answers_rinvmsglen_to_an_sm_length_beyond_the_body) {
    bytes frame = encoded(hello());
    const std::size_t at = frame.size() - 6;
    ASSERT_EQ(frame[at], 5);
    for (int length = 6; length <= 255; ++length) {
        frame[at] = static_cast<std::uint8_t>(length);
        const exact copy(frame);
        const auto read = decode_as<submit_sm>(copy);
        ASSERT_TRUE(read.has_error()) << length;
        EXPECT_EQ(read.error().suggested_status, command_status::esme_rinvmsglen);
        EXPECT_STREQ(read.error().field, "short_message");
        EXPECT_EQ(read.error().offset, at + 1);
    }
}

TEST(smpp_codec, takes_up_to_three_octets_beyond_sm_length_as_padding) {
    bytes frame = encoded(hello());
    const std::size_t at = frame.size() - 6;
    for (int missing = 1; missing <= 5; ++missing) {
        frame[at] = static_cast<std::uint8_t>(5 - missing);
        const auto read = decode_as<submit_sm>(frame);
        if (missing <= 3) {
            ASSERT_FALSE(read.has_error()) << missing;
            EXPECT_TRUE(read->odd.has(oddity::trailing_octets));
            EXPECT_EQ(read->pdu.short_message.size(), 5u - missing);
        } else {
            ASSERT_TRUE(read.has_error()) << missing;
            EXPECT_EQ(read.error().suggested_status, command_status::esme_rinvtlvstream);
        }
    }
}

// cloudhopper-smpp issue 64: the peer ends short_message with a NUL that sm_length does not count.
TEST(smpp_codec, finds_the_tlvs_behind_an_octet_that_sm_length_does_not_count) {
    bytes frame = encoded(hello());
    frame.push_back(0);
    const bytes tlv = from_hex("0204 0002 1234");
    frame.insert(frame.end(), tlv.begin(), tlv.end());
    const bytes whole = relength(frame);
    const auto read = decode_as<submit_sm>(whole);
    ASSERT_FALSE(read.has_error()) << read.error().field;
    EXPECT_TRUE(read->odd.has(oddity::uncounted_octet));
    EXPECT_EQ(read->pdu.tlvs.u16(tlv_tag::user_message_reference), 0x1234);
    EXPECT_EQ(read->pdu.short_message.size(), 5u);
}

TEST(smpp_codec, names_the_tlv_whose_length_runs_beyond_the_pdu) {
    bytes frame = encoded(hello());
    const std::size_t at = frame.size();
    const bytes tlv = from_hex("0427 0001 02 0424 00FF 41");
    frame.insert(frame.end(), tlv.begin(), tlv.end());
    const exact whole(relength(frame));
    const auto read = decode_as<submit_sm>(whole);
    ASSERT_TRUE(read.has_error());
    EXPECT_EQ(read.error().code, errc::bad_tlv_stream);
    EXPECT_EQ(read.error().suggested_status, command_status::esme_rinvtlvstream);
    EXPECT_STREQ(read.error().field, "message_payload");
    EXPECT_EQ(read.error().offset, at + 5);
}

TEST(smpp_codec, refuses_source_addr_without_terminator) {
    const exact frame(relength(from_hex("00000000 00000004 00000000 00000001 00 01 01 34363730")));
    const auto read = decode_as<submit_sm>(frame);
    ASSERT_TRUE(read.has_error());
    EXPECT_EQ(read.error(), (codec_error{errc::no_terminator, "source_addr", 19, command_status::esme_rinvsrcadr}));
}

TEST(smpp_codec, suggests_the_status_of_each_string_without_terminator) {
    const struct {
        const char* hex;
        command_status status;
    } cases[] = {
        {"00000002 00000000 00000001 41414141", command_status::esme_rinvsysid},
        {"00000002 00000000 00000001 4100 4242", command_status::esme_rinvpaswd},
        {"00000002 00000000 00000001 4100 4200 43", command_status::esme_rinvsystyp},
        {"00000004 00000000 00000001 434D54", command_status::esme_rinvsertyp},
        {"00000004 00000000 00000001 00 0101 3100 0101 3233", command_status::esme_rinvdstadr},
        {"00000004 00000000 00000001 00 0101 3100 0101 3200 000000 3131", command_status::esme_rinvsched},
        {"00000004 00000000 00000001 00 0101 3100 0101 3200 000000 00 3131", command_status::esme_rinvexpiry},
        {"00000003 00000000 00000001 3132", command_status::esme_rinvmsgid},
        {"00000021 00000000 00000001 00 0101 3100 01 02 4C49", command_status::esme_rinvdlname},
        {"00000021 00000000 00000001 00 0101 3100 01 03 4C49", command_status::esme_rinvdestflag},
        {"00000021 00000000 00000001 00 0101 3100 02 02 4C00", command_status::esme_rinvcmdlen},
        {"00000004 00000000 00000001 00 01", command_status::esme_rinvcmdlen},
    };
    for (const auto& c : cases) {
        const exact frame(relength(from_hex(std::string("00000000") + c.hex)));
        const auto read = decode(frame);
        ASSERT_TRUE(read.has_error()) << c.hex;
        EXPECT_EQ(read.error().suggested_status, c.status) << c.hex << ": " << name(read.error().suggested_status);
    }
}

TEST(smpp_codec, reads_strings_longer_than_the_specification_allows_and_counts_them) {
    const std::string password(20, 'p');
    bytes frame = from_hex("00000000 00000009 00000000 00000001 4100");
    frame.insert(frame.end(), password.begin(), password.end());
    const bytes tail = from_hex("00 00 34 00 00 00");
    frame.insert(frame.end(), tail.begin(), tail.end());
    const bytes whole = relength(frame);
    const auto read = decode_as<bind_transceiver>(whole);
    ASSERT_FALSE(read.has_error());
    EXPECT_EQ(read->pdu.password, password);
    EXPECT_TRUE(read->odd.has(oddity::long_string));
}

TEST(smpp_codec, gives_up_on_a_string_of_256_octets) {
    bytes frame = from_hex("00000000 00000009 00000000 00000001");
    frame.insert(frame.end(), 255, 'a');
    const bytes tail = from_hex("00 00 00 34 00 00 00");
    frame.insert(frame.end(), tail.begin(), tail.end());
    EXPECT_FALSE(decode(relength(frame)).has_error()) << "255 characters and the NUL are within the limit";
    frame.insert(frame.begin() + 16, 'a');
    const auto read = decode(relength(frame));
    ASSERT_TRUE(read.has_error());
    EXPECT_EQ(read.error().code, errc::string_too_long);
    EXPECT_EQ(read.error().suggested_status, command_status::esme_rinvsysid);
}

TEST(smpp_codec, accepts_every_response_without_its_body_and_counts_only_successful_ones) {
    for (const pdu_row& row : pdu_table()) {
        if (!row.typed || !is_response(row.id)) continue;
        for (const command_status status : {command_status::esme_rok, command_status::esme_rthrottled, command_status{0x400}}) {
            bytes frame;
            encode_header(frame, row.id, status, 7);
            const auto read = decode(frame);
            ASSERT_FALSE(read.has_error()) << row.name;
            if (status != command_status::esme_rok) {
                EXPECT_TRUE(read->odd.none()) << row.name;
            }
        }
    }
    bytes frame;
    encode_header(frame, command_id::submit_sm_resp, command_status::esme_rok, 7);
    EXPECT_TRUE(decode(frame)->odd.has(oddity::no_body));
    frame.clear();
    encode_header(frame, command_id::unbind_resp, command_status::esme_rok, 7);
    EXPECT_TRUE(decode(frame)->odd.none());
}

TEST(smpp_codec, keeps_the_body_of_an_error_response_and_drops_one_that_cannot_be_read) {
    bytes frame = encoded(bind_transceiver_resp{.system_id = "smsc"}, 3, command_status::esme_rinvpaswd);
    EXPECT_EQ(decode_as<bind_transceiver_resp>(frame)->pdu.system_id, "smsc");
    frame.pop_back();  // the NUL
    const bytes cut = relength(frame);
    const auto read = decode_as<bind_transceiver_resp>(cut);
    ASSERT_FALSE(read.has_error());
    EXPECT_EQ(read->head.status, command_status::esme_rinvpaswd);
    EXPECT_EQ(read->pdu.system_id, "");
    EXPECT_TRUE(read->odd.has(oddity::unreadable_error_body));
}

TEST(smpp_codec, counts_odd_sequence_numbers_and_statuses_in_requests) {
    bytes frame;
    encode_header(frame, command_id::enquire_link, command_status::esme_rsyserr, 0x80000000);
    const auto read = decode(frame);
    ASSERT_FALSE(read.has_error());
    EXPECT_TRUE(read->odd.has(oddity::odd_sequence_number));
    EXPECT_TRUE(read->odd.has(oddity::status_in_request));
    frame.clear();
    encode_header(frame, command_id::enquire_link, command_status::esme_rok, 0x7FFFFFFF);
    EXPECT_TRUE(decode(frame)->odd.none());
}

TEST(smpp_codec, tells_which_response_answers_a_broken_request) {
    const codec_error field{errc::no_terminator, "source_addr", 19, command_status::esme_rinvsrcadr};
    EXPECT_EQ(response_to(command_id::submit_sm, field), command_id::submit_sm_resp);
    EXPECT_EQ(response_to(command_id::alert_notification, field), command_id::generic_nack);
    const codec_error unknown{errc::unknown_command_id, "command_id", 4, command_status::esme_rinvcmdid};
    EXPECT_EQ(response_to(command_id{0x77}, unknown), command_id::generic_nack);
    EXPECT_EQ(response_to(command_id::param_retrieve, unknown), command_id::generic_nack) << "3.3 only";
    EXPECT_EQ(response_to(command_id::broadcast_sm, field), command_id::broadcast_sm_resp);
}

TEST(smpp_codec, knows_when_decode_as_gets_another_pdu) {
    const bytes frame = encoded(enquire_link{});
    EXPECT_EQ(decode_as<submit_sm>(frame).error().code, errc::wrong_command_id);
    const bytes vendor = relength(from_hex("00000010 00010200 00000000 00000009"));
    EXPECT_EQ(decode(vendor).error(), (codec_error{errc::unknown_command_id, "command_id", 4, command_status::esme_rinvcmdid}));
}

TEST(smpp_codec, refuses_to_write_what_the_specification_forbids_and_names_the_field) {
    submit_sm pdu = hello();
    pdu.source_addr = "123456789012345678901";
    EXPECT_EQ(refusal(pdu).code, errc::string_too_long);
    EXPECT_STREQ(refusal(pdu).field, "source_addr");

    pdu = hello();
    pdu.destination_addr = std::string_view("12\0003", 4);
    EXPECT_EQ(refusal(pdu).code, errc::contains_nul);

    pdu = hello();
    pdu.validity_period = "0000010000";
    EXPECT_EQ(refusal(pdu).code, errc::wrong_time_length);
    EXPECT_STREQ(refusal(pdu).field, "validity_period");

    pdu = hello();
    const bytes long_message(256, 'x');
    pdu.short_message = long_message;
    EXPECT_EQ(refusal(pdu).code, errc::value_too_long);
    EXPECT_EQ(refusal(pdu).suggested_status, command_status::esme_rinvmsglen);

    pdu = hello();
    pdu.tlvs = golden::tlvs("0424 0005 41");
    EXPECT_EQ(refusal(pdu).code, errc::bad_tlv_stream);

    EXPECT_STREQ(refusal(bind_receiver{.system_id = "a", .password = "ninechars"}).field, "password");
}

TEST(smpp_codec, refuses_to_write_a_list_whose_count_is_not_its_items) {
    submit_multi pdu;
    const octets one = golden::raw("02 4C00");
    pdu.destinations = {2, one};
    EXPECT_STREQ(refusal(pdu).field, "number_of_dests");
    pdu.destinations = {0, one};
    EXPECT_STREQ(refusal(pdu).field, "number_of_dests");
    pdu.destinations = {1, one};
    EXPECT_EQ(encoded(pdu).size(), 16u + 18);
    bytes many;
    for (int i = 0; i < 256; ++i) ASSERT_FALSE(append_item(many, destination{.dest_flag = 2, .dl_name = "L"}).has_error());
    pdu.destinations = {256, many};
    EXPECT_EQ(refusal(pdu).code, errc::value_too_long);
    EXPECT_TRUE(append_item(many, destination{.dest_flag = 3}).has_error());
}

TEST(smpp_codec, walks_the_destinations_of_submit_multi) {
    bytes list;
    ASSERT_FALSE(append_item(list, destination{.destination_addr = "46701234567"}).has_error());
    ASSERT_FALSE(append_item(list, destination{.dest_flag = 2, .dl_name = "friends"}).has_error());
    submit_multi pdu;
    pdu.destinations = {2, list};
    const bytes frame = encoded(pdu);
    const auto read = decode_as<submit_multi>(frame);
    ASSERT_FALSE(read.has_error());
    std::vector<std::string> seen;
    for (const destination& d : read->pdu.destinations) seen.emplace_back(d.dest_flag == 1 ? d.destination_addr : d.dl_name);
    EXPECT_EQ(seen, (std::vector<std::string>{"46701234567", "friends"}));
}

TEST(smpp_codec, walks_the_areas_of_a_broadcast) {
    const auto& examples = golden::examples();
    const auto e = std::find_if(examples.begin(), examples.end(),
                                [](const example& x) { return x.name == std::string_view("query_broadcast_sm_resp"); });
    ASSERT_NE(e, examples.end());
    const bytes frame = from_hex(e->hex);
    const auto read = decode_as<query_broadcast_sm_resp>(frame);
    ASSERT_FALSE(read.has_error());
    const tlv_view& all = read->pdu.tlvs;
    ASSERT_EQ(all.count(tlv_tag::broadcast_area_identifier), 2u);
    EXPECT_EQ(all.find(tlv_tag::broadcast_area_success, 0)->front(), 100);
    EXPECT_EQ(all.find(tlv_tag::broadcast_area_success, 1)->front(), 255);
    EXPECT_EQ(all.c_string(tlv_tag::broadcast_end_time), "261124080000000+");
}

TEST(smpp_codec, carries_congestion_state_on_every_response_in_success_and_failure) {
    const tlv_view congested = golden::tlvs("0428 0001 5F");
    std::size_t seen = 0;
    for (const example& e : golden::examples()) {
        pdu_variant pdu = e.pdu;
        const command_id id = read_header(from_hex(e.hex)).id;
        if (!is_response(id)) continue;
        std::visit([&](auto& p) { p.tlvs = congested; }, pdu);
        for (const command_status status : {command_status::esme_rok, command_status::esme_rthrottled}) {
            const bytes frame = encoded(pdu, 1, status);
            const auto read = decode(frame);
            ASSERT_FALSE(read.has_error()) << e.name;
            EXPECT_TRUE(read->odd.none()) << e.name;
            EXPECT_EQ(std::visit([](const auto& p) { return p.tlvs.u8(tlv_tag::congestion_state); }, read->pdu), 95) << e.name;
        }
        ++seen;
    }
    EXPECT_GE(seen, 16u);
}

TEST(smpp_codec, writes_a_64_kib_payload_and_refuses_more_than_the_limit) {
    bytes tlv;
    tlv_writer writer(tlv);
    const bytes payload(65535, 'x');
    ASSERT_FALSE(writer.add(tlv_tag::message_payload, payload).has_error());
    data_sm pdu;
    pdu.tlvs = writer.view();
    EXPECT_EQ(user_data(decode_as<data_sm>(encoded(pdu))->pdu).value.size(), 65535u);
    ASSERT_FALSE(writer.add(tlv_tag{0x1400}, octets(payload).first(2000)).has_error());
    pdu.tlvs = writer.view();
    EXPECT_EQ(refusal(pdu).code, errc::pdu_too_long);
}

TEST(smpp_codec, takes_the_user_data_from_short_message_unless_it_is_empty) {
    submit_sm pdu = hello();
    EXPECT_FALSE(user_data(pdu).from_payload);
    pdu.tlvs = golden::tlvs("0424 0002 4142");
    EXPECT_EQ(user_data(pdu).value.size(), 5u);
    EXPECT_TRUE(user_data(pdu).both);
    pdu.short_message = {};
    EXPECT_EQ(user_data(pdu).value.size(), 2u);
    EXPECT_TRUE(user_data(pdu).from_payload);
    EXPECT_FALSE(user_data(pdu).both);
    pdu.tlvs = {};
    EXPECT_TRUE(user_data(pdu).value.empty()) << "an empty message is legal";
}

}  // namespace hermod::wire::smpp
