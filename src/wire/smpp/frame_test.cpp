#include "wire/smpp/frame.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "wire/smpp/golden_test_data.hpp"

namespace hermod::wire::smpp {
namespace {

octets of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

TEST(smpp_frame, waits_until_the_whole_pdu_is_there) {
    const auto pdu = golden::from_hex("00000010 00000015 00000000 00000001 0000");
    for (std::size_t n = 0; n < 16; ++n) {
        const auto read = read_frame(octets(pdu).first(n));
        EXPECT_EQ(read.outcome, framing::incomplete);
        EXPECT_EQ(read.length, n < 4 ? 0u : 16u);
    }
    const auto read = read_frame(pdu);
    EXPECT_EQ(read.outcome, framing::complete);
    EXPECT_EQ(read.frame.size(), 16u);
    EXPECT_EQ(read.frame.data(), pdu.data());
}

TEST(smpp_frame, refuses_lengths_below_a_header_and_above_the_limit_at_the_fourth_octet) {
    for (const std::uint32_t length : {0u, 1u, 15u, 65u * 1024 + 1, 0x80000000u, 0xFFFFFFFFu}) {
        std::uint8_t raw[4];
        store_u32(raw, length);
        const auto read = read_frame(raw);
        EXPECT_EQ(read.outcome, framing::bad_length) << length;
        EXPECT_EQ(read.length, length);
    }
    std::uint8_t raw[4];
    store_u32(raw, 65 * 1024);
    EXPECT_EQ(read_frame(raw).outcome, framing::incomplete);
    EXPECT_EQ(read_frame(raw, 1024).outcome, framing::bad_length);
}

// node-smpp issue 230: command_length 1213486160 is "HTTP".
TEST(smpp_frame, recognises_a_peer_that_speaks_http_or_tls) {
    for (const std::string_view text : {"HTTP/1.1 400 Bad Request\r\n", "GET / HTTP/1.1\r\n", "POST /sms HTTP/1.1\r\n", "HEAD / ",
                                        "PUT /a", "PRI * HTTP/2.0"}) {
        EXPECT_EQ(read_frame(of(text)).outcome, framing::speaks_http) << text;
    }
    EXPECT_EQ(read_frame(golden::from_hex("16030101 00010000")).outcome, framing::speaks_tls);
    EXPECT_EQ(read_frame(golden::from_hex("15030300 02022A")).outcome, framing::speaks_tls);
    EXPECT_EQ(read_frame(of("\x02"
                            "01/00045"))
                  .outcome,
              framing::bad_length);
}

TEST(smpp_frame, cuts_a_stream_into_the_pdus_it_was_made_of) {
    std::vector<std::uint8_t> stream;
    for (const auto& e : golden::examples()) {
        const auto pdu = golden::from_hex(e.hex);
        stream.insert(stream.end(), pdu.begin(), pdu.end());
    }
    octets rest(stream);
    for (const auto& e : golden::examples()) {
        const auto read = read_frame(rest);
        ASSERT_EQ(read.outcome, framing::complete) << e.name;
        EXPECT_TRUE(std::ranges::equal(read.frame, golden::from_hex(e.hex))) << e.name;
        rest = rest.subspan(read.frame.size());
    }
    EXPECT_TRUE(rest.empty());
}

}  // namespace hermod::wire::smpp
