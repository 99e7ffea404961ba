#include "base/ids.hpp"

namespace hermod {
namespace {

constexpr std::int64_t epoch_ms = 1'704'067'200'000;  // 2024-01-01T00:00:00Z
constexpr int node_bits = 8, sequence_bits = 13;
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int value_of(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const auto at = alphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::int64_t ms_since_epoch(wall_time t) {
    return std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count() - epoch_ms;
}

}  // namespace

std::string to_text(message_id id) {
    std::string out(14, 'm');
    auto rest = static_cast<std::uint64_t>(id.value);
    for (std::size_t i = 13; i >= 1; --i, rest >>= 5) out[i] = alphabet[rest & 31];
    return out;
}

std::optional<message_id> parse_message_id(std::string_view text) {
    if (text.size() != 14 || (text[0] != 'm' && text[0] != 'M')) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text.substr(1)) {
        const int digit = value_of(c);
        if (digit < 0) return std::nullopt;
        if (value >> 58) return std::nullopt;  // more than 63 bits
        value = (value << 5) | static_cast<std::uint64_t>(digit);
    }
    if (value == 0) return std::nullopt;
    return message_id{static_cast<std::int64_t>(value)};
}

wall_time time_of(message_id id) {
    return wall_time{std::chrono::milliseconds{(id.value >> (node_bits + sequence_bits)) + epoch_ms}};
}

message_id first_id_at(wall_time t) {
    const auto ms = ms_since_epoch(t);
    return message_id{ms < 0 ? 0 : ms << (node_bits + sequence_bits)};
}

id_source::id_source(std::uint8_t node, message_id after)
    : node_(node),
      state_(((after.value >> (node_bits + sequence_bits)) << sequence_bits) | (after.value & ((1 << sequence_bits) - 1))) {}

message_id id_source::next(wall_time now) {
    const std::int64_t floor = ms_since_epoch(now) << sequence_bits;
    std::int64_t seen = state_.load(std::memory_order_relaxed), mine;
    do {
        mine = floor > seen ? floor : seen + 1;  // a full millisecond, or a clock that stepped back, borrows from the next one
    } while (!state_.compare_exchange_weak(seen, mine, std::memory_order_relaxed));
    const std::int64_t ms = mine >> sequence_bits, sequence = mine & ((1 << sequence_bits) - 1);
    return message_id{(ms << (node_bits + sequence_bits)) | (node_ << sequence_bits) | sequence};
}

}  // namespace hermod
