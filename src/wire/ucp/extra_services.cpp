#include "wire/ucp/extra_services.hpp"

#include "wire/ucp/field.hpp"
#include "wire/ucp/header.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::wire::ucp {
namespace {

constexpr std::size_t prefix = 4;  // TT and LL

int octet(std::string_view hex, std::size_t at) {
    const int high = hex_digit(hex[at]), low = hex_digit(hex[at + 1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

// The digits of the first service; 0 when it is not whole.
std::size_t size_of_first(std::string_view xser) {
    if (xser.size() < prefix || octet(xser, 0) < 0) return 0;
    const int length = octet(xser, 2);
    if (length < 0) return 0;
    const std::size_t size = prefix + static_cast<std::size_t>(length) * 2;
    return size <= xser.size() ? size : 0;
}

constexpr std::string_view names[] = {
    "UDH",
    "DCS",
    "message type",
    "message reference",
    "privacy indicator",
    "urgency indicator",
    "acknowledgement request",
    "message updating",
    "call-back number",
    "response code",
    "teleservice",
    "billing identifier",
    "single shot",
    "originator TON",
    "originator NPI",
    "recipient TON",
    "recipient NPI",
    "original submission time",
    "destination network type",
};

}  // namespace

std::string_view name(service_type type) {
    const auto value = static_cast<std::size_t>(type);
    return value == 0 || value > std::size(names) ? std::string_view{} : names[value - 1];
}

extra_service extra_services::iterator::operator*() const {
    return {static_cast<service_type>(octet(rest_, 0)), rest_.substr(prefix, size_of_first(rest_) - prefix)};
}

extra_services::iterator& extra_services::iterator::operator++() {
    rest_.remove_prefix(size_of_first(rest_));
    return *this;
}

extra_services::extra_services(std::string_view xser) {
    std::size_t at = 0;
    while (at < xser.size()) {
        const std::size_t size = size_of_first(xser.substr(at));
        if (size == 0) break;
        at += size;
    }
    services_ = xser.substr(0, at);
    whole_ = at == xser.size();
}

std::optional<text::octets> extra_services::find(service_type type) const {
    for (const extra_service service : *this) {
        if (service.type == type) return from_hex(service.data);
    }
    return std::nullopt;
}

bool append_service(std::string& xser, service_type type, text::octet_view data) {
    if (data.size() > 255 || xser.size() + prefix + data.size() * 2 > field::xser.max) return false;
    const char head[] = {static_cast<char>(type), static_cast<char>(data.size())};
    xser.append(to_hex({head, 2})).append(to_hex(data));
    return true;
}

}  // namespace hermod::wire::ucp
