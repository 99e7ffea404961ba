#include "wire/ucp/message_reference.hpp"

#include "wire/ucp/time.hpp"

namespace hermod::wire::ucp {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

std::optional<message_reference> read_reference(std::string_view sm) {
    const std::size_t colon = sm.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const message_reference out{trimmed(sm.substr(0, colon)), trimmed(sm.substr(colon + 1))};
    return parse_seconds(out.scts) ? std::optional(out) : std::nullopt;
}

std::string reference_text(const message_reference& reference) {
    return std::string(reference.adc).append(":").append(reference.scts);
}

}  // namespace hermod::wire::ucp
