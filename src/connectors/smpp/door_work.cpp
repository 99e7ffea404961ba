// What each request of an application does: the part of door_link between the session and the ports.
#include "base/log.hpp"
#include "connectors/smpp/door_link.hpp"
#include "connectors/smpp/door_telling.hpp"
#include "message/as_given.hpp"
#include "wire/smpp/checks.hpp"
#include "wire/smpp/time.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

namespace {

// Ours are told apart from all others by their form.
std::optional<hermod::message_id> id_of(std::string_view text) {
    return parse_message_id(text);
}

bool same_source(const message& m, ton type, std::string_view digits) {
    const auto bare = [](std::string_view address) { return address.substr(address.starts_with('+') ? 1 : 0); };
    const auto wanted = sender_from(type, digits);
    return digits.empty() || bare(m.from) == bare(wanted) || bare(from_as_given(m)) == bare(wanted);
}

}  // namespace

void door_link::bind_wanted(std::uint32_t, const bind_wish& wish) {
    link::bind_wanted(std::string(wish.system_id), std::string(wish.password));
}

// ---- submissions ----

// Before anything else is done for it: what comes while the account is held shall cost nothing.
bool door_link::refused_while_held(const door_request& request) {
    if (!held()) return false;
    session_.refuse(request.sequence, command_id{request.operation}, command_status::esme_rthrottled);
    home_.touch(*this);
    return true;
}

void door_link::arrived(std::uint32_t sequence, const submit_sm& pdu) {
    const door_request request = request_of(sequence, submit_sm::id);
    if (!refused_while_held(request)) submit(request, read_submission(pdu, who(), home_.wall()));
}

void door_link::arrived(std::uint32_t sequence, const data_sm& pdu) {
    const door_request request = request_of(sequence, data_sm::id);
    if (!refused_while_held(request)) submit(request, read_submission(pdu, who(), home_.wall()));
}

void door_link::submit(const door_request& request, read_submission_result read) {
    if (!read.good) return refuse(request, read.wrong);
    if (!place().pay(home_.now())) return refuse(request, command_status::esme_rthrottled);
    prepared made = home_.with().in.prepare(read.good->view(whose()), home_.wall());
    if (!made.ready) return refuse(request, status_of(made.refused.value_or(refusal{})));
    if (read.good->replace) return replace_or_put(request, std::move(made.ready));
    home_.put(std::move(made.ready), request);
}

// replace_if_present_flag: the newest that waits between the same two, of the same service_type; without one, or when it has
// left meanwhile, it is submitted.
void door_link::replace_or_put(const door_request& request, std::shared_ptr<message> made) {
    std::string from = from_as_given(*made), to = to_as_given(*made);
    home_.open_between(whose(), std::move(from), std::move(to), [self = me(), request, made](enquiry_answer& answer) {
        if (self->gone()) return;
        for (const record& r : answer.found)
            if (r.what->more().service_type == made->more().service_type) return self->take_place(request, *r.what, made, true);
        self->home_.put(made, request);
    });
}

// `or_else`: submitted when the old one cannot be had any more, and answered with an id; otherwise the answer is a header.
void door_link::take_place(const door_request& request, const message& old, std::shared_ptr<message> made, bool or_else) {
    auto next = std::make_shared<message>(*made);
    next->id = old.id;
    next->accepted_at = old.accepted_at;
    home_.replace(whose(), next, [self = me(), request, next, made, or_else](enquiry_answer& answer) {
        if (self->gone()) return;
        const bool done = answer.is == enquiry_answer::kind::done;
        if (or_else) return done ? self->stored(request, next->id) : self->home_.put(made, request);
        if (!done) return self->refuse(request, command_status::esme_rreplacefail);
        self->session_.answer(request.sequence, replace_sm_resp{});
        self->home_.touch(*self);
    });
}

// ---- enquiries ----

void door_link::arrived(std::uint32_t sequence, const query_sm& pdu) {
    const door_request request = request_of(sequence, query_sm::id);
    const auto id = id_of(pdu.message_id);
    if (!id) return refuse(request, command_status::esme_rinvmsgid);
    home_.find(whose(), *id,
               [self = me(), request, type = pdu.source_addr_ton, source = std::string(pdu.source_addr)](enquiry_answer& answer) {
                   if (self->gone()) return;
                   if (answer.found.empty() || !same_source(*answer.found.front().what, type, source))
                       return self->refuse(request, command_status::esme_rqueryfail);
                   record& r = answer.found.front();
                   if (r.now != state::submitted) return self->answer_query(request, r);
                   // On its way: its network may know more.
                   self->home_.as_network_says(std::move(r), [self, request](enquiry_answer& said) {
                       if (!self->gone()) self->answer_query(request, said.found.front());
                   });
               });
}

void door_link::answer_query(const door_request& request, const record& r) {
    const std::string text = to_text(r.what->id);
    query_sm_resp out;
    out.message_id = text;
    out.message_state = state_for(r.now);
    std::optional<time_text> ended;
    if (is_final(r.now) && !r.events.empty()) ended = format_absolute(r.events.back().at);
    if (ended) out.final_date = *ended;
    for (const event& e : r.events)
        if (e.code != 0 && e.kind != event_kind::callback)
            out.error_code = static_cast<std::uint8_t>(std::min<std::uint32_t>(e.code, 255));
    session_.answer(request.sequence, out);
    home_.touch(*this);
}

void door_link::arrived(std::uint32_t sequence, const cancel_sm& pdu) {
    const door_request request = request_of(sequence, cancel_sm::id);
    if (const auto wrong = check(pdu)) return refuse(request, wrong->suggested_status);
    if (pdu.message_id.empty()) return cancel_between(request, pdu);
    const auto id = id_of(pdu.message_id);
    if (!id) return refuse(request, command_status::esme_rinvmsgid);
    home_.find(whose(), *id,
               [self = me(), request, type = pdu.source_addr_ton, source = std::string(pdu.source_addr)](enquiry_answer& answer) {
                   if (self->gone()) return;
                   if (answer.found.empty() || !same_source(*answer.found.front().what, type, source))
                       return self->refuse(request, command_status::esme_rcancelfail);
                   self->cancel_all(request, std::move(answer.found));
               });
}

// Both addresses must be meant: an empty one would stand for all.
void door_link::cancel_between(const door_request& request, const cancel_sm& pdu) {
    std::string to = recipient_from(pdu.dest_addr_ton, pdu.destination_addr, who().dials);
    std::string from = sender_from(pdu.source_addr_ton, pdu.source_addr);
    if (to.empty()) return refuse(request, command_status::esme_rinvdstadr);
    if (from.empty()) return refuse(request, command_status::esme_rinvsrcadr);
    home_.open_between(whose(), std::move(from), std::move(to),
                       [self = me(), request, service = std::string(pdu.service_type)](enquiry_answer& answer) {
                           if (self->gone()) return;
                           if (!service.empty())
                               std::erase_if(answer.found,
                                             [&](const record& r) { return r.what->more().service_type != service; });
                           self->cancel_all(request, std::move(answer.found));
                       });
}

// Good when one at least was still to be had.
void door_link::cancel_all(const door_request& request, std::vector<record> found) {
    if (found.empty()) return refuse(request, command_status::esme_rcancelfail);
    struct tally {
        std::size_t left, cancelled = 0;
    };
    const auto so_far = std::make_shared<tally>(tally{found.size()});
    for (const record& r : found) {
        home_.cancel(whose(), r.what->id, [self = me(), request, so_far](enquiry_answer& answer) {
            if (answer.is == enquiry_answer::kind::done) ++so_far->cancelled;
            if (--so_far->left != 0 || self->gone()) return;
            if (so_far->cancelled == 0) return self->refuse(request, command_status::esme_rcancelfail);
            self->session_.answer(request.sequence, cancel_sm_resp{});
            self->home_.touch(*self);
        });
    }
}

// The old message's coding and header stay: the new text must fit them (5.0 section 4.5.3).
void door_link::arrived(std::uint32_t sequence, const replace_sm& pdu) {
    const door_request request = request_of(sequence, replace_sm::id);
    if (const auto wrong = check(pdu)) return refuse(request, wrong->suggested_status);
    const auto id = id_of(pdu.message_id);
    if (!id) return refuse(request, command_status::esme_rinvmsgid);
    auto copy = std::make_shared<replacement>(pdu);
    home_.find(whose(), *id, [self = me(), request, copy](enquiry_answer& answer) {
        if (self->gone()) return;
        if (answer.found.empty() || !same_source(*answer.found.front().what, copy->source_ton, copy->source))
            return self->refuse(request, command_status::esme_rreplacefail);
        const message_ptr old = answer.found.front().what;
        auto read = read_replacement(*copy, *old, self->who(), self->home_.wall());
        if (!read.good) return self->refuse(request, read.wrong);
        prepared made = self->home_.with().in.prepare(read.good->view(self->whose()), self->home_.wall());
        if (!made.ready) return self->refuse(request, status_of(made.refused.value_or(refusal{})));
        self->take_place(request, *old, std::move(made.ready), false);
    });
}

// ---- answers ----

void door_link::stored(const door_request& request, hermod::message_id id) {
    if (gone()) return;
    const std::string text = to_text(id);
    std::vector<std::uint8_t> tlvs;
    tlv_writer optional(tlvs);
    if (session_.version() >= version_5_0 && home_.with().congestion)
        (void)optional.u8(tlv_tag::congestion_state, static_cast<std::uint8_t>(home_.with().congestion()));
    if (command_id{request.operation} == command_id::data_sm)
        session_.answer(request.sequence, data_sm_resp{text, optional.view()});
    else
        session_.answer(request.sequence, submit_sm_resp{text, optional.view()});
    home_.touch(*this);
}

void door_link::not_stored(const door_request& request, put_result::kind why) {
    if (gone()) return;
    session_.refuse(request.sequence, command_id{request.operation},
                    why == put_result::kind::full ? command_status::esme_rthrottled : command_status::esme_rsyserr);
    home_.touch(*this);
}

void door_link::refuse(const door_request& request, command_status status) {
    if (gone()) return;
    auto& number =
        status == command_status::esme_rthrottled ? home_.numbers().submits_throttled : home_.numbers().submits_refused;
    number.fetch_add(1, std::memory_order_relaxed);
    session_.refuse(request.sequence, command_id{request.operation}, status);
    home_.touch(*this);
}

}  // namespace hermod::connectors::smpp
