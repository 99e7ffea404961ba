#include "accept/copies.hpp"

#include <iterator>
#include <utility>

namespace hermod::accept {
namespace {

// Held by the pointer, not by the message: what a message says has no place for it, and it must go when the message goes.
struct holder {
    std::shared_ptr<message> one;
    std::vector<message_ptr> copies;
    void operator()(message*) { one.reset(); }
};

}  // namespace

std::shared_ptr<message> with_copies(std::shared_ptr<message> one, std::vector<message_ptr> copies) {
    if (copies.empty()) return one;
    message* const held = one.get();
    return {held, holder{std::move(one), std::move(copies)}};
}

std::vector<message_ptr> take_copies(const message_ptr& one) {
    holder* const held = std::get_deleter<holder>(one);
    return held ? std::exchange(held->copies, {}) : std::vector<message_ptr>();
}

void append_copies(std::vector<message_ptr>& all) {
    for (std::size_t i = 0, count = all.size(); i < count; ++i) {
        auto copies = take_copies(all[i]);
        std::move(copies.begin(), copies.end(), std::back_inserter(all));
    }
}

}  // namespace hermod::accept
