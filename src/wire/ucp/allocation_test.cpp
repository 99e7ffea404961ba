// Decoding allocates nothing, good frame or bad, and encoding into a buffer with room neither: this file counts the test
// program's allocations.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "wire/ucp/encode.hpp"
#include "wire/ucp/frame.hpp"
#include "wire/ucp/golden_test_data.hpp"

namespace {
std::size_t allocations = 0;
}

[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* at = std::malloc(size == 0 ? 1 : size)) return at;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* at) noexcept {
    std::free(at);
}
[[gnu::noinline]] void operator delete(void* at, std::size_t) noexcept {
    std::free(at);
}

namespace hermod::wire::ucp {

TEST(ucp_allocation, cutting_and_decoding_allocate_nothing) {
    for (const auto& e : golden::examples()) {
        std::string frame = golden::framed(e.text);
        const std::size_t before = allocations;
        const bool good = read_frame(frame).outcome == framing::complete && decode(frame).has_value();
        frame[20] ^= 1;
        const bool bad = read_frame(frame).outcome == framing::wrong_checksum && decode(frame).has_error();
        const std::size_t after = allocations;
        EXPECT_EQ(after, before) << e.name;
        EXPECT_TRUE(good) << e.name;
        EXPECT_TRUE(bad || frame.size() < 24) << e.name;
    }
}

TEST(ucp_allocation, the_counter_counts) {
    const std::size_t before = allocations;
    const std::vector<std::uint8_t> one(100);
    EXPECT_EQ(allocations, before + 1) << one.size();
}

TEST(ucp_allocation, encoding_into_a_buffer_with_room_allocates_nothing) {
    std::string out;
    out.reserve(max_frame_length);
    for (const auto& e : golden::examples()) {
        out.clear();
        const std::size_t before = allocations;
        const bool written = encode(out, e.trn, e.pdu).has_value();
        const std::size_t after = allocations;
        EXPECT_TRUE(written);
        EXPECT_EQ(after, before) << e.name;
    }
}

}  // namespace hermod::wire::ucp
