// Decoding allocates nothing, good TPDU or bad, and encoding into a buffer with room neither: this file counts the test program's
// allocations.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/golden_test_data.hpp"
#include "wire/tpdu/pdu_mode.hpp"

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

namespace hermod::wire::tpdu {

TEST(tpdu_allocation, decoding_and_encoding_allocate_nothing) {
    std::vector<std::uint8_t> out;
    out.reserve(max_tpdu);
    for (const auto& e : golden::examples()) {
        const auto tpdu = golden::from_hex(e.hex);
        const auto from = std::visit([](const auto& p) { return origin_of(p.type); }, e.pdu);
        out.clear();
        const std::size_t before = allocations;
        const bool good = decode(tpdu, from, e.by).has_value();
        (void)decode(octets(tpdu).first(tpdu.size() - 1), from, e.by);  // cut: mostly an error
        (void)read_pdu_mode(tpdu, tpdu.size());
        const bool written = encode(out, e.pdu).has_value();
        const std::size_t after = allocations;
        EXPECT_EQ(after, before) << e.name;
        EXPECT_TRUE(good && written);
    }
}

TEST(tpdu_allocation, the_counter_counts) {
    const std::size_t before = allocations;
    const std::vector<std::uint8_t> one(100);
    EXPECT_EQ(allocations, before + 1) << one.size();
}

}  // namespace hermod::wire::tpdu
