// A part's text as MT, NB, AMsg or TMsg, with its services in XSer: what a 51 to a centre and a 52 to an application have in
// common. Pure; owns the text that its fields borrow.
#pragma once

#include <string>
#include <string_view>

#include "connectors/ucp/content_fields.hpp"
#include "connectors/ucp/dialect.hpp"
#include "message/message.hpp"
#include "text/language.hpp"
#include "text/split.hpp"

namespace hermod::connectors::ucp {

class content_writer {
public:
    struct saying {
        encoding coding = encoding::gsm7;
        text::language_shift shift{};  // of gsm7
        std::uint8_t dcs = 0;
        std::string_view billing{};  // XSer 0C
    };
    // Why it cannot be said, or nothing. Then the fields are valid until the next call.
    std::string_view write(const text::part& piece, const saying& how, const dialect& quirks);
    const content_fields& fields() const { return fields_; }
    template <class Pdu>
    void fill(Pdu& pdu) const {
        pdu.mt = fields_.mt;
        pdu.nb = fields_.nb;
        pdu.msg = fields_.msg;
        pdu.dcs = fields_.dcs;
        pdu.mcls = fields_.mcls;
        pdu.xser = fields_.xser;
    }

private:
    bool seven_bits(const text::part& piece, const saying& how, const dialect& quirks);
    void transparent(text::octet_view octets, std::size_t bits);
    std::string_view services(const text::part& piece, const saying& how, const dialect& quirks);

    std::string nb_, msg_, xser_, mcls_;
    content_fields fields_;
};

text::language_shift shift_of(const message& what);
// TP-DCS of what is to be sent. Below 10 it is SMPP's data_coding that names another alphabet than 23.038: the text has but
// ours. What a handset sent without such an octet has none.
std::uint8_t dcs_for(std::uint8_t data_coding, encoding as);

}  // namespace hermod::connectors::ucp
