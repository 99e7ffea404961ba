// The part of the session that submits to many at once, and tells each of them what became of it.
#include "connectors/smpp/session.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

namespace {

// Of a body that cannot be read as a whole; "" when it does not even begin with a string.
std::string_view first_string(octets frame) {
    const std::string_view body(reinterpret_cast<const char*>(frame.data()) + header_length, frame.size() - header_length);
    const std::size_t end = body.find('\0');
    return end == body.npos ? std::string_view{} : body.substr(0, end);
}

}  // namespace

std::optional<session_note> condemns_the_group(command_status status) {
    switch (status) {
        case command_status::esme_rinvcmdid:
            return session_note::no_submit_multi;
        case command_status::esme_rinvnumdests:
            return session_note::too_many_destinations;
        case command_status::esme_rinvdstadr:
        case command_status::esme_rinvdestflag:
        case command_status::esme_rinvdlname:
        case command_status::esme_rinvdstton:
        case command_status::esme_rinvdstnpi:
            return session_note::destination_refused;
        default:
            return std::nullopt;
    }
}

codec_result<void> session::send(std::span<const std::uint64_t> tokens, const submit_multi& pdu, mono_time now) {
    const std::uint64_t place = multis_.add(tokens, pdu.destinations.raw());
    auto done = send_any(place, pdu, now);
    if (!done) (void)multis_.take(place);
    return done;
}

// One verdict for all that a PDU was about.
void session::tell(const outstanding_submit& done, verdict result, mono_time::duration round_trip) {
    if (done.request != command_id::submit_multi) return events_.settled(done.token, std::move(result), round_trip);
    const multi_members members = multis_.take(done.token);  // ours: the owner may send from within
    result.shared_id = result.is == verdict::kind::sent && members.tokens.size() > 1;
    for (const std::uint64_t token : members.tokens) events_.settled(token, result, std::exchange(round_trip, {}));
}

// Nothing of it was done: each goes again, and it counts as no try.
void session::tell_again(const outstanding_submit& done, session_note why) {
    events_.noted(why);
    verdict again;
    again.is = verdict::kind::unsent;
    again.detail = "refused as one of many";
    tell(done, std::move(again), {});
}

void session::on_multi_resp(const header& head, octets frame, mono_time now) {
    outstanding_submit* submit = submits_.find(head.sequence_number);
    if (!submit && options_.answers_in_order) submit = submits_.oldest();
    if (!submit || submit->request != command_id::submit_multi) return on_other_resp(head, now);
    busy_at_ = now;
    const auto read = decode_as<submit_multi_resp>(frame);
    if (read) hear_congestion(read->pdu.tlvs, submit->sent_at, now);
    if (!read)
        events_.noted(session_note::pdu_error);
    else if (!read->odd.none() || (head.status == command_status::esme_rok && read->pdu.message_id.empty()) ||
             head.sequence_number != submit->sequence)
        events_.noted(session_note::oddity);
    if (head.status == command_status::esme_rok && read) {
        settle_each(*submit, read->pdu, now);
    } else {
        // Taken, though the list of failures cannot be read: the messages are with the network. Its id may still be there.
        settle(*submit, head.status, first_string(frame), now);
    }
    go_on_unbinding(now);
}

// Who is in the list has its own status; all others were taken under the one id.
void session::settle_each(outstanding_submit& submit, const submit_multi_resp& pdu, mono_time now) {
    const outstanding_submit done = submit;
    submits_.remove(submit);
    const multi_members members = multis_.take(done.token);
    std::vector<command_status> statuses(members.tokens.size(), command_status::esme_rok);
    std::size_t taken = statuses.size();
    for (const unsuccess_sme& failed : pdu.unsuccess) {
        const auto at = members.named(failed.destination_addr);
        if (!at || statuses[*at] != command_status::esme_rok || failed.error_status_code == command_status::esme_rok) {
            events_.noted(session_note::oddity);
            continue;
        }
        statuses[*at] = failed.error_status_code;
        --taken;
    }
    verdict good;
    if (taken != 0) good = verdict_of(command_status::esme_rok, pdu.message_id, done.sent_at, now);
    good.shared_id = members.tokens.size() > 1;
    mono_time::duration round_trip = now - done.sent_at;
    for (std::size_t i = 0; i < statuses.size(); ++i)
        events_.settled(members.tokens[i],
                        statuses[i] == command_status::esme_rok ? good : verdict_of(statuses[i], {}, done.sent_at, now),
                        std::exchange(round_trip, {}));
}

}  // namespace hermod::connectors::smpp
