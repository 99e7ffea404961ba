#include "connectors/cimd2/door_names.hpp"

#include <algorithm>

#include "connectors/cimd2/times.hpp"
#include "message/as_given.hpp"

namespace hermod::connectors::cimd2 {

namespace {

constexpr std::size_t timestamp_size = 12;

bool digits_only(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The timestamp of such a reference; empty when it is another.
std::string_view timestamp_in(std::string_view reference) {
    const bool ours = reference.size() > timestamp_size + 1 && reference[timestamp_size] == ':' &&
                      digits_only(reference.substr(0, timestamp_size));
    return ours ? reference.substr(0, timestamp_size) : std::string_view{};
}

}  // namespace

std::string reference_of(std::string_view timestamp, std::string_view destination) {
    return std::string(timestamp) + ':' + std::string(destination);
}

message_name name_of(const message& what, std::chrono::minutes offset) {
    const std::string_view timestamp = timestamp_in(what.client_ref);
    if (timestamp.empty()) return {centre_time(what.accepted_at, offset), to_as_given(what)};
    return {std::string(timestamp), what.client_ref.substr(timestamp_size + 1)};
}

bool is_named(const message& what, std::string_view timestamp) {
    return !timestamp.empty() && timestamp_in(what.client_ref) == timestamp;
}

std::string number_from(std::string_view address, bool dials) {
    std::string digits(address);
    std::erase(digits, '-');
    if (dials && !digits.starts_with('+')) return digits_only(digits) ? digits : std::string();
    const std::size_t prefix = digits.starts_with('+') ? 1 : digits.starts_with("00") ? 2 : 0;
    digits.erase(0, prefix);
    return digits_only(digits) ? "+" + digits : std::string();
}

}  // namespace hermod::connectors::cimd2
