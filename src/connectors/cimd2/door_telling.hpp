// Translation at the door, outward: what an application is to be told becomes a deliver status report (23), or a deliver message
// (20) for each part of what a handset wrote. Pure.
#pragma once

#include <chrono>
#include <string>

#include "connectors/cimd2/dialect.hpp"
#include "gateway/audience.hpp"
#include "text/split.hpp"
#include "wire/cimd2/operations.hpp"

namespace hermod::connectors::cimd2 {

class door_telling {
public:
    // How many packets it needs, 1 at least. 0: it cannot be said at all. Borrows `what` until the next call; offset: of the
    // times written from UTC.
    std::size_t prepare(const telling& what, const dialect& quirks, std::chrono::minutes offset);
    bool is_report() const { return is_report_; }
    const wire::cimd2::deliver_status_report& report() const { return report_; }
    // index from 0. Borrows from us, until the next call of either.
    const wire::cimd2::deliver_message& message(std::size_t index);
    // What goes with the message beyond its own parameters: 027, a sender that is no number, for which 023 has no room.
    wire::cimd2::parameters extra() const { return wire::cimd2::parameters(extra_); }

private:
    void status_report(const telling& what, const dialect& quirks, std::chrono::minutes offset);
    bool handset_message(const hermod::message& what, const dialect& quirks, std::chrono::minutes offset);
    bool split(const hermod::message& what);

    bool is_report_ = false, latin1_ = false;
    wire::cimd2::deliver_status_report report_;
    wire::cimd2::deliver_message message_;
    std::string destination_, sender_, timestamp_, time_, header_, data_, extra_;  // what the two borrow
    text::encoding coding_ = text::encoding::gsm7;
    text::parts parts_;
};

// The state as parameter 061 says it.
std::int32_t status_code_for(state now);

}  // namespace hermod::connectors::cimd2
