// Translation at the door, outward: what an application is to be told becomes a 53 (how a message of its own stands) or a 52 (a
// handset's message, in parts where it is long); what it asks about, a 57 or 58. Pure.
#pragma once

#include <string>

#include "connectors/ucp/content_writer.hpp"
#include "connectors/ucp/door_clock.hpp"
#include "gateway/audience.hpp"
#include "message/record.hpp"
#include "text/split.hpp"
#include "wire/ucp/pdu.hpp"

namespace hermod::connectors::ucp {

class door_telling {
public:
    // How many operations it needs, 1 at least. 0: it cannot be said at all. Borrows `quirks` until the last of them is made.
    std::size_t prepare(const telling& what, const dialect& quirks, const door_clock& clock);
    // index from 0. Borrows from us and from `what`, until the next call of either.
    const wire::ucp::pdu_variant& pdu(std::size_t index);

    // 57, or 58 of what is deleted: how a message stands now. Borrows from us until the next call.
    const wire::ucp::pdu_variant& statement(wire::ucp::operation_type ot, const record& about, const dialect& quirks,
                                            const door_clock& clock);

private:
    struct standing {
        state now;
        std::uint32_t code;
        std::string_view detail;
        wall_time at;
    };
    void about(const message& m, const standing& how, const dialect& quirks, const door_clock& clock,
               wire::ucp::delivery_notification& out);
    bool handset_message(const message& m, const dialect& quirks, const door_clock& clock);
    bool content(std::size_t index);

    wire::ucp::pdu_variant pdu_;
    wire::ucp::deliver_message base_;
    content_writer writer_;
    content_writer::saying how_;
    const dialect* quirks_ = nullptr;
    text::parts parts_;
    std::string adc_, oadc_, rpid_, rsn_, msg_, scts_, dscts_;
    bool of_handset_ = false;
};

// "447700900123:251126223000": the name by which an application knows a message, made anew for one that came by another door.
std::string name_of(const message& m, const door_clock& clock);

}  // namespace hermod::connectors::ucp
