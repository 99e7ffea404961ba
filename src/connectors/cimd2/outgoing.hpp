// Translation, outward: one part of a message becomes a submit message (03).
//
// Part k of a message is the same octets on every try: the split depends on the message alone (its concat_ref ties the
// parts together). Consecutive parts of one message share one split. What the protocol cannot say is refused in words
// before anything is encoded. Owned by a connector, on its executor.
//
// A text of septets goes as parameter 033 in the link's form, octets and UCS-2 as 034, a header as 032. Septets of a national
// language's tables are written as the codes that they are; the header names the language.
#pragma once

#include <string>
#include <string_view>

#include "connectors/cimd2/options.hpp"
#include "message/message.hpp"
#include "text/split.hpp"
#include "wire/cimd2/operations.hpp"
#include "wire/cimd2/user_data.hpp"

namespace hermod::connectors::cimd2 {

wire::cimd2::link_form form_of(const dialect& quirks);

class outgoing {
public:
    explicit outgoing(const translation_options& options) : options_(options) {}

    struct outcome {
        const wire::cimd2::submit_message* pdu = nullptr;  // valid until the next call, and as long as `what`
        std::string_view refused;                          // why there is none; a constant
        bool tlvs_dropped = false;                         // the message has some: CIMD2 has no place for them
    };
    // part: 1 to what->parts.
    outcome submit(const message_ptr& what, std::uint8_t part, wall_time now);
    // 021 as submit() writes it; empty: the recipient is no number. Borrows from `what`.
    std::string_view destination(const message& what) const;

private:
    std::string_view address(const message& what);
    std::string_view originator(const message& what);
    std::string_view named(std::string_view sender);
    std::string_view content(const message& what, text::part piece);
    std::string_view coding(const message& what);
    void wishes(const message& what);
    void validity(const message& what, wall_time now);
    bool split(const message_ptr& what);
    bool split_as(const message& what, text::reference_width width);

    const translation_options& options_;
    message_ptr split_of_;  // the message that parts_ belong to, when it has several
    text::parts parts_;
    std::string destination_, sender_, header_, data_, time_;  // what pdu_ borrows
    wire::cimd2::submit_message pdu_;
};

}  // namespace hermod::connectors::cimd2
