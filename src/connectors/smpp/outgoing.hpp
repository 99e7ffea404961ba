// Translation, outward: one part of a message becomes a submit_sm.
//
// Part k of a message is the same octets on every try: the split depends on the message alone (its concat_ref ties the
// parts together). Consecutive parts of one message share one split. Owned by a connector, on its executor.
#pragma once

#include <string>
#include <string_view>

#include "connectors/smpp/options.hpp"
#include "message/message.hpp"
#include "text/split.hpp"
#include "wire/smpp/pdu.hpp"
#include "wire/smpp/time.hpp"

namespace hermod::connectors::smpp {

// An address as SMPP wants it: '+' gone, its plan told by its look. "+447700900123" 1/1, "Bank" 5/0, "88222" 3/0.
struct wire_address {
    wire::smpp::ton ton{};
    wire::smpp::npi npi{};
    std::string_view digits;
};
wire_address address_by_look(std::string_view address);

class outgoing {
public:
    explicit outgoing(const translation_options& options) : options_(options) {}

    struct outcome {
        const wire::smpp::submit_sm* pdu = nullptr;  // valid until the next call, and as long as `what`
        std::string_view refused;                    // why there is none; a constant
    };
    // part: 1 to what->parts.
    outcome submit(const message_ptr& what, std::uint8_t part, wall_time now);

private:
    bool split(const message_ptr& what);
    void address(const message& what);
    void validity(const message& what, wall_time now);
    std::string_view content(const message& what, text::part part);
    bool say_in_latin1(text::part part);

    const translation_options& options_;
    message_ptr split_of_;  // the message that parts_ belong to, when it has several
    text::parts parts_;
    std::string scratch_;
    wire::smpp::time_text time_{};
    wire::smpp::submit_sm pdu_;
};

}  // namespace hermod::connectors::smpp
