#include "net/chunked_body.hpp"

#include <gtest/gtest.h>

namespace hermod::net {
namespace {

// Offers the text in pieces as a socket would; what is not used is offered again.
struct outcome {
    gate_reason reason = gate_reason::none;
    bool done = false;
    std::string body;
    std::string left;
};

outcome decode(std::string_view text, std::size_t piece, std::size_t limit = 1 << 20) {
    chunked_body decoder(limit);
    outcome result;
    std::string pending;
    for (std::size_t at = 0; at < text.size() && !decoder.done(); at += piece) {
        pending += text.substr(at, piece);
        const auto now = decoder.put(pending);
        pending.erase(0, now.used);
        if (now.reason != gate_reason::none) return {now.reason, false, "", ""};
    }
    return {gate_reason::none, decoder.done(), decoder.done() ? std::string(decoder.body()) : "", pending};
}

TEST(chunked_body, reads_chunks_cut_anywhere_and_leaves_what_follows) {
    const std::string text = "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nTrailer: x\r\n\r\nGET";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        const auto got = decode(text, piece);
        ASSERT_TRUE(got.done) << piece;
        EXPECT_EQ(got.body, "hello world") << piece;
        EXPECT_EQ(got.left, std::string("GET").substr(0, got.left.size())) << piece;
    }
    EXPECT_EQ(decode(text, text.size()).left, "GET");
}

TEST(chunked_body, reads_an_empty_body) {
    const auto got = decode("0\r\n\r\n", 100);
    EXPECT_TRUE(got.done);
    EXPECT_EQ(got.body, "");
}

TEST(chunked_body, refuses_what_two_readers_could_read_in_two_ways) {
    for (const std::string text : {"x\r\nhello\r\n", "5 \r\nhello\r\n0\r\n\r\n5", "-5\r\nhello\r\n", "0x5\r\nhello\r\n0\r\n\r\n",
                                   "5\r\nhelloX\r\n0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "fffffffffffffffff\r\nhello\r\n",
                                   "5\rhello\r\n0\r\n\r\n", "0\r\nA: b\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                                   "0\r\nA : b\r\n\r\n", "5;\n=\r\nhello\r\n0\r\n\r\n"}) {
        const auto got = decode(text, text.size());
        EXPECT_FALSE(got.done) << text;
        EXPECT_NE(got.reason, gate_reason::none) << text;
    }
}

TEST(chunked_body, never_takes_a_bare_lf_for_the_end_of_a_chunk_line) {
    const auto got = decode("5\nhello\n0\n\n", 1);
    EXPECT_FALSE(got.done);
}

TEST(chunked_body, refuses_more_than_its_limit_when_the_chunk_is_announced) {
    EXPECT_EQ(decode("a\r\n", 3, 9).reason, gate_reason::body_too_large);
    EXPECT_EQ(decode("5\r\nhello\r\n5\r\n", 13, 9).reason, gate_reason::body_too_large);
    EXPECT_TRUE(decode("5\r\nhello\r\n4\r\nabcd\r\n0\r\n\r\n", 100, 9).done);
}

TEST(chunked_body, refuses_padding_by_extensions_and_endless_lines) {
    std::string padded;
    for (int i = 0; i < 40; ++i) padded += "1;e=" + std::string(1000, 'x') + "\r\na\r\n";
    EXPECT_EQ(decode(padded, 512).reason, gate_reason::bad_chunk);
    EXPECT_EQ(decode("1;e=" + std::string(10'000, 'x'), 512).reason, gate_reason::bad_chunk);
    EXPECT_EQ(decode("0\r\nA: " + std::string(10'000, 'x'), 512).reason, gate_reason::bad_chunk);
}

}  // namespace
}  // namespace hermod::net
