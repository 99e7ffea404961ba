// Decoding allocates nothing, good PDU or bad, and encoding into a buffer with room neither: this file counts the test
// program's allocations.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"
#include "wire/smpp/golden_test_data.hpp"
#include "wire/smpp/receipt.hpp"

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

namespace hermod::wire::smpp {

TEST(smpp_allocation, decoding_allocates_nothing) {
    for (const auto& e : golden::examples()) {
        auto frame = golden::from_hex(e.hex);
        const std::size_t before = allocations;
        const auto read = decode(frame);
        const bool good = read.has_value();
        store_u32(frame.data(), static_cast<std::uint32_t>(frame.size() - 1));  // cut: mostly an error
        (void)decode(octets(frame).first(frame.size() - 1));
        const std::size_t after = allocations;
        EXPECT_EQ(after, before) << e.name;
        EXPECT_TRUE(good);
    }
}

TEST(smpp_allocation, the_counter_counts) {
    const std::size_t before = allocations;
    const std::vector<std::uint8_t> one(100);
    EXPECT_EQ(allocations, before + 1) << one.size();
}

TEST(smpp_allocation, encoding_into_a_buffer_with_room_and_reading_a_receipt_allocate_nothing) {
    std::vector<std::uint8_t> out;
    out.reserve(4096);
    for (const auto& e : golden::examples()) {
        out.clear();
        const std::size_t before = allocations;
        const bool written = encode(out, 1, e.pdu).has_value();
        if (const auto* receipt = std::get_if<deliver_sm>(&e.pdu)) (void)parse_receipt(*receipt);
        const std::size_t after = allocations;
        EXPECT_TRUE(written);
        EXPECT_EQ(after, before) << e.name;
    }
}

}  // namespace hermod::wire::smpp
