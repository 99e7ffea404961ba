// The part of the centre that makes messages from handsets: on demand, and as a stream.
#include "simulate/smsc/centre.hpp"
#include "text/encoding.hpp"
#include "text/gsm7.hpp"
#include "text/utf.hpp"

namespace hermod::simulate {

void centre::stream_inbound(mono_time now) {
    if (options_.inbound.rate <= 0) return;
    inbound_due_ += std::chrono::duration<double>(now - inbound_at_).count() * options_.inbound.rate;
    inbound_at_ = now;
    for (; inbound_due_ >= 1; inbound_due_ -= 1) {
        if (queues_.empty()) continue;  // nobody has bound yet
        send_inbound(options_.inbound.from, options_.inbound.to, options_.inbound.text);
    }
}

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
    if (queues_.empty()) queues_.emplace_back(), accounts_.emplace(options_.system_id, std::uint16_t{0});
    queues_.front().push(std::move(out));
}

}  // namespace hermod::simulate
