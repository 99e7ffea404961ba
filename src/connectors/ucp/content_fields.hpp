// The fields that hold a short message's text, and how they say its coding: the same in 51, 52 and 54. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/pdu.hpp"

namespace hermod::connectors::ucp {

struct content_fields {
    std::string_view mt{}, nb{}, msg{}, dcs{}, mcls{}, xser{};
};

template <wire::ucp::operation_type Ot>
content_fields content_of(const wire::ucp::message_operation<Ot>& pdu) {
    return {pdu.mt, pdu.nb, pdu.msg, pdu.dcs, pdu.mcls, pdu.xser};
}

// XSer 02; without it what MT, DCs and MCLs say. TMsg without a word on its coding is 8-bit data.
std::uint8_t dcs_of(const content_fields& fields, const wire::ucp::extra_services& services);

}  // namespace hermod::connectors::ucp
