// Translation, outward: one part of a message becomes a submit_sm, or a data_sm where the options say so.
//
// Part k of a message is the same octets on every try: the split depends on the message alone (its concat_ref ties the
// parts together). Consecutive parts of one message share one split. Owned by a connector, on its executor.
//
// long_form::payload: part 1 carries the whole text, and its id and receipt are the network's. The other parts are
// `carried`: nothing is written for them, and the connector settles each as sent and, when a receipt is wanted, reports it
// delivered itself. So the message ends as part 1 ends, whatever restarts lie between, and nobody keeps a count.
#pragma once

#include <string>
#include <string_view>
#include <vector>

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

// As the options want it: forced plans, the dialect's '+'. `forced` is the side's.
wire_address address_for(std::string_view address, const std::optional<forced_plan>& forced, const dialect& quirks);

// validity_period as it is written; nullopt: none is, or beyond what SMPP can say (the centre's own limit is nearer).
std::optional<wire::smpp::time_text> validity_of(const message& what, validity_form form, wall_time now);

// The national language tables that the message is said in (gsm7 only).
text::language_shift shift_of(const message& what);

class outgoing {
public:
    explicit outgoing(const translation_options& options) : options_(options) {}

    struct outcome {
        const wire::smpp::submit_sm* pdu = nullptr;  // valid until the next call, and as long as `what`
        std::string_view refused;                    // why there is none; a constant
        const wire::smpp::data_sm* data = nullptr;   // instead of pdu
        bool carried = false;                        // the text left with part 1: nothing to write
        std::size_t tlvs_dropped = 0;                // of the message's own
    };
    // part: 1 to what->parts.
    outcome submit(const message_ptr& what, std::uint8_t part, wall_time now);

    // The text of a message that is one part, in its alphabet, without a header; nullopt when it cannot be said. For
    // replace_sm. Valid until the next call.
    std::optional<std::string_view> plain_text(const message& what);

private:
    struct said {
        std::string_view octets;  // data() is null when the alphabet cannot say it
        std::string_view refused;
    };
    std::string_view cut(const message_ptr& what, std::uint8_t part, long_form form, text::part& piece);
    bool split(const message_ptr& what);
    bool split_as(const message& what, text::reference_width width);
    bool whole(const message& what);
    long_form form_for(const message& what) const;
    void fill(const message& what, bool headed);
    void validity(const message& what, wall_time now);
    void sar(const message& what, std::uint8_t part);
    void payload(std::string_view octets);
    std::size_t add_own_tlvs(std::string_view own);
    void as_data_sm(const message& what, wall_time now);
    said content(const message& what, text::part part);

    const translation_options& options_;
    message_ptr split_of_;  // the message that parts_ belong to, when it has several
    text::parts parts_;
    std::string scratch_, whole_;
    std::vector<std::uint8_t> tlvs_;
    wire::smpp::time_text time_{};
    wire::smpp::submit_sm pdu_;
    wire::smpp::data_sm data_;
};

}  // namespace hermod::connectors::smpp
