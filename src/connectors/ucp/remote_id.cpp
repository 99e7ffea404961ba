#include "connectors/ucp/remote_id.hpp"

#include "wire/ucp/message_reference.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::connectors::ucp {

namespace {

constexpr std::size_t digits_of_a_subscriber = 7;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string remote_id(std::string_view adc, std::string_view scts, bool last_digits_only) {
    std::string out;
    for (const char c : adc)
        if (is_digit(c) && (c != '0' || !out.empty())) out += c;
    if (out.empty()) out = adc;  // no number: whatever it is, it is said twice
    if (last_digits_only && out.size() > digits_of_a_subscriber) out.erase(0, out.size() - digits_of_a_subscriber);
    return out.append(":").append(scts);
}

std::string remote_id_of(std::string_view sm, std::string_view written_adc, bool last_digits_only) {
    if (const auto both = wire::ucp::read_reference(sm)) return remote_id(both->adc, both->scts, last_digits_only);
    const std::size_t first = sm.find_first_not_of(' '), last = sm.find_last_not_of(' ');
    const std::string_view bare = first == std::string_view::npos ? std::string_view{} : sm.substr(first, last - first + 1);
    if (wire::ucp::parse_seconds(bare)) return remote_id(written_adc, bare, last_digits_only);
    return std::string(sm);
}

}  // namespace hermod::connectors::ucp
