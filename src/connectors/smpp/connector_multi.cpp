// The part of the connector that sends what it has gathered: one submit_multi for several handsets (multi.hpp).
#include "connectors/smpp/smpp_connector.hpp"

namespace hermod::connectors::smpp {

// A group of one is an ordinary submit. So is each of a group that cannot leave at once: they wait like all others.
void smpp_connector::put_gathered() {
    if (gathered_.empty()) return;
    const std::vector<outbound>& parts = gathered_.parts();
    lines::line* by = choose(parts.front());
    if (by && parts.size() > 1 && gathered_.active() && by->at_once())
        put_many(*by);
    else
        for (const outbound& part : parts) send_by(by, part);
    gathered_.clear();
}

void smpp_connector::put_many(lines::line& by) {
    const std::vector<outbound>& parts = gathered_.parts();
    verdict refused;
    const outgoing::outcome* made = translated(parts.front(), gathered_.began(), parts.size(), refused);
    if (made) {
        gathered_tokens_.clear();
        for (const outbound& part : parts) gathered_tokens_.push_back(part.token);
        const auto sent = session_of(by).send(gathered_tokens_, to_many(*made->pdu, gathered_.destinations()), now());
        if (sent) return spent(parts.size());
        refused = unwritable(sent.error());
    }
    for (const outbound& part : parts) settle_soon(part.token, refused);
}

// Told by the session before it gives back what it was asked for.
void smpp_connector::multi_refused(session_note why) {
    if (!gathered_.active()) return;
    if (why == session_note::destination_refused) return gathered_.rest();
    if (why == session_note::too_many_destinations)
        gathered_.take_fewer();
    else
        gathered_.give_up();
    log_line(log_level::warning, gathered_.active() ? "fewer destinations" : "no submit_multi")
        .field("connector", options_.name)
        .field("most", gathered_.most())
        .field("detail", gathered_.active() ? "the centre refuses so many at once"
                                            : "the centre does not know it, or not even two destinations: one submit_sm a message from now on");
}

}  // namespace hermod::connectors::smpp
