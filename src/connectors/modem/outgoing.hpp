// Translation, outward: one part of a message becomes an SMS-SUBMIT, or in text mode a number and a text.
//
// Part k of a message is the same on every try: the split depends on the message alone. What does not fit is refused in words.
// The sender is the SIM's own number, whatever the message says: a mobile cannot choose. Owned by a connector, on its executor.
#pragma once

#include <string_view>

#include "connectors/modem/options.hpp"
#include "connectors/modem/session.hpp"
#include "message/message.hpp"
#include "text/split.hpp"

namespace hermod::connectors::modem {

class outgoing {
public:
    explicit outgoing(const connector_options& options) : options_(options) {}

    struct outcome {
        send_request what;
        std::string_view refused{};  // why there is none; a constant
    };
    // part: 1 to what->parts.
    outcome submit(const message_ptr& what, std::uint8_t part, wall_time now);
    // A modem that has only text mode: one part of text, no header, no octets.
    outcome text(const message& what) const;

private:
    std::string_view cut(const message_ptr& what, std::uint8_t part, text::part& piece);
    bool split_as(const message& what, text::reference_width width);

    const connector_options& options_;
    message_ptr split_of_;  // the message that parts_ belong to, when it has several
    text::parts parts_;
};

}  // namespace hermod::connectors::modem
