#include "live_allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::int64_t live = 0;  // one thread: nothing of a simulated world has another

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
    void* at = std::malloc(size == 0 ? 1 : size);
    if (!at) throw std::bad_alloc();
    ++live;
    return at;
}
[[gnu::noinline]] void operator delete(void* at) noexcept {
    if (at) --live;
    std::free(at);
}
[[gnu::noinline]] void operator delete(void* at, std::size_t) noexcept {
    if (at) --live;
    std::free(at);
}

namespace hermod::simulated {

std::int64_t live_allocations() {
    return live;
}

}  // namespace hermod::simulated
