// What an application's broadcasts do: the part of door_link that relays them to its account's network.
#include "base/log.hpp"
#include "connectors/smpp/broadcast_pdus.hpp"
#include "connectors/smpp/door_link.hpp"
#include "text/utf.hpp"
#include "wire/smpp/checks.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

void door_link::arrived(std::uint32_t sequence, const broadcast_sm& pdu) {
    relay(request_of(sequence, broadcast_sm::id), pdu);
}
void door_link::arrived(std::uint32_t sequence, const query_broadcast_sm& pdu) {
    relay(request_of(sequence, query_broadcast_sm::id), pdu);
}
void door_link::arrived(std::uint32_t sequence, const cancel_broadcast_sm& pdu) {
    relay(request_of(sequence, cancel_broadcast_sm::id), pdu);
}

// Judged as a submit is: its fields, its sender, for a new one the account's rate.
void door_link::relay(const door_request& request, const auto& pdu) {
    if (const auto wrong = check(pdu)) return refuse(request, wrong->suggested_status);
    const std::string from = sender_from(pdu.source_addr_ton, pdu.source_addr);
    if (!from.empty() && (!who().may_send_as(from) || !text::is_ascii(from)))
        return refuse(request, command_status::esme_rinvsrcadr);
    inbox::sender by = home_.with().in.sender_for(whose(), from);
    if (by.refused) return refuse(request, status_of(*by.refused));
    broadcast what = read_broadcast(pdu);
    what.from = std::move(by.from);
    if (what.is == broadcast::kind::send && !place().pay(home_.now())) return refuse(request, command_status::esme_rthrottled);
    log_line(log_level::info, "broadcast")
        .field("account", who().name)
        .field("from", what.from)
        .field("wish", to_text(what.is))
        .field("remote_id", what.message_id);
    home_.relay(who().broadcast_by, std::move(what),
                [self = me(), request](const broadcast_answer& answer) { self->answer_broadcast(request, answer); });
}

void door_link::answer_broadcast(const door_request& request, const broadcast_answer& answer) {
    using kind = broadcast_answer::kind;
    if (bound())
        log_line(log_level::info, "broadcast_answered")
            .field("account", who().name)
            .field("answer", to_text(answer.is))
            .field("status", name(command_status{answer.status}))
            .field("remote_id", answer.message_id);
    if (gone()) return;
    if (answer.is != kind::answered)
        return refuse(request, answer.is == kind::not_supported ? command_status::esme_rinvcmdid : command_status::esme_rsyserr);
    const auto status = command_status{answer.status};
    if (status != command_status::esme_rok && answer.message_id.empty() && answer.tlvs.empty()) return refuse(request, status);
    const tlv_view tlvs({reinterpret_cast<const std::uint8_t*>(answer.tlvs.data()), answer.tlvs.size()});
    if (command_id{request.operation} == command_id::broadcast_sm)
        session_.answer(request.sequence, broadcast_sm_resp{answer.message_id, tlvs}, status);
    else if (command_id{request.operation} == command_id::query_broadcast_sm)
        session_.answer(request.sequence, query_broadcast_sm_resp{answer.message_id, tlvs}, status);
    else
        session_.answer(request.sequence, cancel_broadcast_sm_resp{tlvs}, status);
    home_.touch(*this);
}

}  // namespace hermod::connectors::smpp
