#include "wire/parlayx/delivery_status.hpp"

namespace hermod::wire::parlayx {
namespace {

struct row {
    std::string_view word;
    delivery_status status;
};
constexpr row rows[] = {
    {"DeliveredToNetwork", delivery_status::delivered_to_network},
    {"DeliveryUncertain", delivery_status::delivery_uncertain},
    {"DeliveryImpossible", delivery_status::delivery_impossible},
    {"MessageWaiting", delivery_status::message_waiting},
    {"DeliveredToTerminal", delivery_status::delivered_to_terminal},
    {"DeliveryNotificationNotSupported", delivery_status::delivery_notification_not_supported},
};

constexpr bool is_separator(char c) {
    return c == '_' || c == '-' || c == ' ';
}

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same(std::string_view written, std::string_view word) {
    std::size_t at = 0;
    for (const char c : written) {
        if (is_separator(c)) continue;
        if (at == word.size() || lower(c) != lower(word[at])) return false;
        ++at;
    }
    return at == word.size();
}

}  // namespace

delivery_status status_of(std::string_view word) {
    for (const row& one : rows)
        if (same(word, one.word)) return one.status;
    return delivery_status::unrecognised;
}

}  // namespace hermod::wire::parlayx
