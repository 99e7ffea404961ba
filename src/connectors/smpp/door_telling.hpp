// Translation at the door, outward: what an application is to be told becomes deliver_sm. Receipts in the text of SMPP 3.4
// appendix B with the TLVs that replace it; messages from handsets as they came, long ones in a message_payload, or in parts
// for a session of version 3.3, which has no TLVs. Pure.
#pragma once

#include <string>
#include <vector>

#include "connectors/smpp/dialect.hpp"
#include "gateway/audience.hpp"
#include "text/split.hpp"
#include "wire/smpp/pdu.hpp"

namespace hermod::connectors::smpp {

class door_telling {
public:
    // How many PDUs it needs, 1 at least; for a session of that version. 0: it cannot be said at all.
    std::size_t prepare(const telling& what, std::uint8_t version);
    // index from 0. Borrows from us and from `what`, until the next call of either.
    const wire::smpp::deliver_sm& pdu(std::size_t index);
    // The same as data_sm, its text in message_payload. Not for version 3.3, which has neither.
    const wire::smpp::data_sm& as_data_sm(std::size_t index);

private:
    void receipt(const telling& what, bool with_tlvs);
    bool handset_message(const message& what, bool with_tlvs);
    void addresses(std::string_view from, std::string_view to);

    wire::smpp::deliver_sm pdu_;
    wire::smpp::data_sm data_;
    std::string text_;
    std::vector<std::uint8_t> tlvs_;
    text::parts parts_;
    bool in_parts_ = false;
};

// In a tag of the range that is vendors' own (3.4 section 5.3.2): how many parts of a handset's long message never came, 1 octet.
inline constexpr wire::smpp::tlv_tag missing_parts_tag{0x3F01};

// The state as SMPP names it.
wire::smpp::message_state state_for(state now);

}  // namespace hermod::connectors::smpp
