// XSer: services one behind another, each type (TT), length in octets (LL) and data (DD...), all in hexadecimal.
//
// A view on the field; walking it copies nothing. Where a service reaches beyond the field the walk ends: whole() says so.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "text/octets.hpp"

namespace hermod::wire::ucp {

enum class service_type : std::uint8_t {
    udh = 0x01,  // the user data header with its length octet
    dcs = 0x02,  // TP-DCS, one octet
    message_type = 0x03,
    message_reference = 0x04,
    privacy_indicator = 0x05,
    urgency_indicator = 0x06,
    acknowledgement_request = 0x07,
    message_updating = 0x08,
    call_back_number = 0x09,
    response_code = 0x0A,
    teleservice_id = 0x0B,
    billing_identifier = 0x0C,
    single_shot = 0x0D,
    originator_ton = 0x0E,
    originator_npi = 0x0F,
    recipient_ton = 0x10,
    recipient_npi = 0x11,
    submission_time = 0x12,
    destination_network_type = 0x13,
};

std::string_view name(service_type type);  // "UDH", "DCS"; "" for one of no name

struct extra_service {
    service_type type{};
    std::string_view data;  // hexadecimal digits
};

class extra_services {
public:
    class iterator {
    public:
        using value_type = extra_service;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = const extra_service*;
        using reference = extra_service;

        iterator() = default;
        extra_service operator*() const;
        iterator& operator++();
        iterator operator++(int) {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& a, const iterator& b) { return a.rest_.size() == b.rest_.size(); }

    private:
        friend class extra_services;
        explicit iterator(std::string_view rest) : rest_(rest) {}
        std::string_view rest_;  // whole services only
    };

    explicit extra_services(std::string_view xser);
    iterator begin() const { return iterator(services_); }
    iterator end() const { return iterator(std::string_view{}); }
    bool whole() const { return whole_; }

    // The octets of the first service of that type.
    std::optional<text::octets> find(service_type type) const;

private:
    std::string_view services_;
    bool whole_ = true;
};

// False, and nothing written, when the data have more than 255 octets or the field would have more than its 400 digits.
bool append_service(std::string& xser, service_type type, text::octet_view data);

}  // namespace hermod::wire::ucp
