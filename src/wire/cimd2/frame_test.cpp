#include "wire/cimd2/frame.hpp"

#include <gtest/gtest.h>

#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::wire::cimd2 {
namespace {

using golden::octets_of;

struct cut_stream {
    std::vector<std::string> packets;
    std::size_t garbage = 0, unterminated = 0;
    friend bool operator==(const cut_stream&, const cut_stream&) = default;
};

// What a session does: what is used goes, the rest waits for more. `cuts` are where the stream is broken into pieces.
cut_stream feed(std::string_view stream, std::vector<std::size_t> cuts) {
    cut_stream out;
    std::string buffer;
    cuts.push_back(stream.size());
    std::size_t at = 0;
    for (const std::size_t cut : cuts) {
        buffer += stream.substr(at, cut - at);
        at = cut;
        for (;;) {
            const auto read = read_frame(buffer);
            out.garbage += read.garbage;
            out.unterminated += read.unterminated;
            if (read.outcome == framing::complete) out.packets.emplace_back(read.frame);
            buffer.erase(0, read.used);
            if (read.outcome != framing::complete) break;
        }
    }
    return out;
}

}  // namespace

TEST(cimd2_frame, waits_until_the_whole_packet_is_there) {
    const std::string packet = octets_of("^01:001|~");
    for (std::size_t n = 0; n < packet.size(); ++n) {
        const auto read = read_frame(octet_view(packet).substr(0, n));
        EXPECT_EQ(read.outcome, framing::incomplete);
        EXPECT_EQ(read.used, 0u);
    }
    const auto read = read_frame(packet);
    EXPECT_EQ(read.outcome, framing::complete);
    EXPECT_EQ(read.frame, packet);
    EXPECT_EQ(read.used, packet.size());
    EXPECT_EQ(read.frame.data(), packet.data());
}

TEST(cimd2_frame, passes_over_whatever_stands_between_packets_and_counts_it) {
    const std::string garbage("\0\r\n\3x\xFF", 6);
    const std::string packet = octets_of("^40:001|~");
    const auto read = read_frame(garbage + packet + garbage);
    EXPECT_EQ(read.outcome, framing::complete);
    EXPECT_EQ(read.garbage, 6u);
    EXPECT_EQ(read.used, 6 + packet.size());
    const auto rest = read_frame(garbage);
    EXPECT_EQ(rest.outcome, framing::incomplete);
    EXPECT_EQ(rest.used, 6u) << "garbage is not kept";
    EXPECT_EQ(rest.garbage, 6u);
}

TEST(cimd2_frame, drops_a_packet_that_another_one_begins_in) {
    const auto read = read_frame(std::string("..") + octets_of("^01:001|^03:0^40:001|~"));
    EXPECT_EQ(read.outcome, framing::complete);
    EXPECT_EQ(read.garbage, 2u);
    EXPECT_EQ(read.unterminated, 2u);
    EXPECT_EQ(read.used, 24u);
}

TEST(cimd2_frame, gives_up_a_packet_without_an_end_at_the_limit_and_not_before) {
    const std::string longest = std::string(1, stx) + std::string(max_packet_length - 2, 'x') + etx;
    EXPECT_EQ(read_frame(longest).outcome, framing::complete);
    EXPECT_EQ(read_frame(octet_view(longest).substr(0, max_packet_length - 1)).outcome, framing::incomplete);
    const std::string endless = std::string(1, stx) + std::string(max_packet_length - 1, 'x');
    EXPECT_EQ(read_frame(endless).outcome, framing::too_long);
    EXPECT_EQ(read_frame(endless).used, endless.size());
    const auto read = read_frame("\2" + std::string(30, 'x') + "\2", 16);
    EXPECT_EQ(read.outcome, framing::too_long);
    EXPECT_EQ(read.used, 31u) << "up to where a packet may begin again";
}

TEST(cimd2_frame, cuts_a_stream_into_the_packets_it_was_made_of_wherever_it_is_split) {
    std::string stream;
    cut_stream whole;
    for (const auto& e : golden::examples()) {
        stream += "\r\n" + octets_of(e.text);
        whole.packets.push_back(octets_of(e.text));
        whole.garbage += 2;
    }
    EXPECT_EQ(feed(stream, {}), whole);
    std::vector<std::size_t> everywhere;
    for (std::size_t at = 1; at < stream.size(); ++at) {
        EXPECT_EQ(feed(stream, {at}), whole) << at;
        everywhere.push_back(at);
    }
    EXPECT_EQ(feed(stream, everywhere), whole);
}

}  // namespace hermod::wire::cimd2
