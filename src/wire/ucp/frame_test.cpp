#include "wire/ucp/frame.hpp"

#include <gtest/gtest.h>

#include "wire/ucp/golden_test_data.hpp"

namespace hermod::wire::ucp {
namespace {

const std::string alert_frame = golden::framed("02/00035/O/31/0234765439845/0139/A0");

// Everything that a stream holds, however it is cut: outcome and octets of each frame, and what was skipped.
struct cut {
    std::vector<std::pair<framing, std::string>> frames;
    std::size_t skipped = 0;
    friend bool operator==(const cut&, const cut&) = default;
};

cut feed(std::string_view stream, std::size_t first, std::size_t then, std::size_t max_length = max_frame_length) {
    cut out;
    std::string buffer;
    for (std::size_t at = 0, size = first; at < stream.size(); at += size, size = then) {
        buffer += stream.substr(at, size);
        for (;;) {
            const auto read = read_frame(buffer, max_length);
            out.skipped += read.skipped;
            if (read.outcome != framing::incomplete) out.frames.emplace_back(read.outcome, read.frame);
            const bool done = read.outcome == framing::incomplete;
            buffer.erase(0, read.consumed());
            if (done) break;
        }
    }
    return out;
}

}  // namespace

TEST(ucp_frame, waits_for_the_etx_and_drops_what_stands_before_the_stx) {
    for (std::size_t n = 0; n < alert_frame.size(); ++n) {
        const auto read = read_frame(std::string_view(alert_frame).substr(0, n));
        EXPECT_EQ(read.outcome, framing::incomplete);
        EXPECT_EQ(read.consumed(), 0u);
    }
    const auto read = read_frame(alert_frame);
    EXPECT_EQ(read.outcome, framing::complete);
    EXPECT_EQ(read.frame, alert_frame);
    const std::string noisy = std::string("\r\n\0x", 4) + alert_frame + "tail";
    const auto behind = read_frame(noisy);
    EXPECT_EQ(behind.outcome, framing::complete);
    EXPECT_EQ(behind.skipped, 4u);
    EXPECT_EQ(behind.frame, alert_frame);
    EXPECT_EQ(behind.consumed(), 4u + alert_frame.size());
    const auto garbage = read_frame("no frame");
    EXPECT_EQ(garbage.outcome, framing::incomplete);
    EXPECT_EQ(garbage.consumed(), 8u);
}

TEST(ucp_frame, tells_a_wrong_checksum_from_a_wrong_length_from_a_bad_header) {
    const auto outcome = [](std::string_view text) { return read_frame(golden::framed(text)).outcome; };
    EXPECT_EQ(outcome("02/00035/O/31/0234765439845/0139/A1"), framing::wrong_checksum);
    EXPECT_EQ(outcome("02/00035/O/31/0234765439845/0139/G0"), framing::wrong_checksum);
    EXPECT_EQ(outcome("02/00035/O/31/0234765439845/0139A0"), framing::wrong_checksum);  // no "/" before it
    EXPECT_EQ(outcome("02/00034/O/31/0234765439845/013970"), framing::wrong_checksum);  // though the sum is right
    EXPECT_EQ(outcome("02/00035/O/31/"), framing::wrong_checksum);                      // none at all
    EXPECT_EQ(outcome("02/00034/O/31/0234765439845/0139/9F"), framing::wrong_length);
    EXPECT_EQ(outcome("02/00036/O/31/0234765439845/0139/A1"), framing::wrong_length);
    EXPECT_EQ(outcome("2/00035/O/31/0234765439845/0139/A0"), framing::bad_header);
    EXPECT_EQ(outcome("x2/00035/O/31/0234765439845/0139/A0"), framing::bad_header);
    EXPECT_EQ(outcome("02/0x035/O/31/0234765439845/0139/A0"), framing::bad_header);
    EXPECT_EQ(outcome("02/00035/Q/31/0234765439845/0139/A0"), framing::bad_header);
    EXPECT_EQ(outcome("02/00035/O/3x/0234765439845/0139/A0"), framing::bad_header);
    EXPECT_EQ(outcome("02/00035/O/31"), framing::bad_header);
    EXPECT_EQ(outcome(""), framing::bad_header);
}

TEST(ucp_frame, names_the_part_of_the_header_that_is_bad_and_where) {
    const auto error = [](std::string_view text) { return read_frame(golden::framed(text)).error; };
    EXPECT_EQ(error("x2/00035/O/31/0/0139/A0"), (codec_error{errc::bad_header, "TRN", 1}));
    EXPECT_EQ(error("02/000x5/O/31/0/0139/A0"), (codec_error{errc::bad_header, "LEN", 4}));
    EXPECT_EQ(error("02/00035/X/31/0/0139/A0"), (codec_error{errc::bad_header, "O/R", 10}));
    EXPECT_EQ(error("02/00035/O/x1/0/0139/A0"), (codec_error{errc::bad_header, "OT", 12}));
    EXPECT_EQ(error("02/00034/O/31/0234765439845/0139/9F"), (codec_error{errc::wrong_length, "LEN", 4}));
    EXPECT_EQ(error("02/00035/O/31/0234765439845/0139/A1"),
              (codec_error{errc::wrong_checksum, "CS", 34, error_code::checksum_error}));
}

TEST(ucp_frame, says_what_to_answer_to_a_damaged_frame) {
    const auto head = [](std::string_view text) { return readable_header(golden::framed(text)); };
    EXPECT_EQ(head("02/00035/O/31/0234765439845/0139/A1"), (header{2, false, operation_type::alert}));
    EXPECT_EQ(head("02/xxxxx/O/31/0234765439845/0139/A0"), (header{2, false, operation_type::alert}));
    EXPECT_EQ(head("17/00022/R/60/N"), (header{17, true, operation_type::session_management}));
    EXPECT_EQ(head("x2/00035/O/31/0234765439845/0139/A0"), std::nullopt);
    EXPECT_EQ(head("02/xxxxx/O/x1/0234765439845/0139/A0"), std::nullopt);
    EXPECT_EQ(head("02/xxxxx/Q/31/0234765439845/0139/A0"), std::nullopt);
    EXPECT_EQ(head("02"), std::nullopt);
    EXPECT_EQ(readable_header(""), std::nullopt);
}

TEST(ucp_frame, goes_on_behind_a_frame_that_lost_its_etx) {
    const std::string stream = alert_frame.substr(0, 20) + alert_frame;
    const auto read = read_frame(stream);
    EXPECT_EQ(read.outcome, framing::cut_short);
    EXPECT_EQ(read.frame, alert_frame.substr(0, 20));
    EXPECT_EQ(read_frame(std::string_view(stream).substr(read.consumed())).outcome, framing::complete);
}

TEST(ucp_frame, refuses_to_wait_for_more_than_the_limit) {
    const std::string endless = std::string(1, stx) + std::string(max_frame_length, '1');
    EXPECT_EQ(read_frame(std::string_view(endless).substr(0, max_frame_length - 1)).outcome, framing::incomplete);
    const auto read = read_frame(endless);
    EXPECT_EQ(read.outcome, framing::too_long);
    EXPECT_EQ(read.consumed(), max_frame_length);
    EXPECT_EQ(read_frame(alert_frame, alert_frame.size()).outcome, framing::complete);
    EXPECT_EQ(read_frame(alert_frame, alert_frame.size() - 1).outcome, framing::too_long);
}

TEST(ucp_frame, cuts_a_stream_alike_at_every_split_point) {
    std::string stream = "garbage\r\n";
    cut expected{{}, stream.size()};
    for (const auto& e : golden::examples()) {
        stream += golden::framed(e.text) + std::string(1, '\0');
        expected.frames.emplace_back(framing::complete, golden::framed(e.text));
        ++expected.skipped;
    }
    const std::string broken[] = {alert_frame.substr(0, 30),
                                  "\x02"
                                  "02/00035/O/31/0234765439845/0139/A1\x03",
                                  "\x02\x03"};
    const framing outcomes[] = {framing::cut_short, framing::wrong_checksum, framing::bad_header};
    for (std::size_t i = 0; i < 3; ++i) {
        stream += broken[i];
        expected.frames.emplace_back(outcomes[i], broken[i]);
    }
    ASSERT_EQ(feed(stream, stream.size(), 1), expected);
    ASSERT_EQ(feed(stream, 1, 1), expected);
    for (std::size_t n = 1; n < stream.size(); ++n) ASSERT_EQ(feed(stream, n, stream.size()), expected) << n;
}

TEST(ucp_frame, finds_its_way_again_behind_a_frame_that_was_too_long) {
    const std::string stream = std::string(1, stx) + std::string(100, '1') + alert_frame;
    const cut expected{{{framing::too_long, stream.substr(0, 50)}, {framing::complete, alert_frame}}, 51};
    for (std::size_t n = 1; n < stream.size(); ++n) ASSERT_EQ(feed(stream, n, 7, 50), expected) << n;
}

TEST(ucp_frame, sums_the_octets_modulo_256) {
    EXPECT_EQ(checksum(""), 0);
    EXPECT_EQ(checksum("\xFF\xFF\x03"), 1);
    EXPECT_EQ(checksum("01/00045/O/30/66677789///1//////68656C6C6F/"), 0xCE);
}

}  // namespace hermod::wire::ucp
