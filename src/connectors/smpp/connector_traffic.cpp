// The part of the connector that sends: what a part becomes.
#include "connectors/smpp/smpp_connector.hpp"

namespace hermod::connectors::smpp {

void smpp_connector::send(outbound part) {
    const bool joins = gathered_.may_begin(*part.what);
    if (!joins || (!gathered_.empty() && !gathered_.fits(*part.what))) put_gathered();
    if (joins) {
        gathered_.add(std::move(part), wall());
    } else {
        gathered_.alone();
        lines::line* by = choose(part);
        send_by(by, std::move(part));
    }
    if (gathered_.active() && gathered_.full()) put_gathered();
    feel_full();
}

void smpp_connector::flush() {
    put_gathered();
    line_connector::flush();
}

// A place more takes more than one part, where they gather.
void smpp_connector::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    if (gathered_.active()) look_again();
    line_connector::settled(token, std::move(result), round_trip);
}

verdict unwritable(const wire::smpp::codec_error& fault) {
    verdict out;
    out.is = verdict::kind::refused;
    out.code = static_cast<std::uint32_t>(fault.suggested_status);
    out.detail = std::string(fault.field) + ": " + wire::smpp::text(fault.code);
    return out;
}

const outgoing::outcome* smpp_connector::translated(const outbound& part, wall_time now, std::size_t parts, verdict& refused) {
    made_ = translator_.submit(part.what, part.part, now);
    refused.is = verdict::kind::refused;
    refused.detail = made_.refused;
    if (made_.tlvs_dropped != 0) numbers().oddities.fetch_add(parts * made_.tlvs_dropped, std::memory_order_relaxed);
    return made_.refused.empty() ? &made_ : nullptr;
}

void smpp_connector::put(lines::line& by, const outbound& part) {
    verdict refused;
    const outgoing::outcome* made = translated(part, wall(), 1, refused);
    if (!made) return settle_soon(part.token, std::move(refused));
    if (made->carried) return carry(part);
    smpp::session& session = session_of(by);
    const auto sent = made->data ? session.send(part.token, *made->data, now()) : session.send(part.token, *made->pdu, now());
    if (!sent) return settle_soon(part.token, unwritable(sent.error()));
    spent(1);
}

}  // namespace hermod::connectors::smpp
