// The part of the centre that makes messages from handsets.
#include "simulate/smsc/centre.hpp"
#include "text/encoding.hpp"
#include "text/gsm7.hpp"
#include "text/utf.hpp"

namespace hermod::simulate {

void centre::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
    delivery out;
    out.inbound = true;
    out.from = {wire::smpp::ton::international, wire::smpp::npi::isdn, from};
    out.to = {wire::smpp::ton::unknown, wire::smpp::npi::unknown, to};
    // As a centre would: GSM 7-bit where it does, UCS-2 otherwise; octets that are no UTF-8 go as they are.
    const bool gsm7 = text::is_gsm7(text);
    auto said = gsm7 ? text::encode_gsm7(text) : text::encode_utf16be(text);
    if (said && !gsm7) out.data_coding = 8;
    out.text = said ? std::move(*said) : std::string(text);
    if (accounts_.empty()) account(how_.system_id);
    deliver(std::move(out));
}

}  // namespace hermod::simulate
