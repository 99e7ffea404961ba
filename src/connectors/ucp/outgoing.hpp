// Translation, outward: one part of a message becomes operation 51.
//
// Seven-bit text leaves as AMsg (MT 3), UCS-2 and octets as TMsg (MT 4) with XSer 02; a header, also that of a long message's
// parts, in XSer 01. Part k of a message is the same text on every try: the split depends on the message alone. Consecutive
// parts of one message share one split. Every limit is checked here: what does not fit is refused in words. Owned by a
// connector, on its executor.
#pragma once

#include <string>
#include <string_view>

#include "connectors/ucp/centre_zone.hpp"
#include "connectors/ucp/content_writer.hpp"
#include "connectors/ucp/options.hpp"
#include "message/message.hpp"
#include "text/split.hpp"
#include "wire/ucp/pdu.hpp"

namespace hermod::connectors::ucp {

class outgoing {
public:
    explicit outgoing(const translation_options& options) : options_(options) {}

    struct outcome {
        const wire::ucp::submit_message* pdu = nullptr;  // valid until the next call, and as long as `what` and the options
        std::string_view refused{};                      // why there is none; a constant
    };
    // part: 1 to what->parts.
    outcome submit(const message_ptr& what, std::uint8_t part, wall_time now, const centre_zone& zone);

private:
    // Each says why not, or nothing.
    std::string_view addresses(const message& what);
    std::string_view cut(const message_ptr& what, std::uint8_t part, text::part& piece);
    std::string_view content(const message& what, const text::part& piece);
    bool split_as(const message& what, text::reference_width width);
    void wishes(const message& what, wall_time now, const centre_zone& zone);

    const translation_options& options_;
    content_writer writer_;
    message_ptr split_of_;  // the message that parts_ belong to, when it has several
    text::parts parts_;
    std::string adc_, oadc_, rpid_, pr_, nt_;
    wire::ucp::time_text<10> vp_{};
    wire::ucp::submit_message pdu_;
};

}  // namespace hermod::connectors::ucp
