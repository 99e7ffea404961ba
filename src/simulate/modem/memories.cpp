#include "simulate/modem/memories.hpp"

#include <algorithm>

namespace hermod::simulate::modem {

std::size_t memory::used() const {
    return static_cast<std::size_t>(std::count_if(slots_.begin(), slots_.end(), [](const auto& s) { return s.has_value(); }));
}

std::optional<std::size_t> memory::put(stored what) {
    const auto free = std::find_if(slots_.begin(), slots_.end(), [](const auto& slot) { return !slot; });
    if (free == slots_.end()) return std::nullopt;
    free->emplace(std::move(what));
    return static_cast<std::size_t>(free - slots_.begin());
}

std::optional<memory_name> memory_called(std::string_view name) {
    if (name == "SM") return memory_name::sm;
    if (name == "ME") return memory_name::me;
    if (name == "SR") return memory_name::sr;
    return std::nullopt;
}

}  // namespace hermod::simulate::modem
