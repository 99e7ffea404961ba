// What each operation of an application does: the part of door_link between the session and the ports.
#include <algorithm>

#include "connectors/ucp/door_link.hpp"
#include "connectors/ucp/incoming.hpp"
#include "connectors/ucp/spelling.hpp"
#include "message/as_given.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_reference.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;
using ucp::error_code;

namespace {

constexpr error_code delivery_in_progress{37}, partially_successful{53};
constexpr std::size_t most_told = 20;  // 57s and 58s of one question
constexpr std::string_view too_fast = "too fast";

// What a submission is answered with, once it is stored.
struct taken_messages final : doors::group {
    std::string names;    // SM
    std::string refused;  // of 02: AdC of those that were not taken
};

// As much as SM can carry.
void append_to(std::string& list, std::string_view word) {
    if (list.size() + 1 + word.size() > ucp::field::sm.max) return;
    if (!list.empty()) list += ',';
    list += word;
}

bool is_meant(const message& m, std::string_view scts, std::string_view oadc) {
    const auto name = ucp::read_reference(m.client_ref);
    return (scts.empty() || (name && name->scts == scts)) &&
           (oadc.empty() || without_plus(m.from) == without_plus(oadc) || without_plus(from_as_given(m)) == without_plus(oadc));
}

// Rules have made of the old text what they make of texts: not once more.
void keep_content(message& next, const message& old) {
    next.body = old.body;
    next.udh = old.udh;
    next.coding = old.coding;
    next.data_coding = old.data_coding;
    next.parts = old.parts;
    next.concat_ref = old.concat_ref;
    const message_extras &was = old.more(), &is = next.more();
    if (was.single_shift == is.single_shift && was.locking_shift == is.locking_shift) return;
    auto own = std::make_shared<message_extras>(is);
    own->single_shift = was.single_shift;
    own->locking_shift = was.locking_shift;
    next.extras = std::move(own);
}

door_question question_of(const doors::request& request) {
    return {static_cast<std::uint8_t>(request.sequence), ucp::operation_type{static_cast<std::uint8_t>(request.operation)}};
}

}  // namespace

void door_link::login_wanted(const login_wish& wish) {
    link::bind_wanted(std::string(wish.user), std::string(wish.password));
}

void door_link::arrived(door_question question, const ucp::pdu_variant& pdu) {
    const door_request request{number(), question.trn, static_cast<std::uint32_t>(question.ot)};
    if (held()) {  // before anything else is done for it, and not counted again
        session_.refuse(question, home_.options().throttled);
        return home_.touch(*this);
    }
    std::visit(
        [&](const auto& one) {
            if constexpr (requires { work(request, one); }) work(request, one);
        },
        pdu);
}

// ---- submissions ----

door_link::taken door_link::take(const ucp::submit_message& pdu) {
    auto read = read_submission(pdu, reading());
    if (!read.good) return {nullptr, {}, read.wrong, read.why};
    if (!read.good->from.empty() && !who().may_send_as(read.good->from))
        return {nullptr, {}, error_code::operation_not_allowed, "the account may not send as this OAdC"};
    if (!place().pay(home_.now())) return {nullptr, {}, home_.options().throttled, std::string(too_fast), true};
    const wall_time second = home_.timestamps().next(whose(), read.good->to, home_.wall());
    const auto scts = ucp::format_seconds(home_.options().clock.local(second));
    std::string name = ucp::reference_text({read.good->adc, scts ? std::string_view(*scts) : std::string_view()});
    prepared made = home_.with().in.prepare(read.good->view(whose(), name), home_.wall());
    if (!made.ready) return refused(made.refused.value_or(refusal{}));
    home_.timestamps().remember(whose(), read.good->to, second, made.ready->id);
    return {std::move(made.ready), std::move(name)};
}

void door_link::work(const door_request& request, const ucp::submit_message& pdu) {
    taken one = take(pdu);
    if (!one.ready) return refuse(request, one.wrong, one.why, one.must_wait);
    auto all = std::make_unique<taken_messages>();
    all->of = request;
    all->id = one.ready->id;
    all->names = std::move(one.name);
    std::vector<std::shared_ptr<message>> ready;
    ready.push_back(std::move(one.ready));
    home_.put_all(std::move(ready), std::move(all));
}

void door_link::work(const door_request& request, const ucp::supplementary_call_input& pdu) {
    const error_code wrong = refusal_of(pdu);
    wrong == error_code::none ? work(request, as_submit(pdu)) : refuse(request, wrong);
}

// Several messages with one answer. When some were not taken it is negative, and names them.
void door_link::work(const door_request& request, const ucp::multiple_call_input& pdu) {
    auto all = std::make_unique<taken_messages>();
    all->of = request;
    std::vector<std::shared_ptr<message>> ready;
    error_code wrong = error_code::adc_invalid;
    std::string why = "NPL is 0";
    bool must_wait = false;
    for (const std::string_view adc : pdu.adc) {
        taken one = take(as_submit(pdu, adc));
        if (one.ready) {
            append_to(all->names, one.name);
            ready.push_back(std::move(one.ready));
            continue;
        }
        append_to(all->refused, adc);
        if (one.wrong != error_code::none) wrong = one.wrong, why = std::move(one.why), must_wait = one.must_wait;
    }
    if (ready.empty()) return refuse(request, wrong, why, must_wait);
    all->id = ready.front()->id;
    home_.put_all(std::move(ready), std::move(all));
}

void door_link::stored(const doors::request&, message_id) {}  // every submission is a group

void door_link::stored(const doors::group& all) {
    if (gone()) return;
    const auto& taken = static_cast<const taken_messages&>(all);
    if (taken.refused.empty()) return answer(all.of, taken.names);
    session_.refuse(question_of(all.of), partially_successful, sm_text(taken.refused));
    home_.touch(*this);
}

void door_link::not_stored(const doors::request& what, put_result::kind why) {
    if (gone()) return;
    const bool full = why == put_result::kind::full;
    session_.refuse(question_of(what), full ? home_.options().throttled : error_code::system_error,
                    full ? "the store is full" : "");
    home_.touch(*this);
}

// ---- enquiries ----

// Most are asked for soon: then one record is looked at, and not all of that time.
void door_link::find(const door_request& request, const sought& what, on_found then) {
    const std::string to = number_of_adc(what.adc, who().dials);
    if (to.empty()) return refuse(request, error_code::adc_invalid, "AdC is no number");
    if (!place().pay(home_.now())) return refuse(request, home_.options().throttled, too_fast, true);
    if (what.scts.empty()) {
        // Both addresses must be meant: an empty one would stand for all.
        if (what.oadc.empty()) return refuse(request, error_code::syntax_error, "neither SCTS nor OAdC says which message");
        return search(request, what, {}, std::move(then));
    }
    const auto scts = ucp::parse_seconds(what.scts);
    if (!scts) return refuse(request, error_code::syntax_error, "SCTS is no time");
    const wall_time second = home_.options().clock.wall(*scts);
    const hermod::message_id guess = home_.timestamps().recall(whose(), to, second);
    if (guess == hermod::message_id{}) return search(request, what, second, std::move(then));
    home_.find(whose(), guess, [self = me(), request, what, to, second, then = std::move(then)](enquiry_answer& answer) {
        if (self->gone()) return;
        std::erase_if(answer.found,
                      [&](const record& r) { return !is_to(*r.what, to) || !is_meant(*r.what, what.scts, what.oadc); });
        answer.found.empty() ? self->search(request, what, second, then) : then(answer.found);
    });
}

void door_link::search(const door_request& request, const sought& what, wall_time second, on_found then) {
    std::string to = number_of_adc(what.adc, who().dials);
    auto keep_those_meant = [self = me(), request, what, then = std::move(then)](enquiry_answer& answer) {
        if (self->gone()) return;
        std::erase_if(answer.found, [&](const record& r) { return !is_meant(*r.what, what.scts, what.oadc); });
        if (answer.found.empty()) return self->refuse(request, error_code::message_not_found);
        then(answer.found);
    };
    if (what.scts.empty()) return home_.open_between(whose(), {}, std::move(to), std::move(keep_those_meant));
    // A name may be ahead of its message; and a machine's zone has an hour that comes twice.
    const door_clock& clock = home_.options().clock;
    const wall_time again = second + std::chrono::hours(1);
    const wall_time last = clock.local(again) == clock.local(second) ? again : second;
    home_.handed_in(whose(), std::move(to), second - doors::furthest_ahead, last + std::chrono::seconds(1),
                    std::move(keep_those_meant));
}

void door_link::work(const door_request& request, const ucp::inquiry_message& pdu) {
    find(request, {std::string(pdu.adc), originator_of(pdu.oadc, pdu.otoa, who().quirks), std::string(pdu.scts)},
         [self = me(), request](std::vector<record>& found) { self->tell_standing(request, std::move(found)); });
}

void door_link::tell_standing(const door_request& request, std::vector<record> found) {
    answer(request, name_of(*found.front().what, home_.options().clock));
    const auto say = [self = me()](const record& r) {
        const auto& clock = self->home_.options().clock;
        const auto ot = ucp::operation_type::inquiry_response;
        self->session_.inform(self->home_.translator().statement(ot, r, self->who().quirks, clock), self->home_.now());
        self->home_.touch(*self);
    };
    for (std::size_t i = 0; i < std::min(found.size(), most_told); ++i) {
        if (found[i].now != state::submitted) {
            say(found[i]);
            continue;
        }
        // On its way: its network may know more.
        home_.as_network_says(std::move(found[i]), [self = me(), say](enquiry_answer& said) {
            if (!self->gone()) say(said.found.front());
        });
    }
}

void door_link::work(const door_request& request, const ucp::delete_message& pdu) {
    find(request, {std::string(pdu.adc), originator_of(pdu.oadc, pdu.otoa, who().quirks), std::string(pdu.scts)},
         [self = me(), request](std::vector<record>& found) { self->cancel_all(request, std::move(found)); });
}

// Good when one at least was still to be had.
void door_link::cancel_all(const door_request& request, std::vector<record> found) {
    struct tally {
        std::vector<record> asked;
        std::vector<std::size_t> done;
        std::size_t left;
    };
    const std::size_t count = found.size();
    const auto so_far = std::make_shared<tally>(tally{std::move(found), {}, count});
    for (std::size_t i = 0; i < count; ++i) {
        home_.cancel(whose(), so_far->asked[i].what->id, [self = me(), request, so_far, i](enquiry_answer& answer) {
            if (answer.is == enquiry_answer::kind::done) so_far->done.push_back(i);
            if (--so_far->left != 0 || self->gone()) return;
            const bool over = is_final(so_far->asked.front().now);
            if (so_far->done.empty()) return self->refuse(request, over ? error_code::message_not_found : delivery_in_progress);
            const auto& clock = self->home_.options().clock;
            self->answer(request, name_of(*so_far->asked[so_far->done.front()].what, clock));
            for (std::size_t n = 0; n < std::min(so_far->done.size(), most_told); ++n) {
                record& gone = so_far->asked[so_far->done[n]];
                gone.now = state::cancelled;
                const auto ot = ucp::operation_type::delete_response;
                self->session_.inform(self->home_.translator().statement(ot, gone, self->who().quirks, clock), self->home_.now());
            }
        });
    }
}

// The operation is kept as a frame while its message is looked up: its fields borrow from what was read.
void door_link::work(const door_request& request, const ucp::modify_message& pdu) {
    std::string frame;
    if (!ucp::encode(frame, request.sequence, pdu)) return refuse(request, error_code::syntax_error);
    find(request, {std::string(pdu.adc), originator_of(pdu.oadc, pdu.otoa, who().quirks), std::string(pdu.scts)},
         [self = me(), request, frame = std::move(frame)](std::vector<record>& found) {
             self->modify(request, frame, found.front());
         });
}

void door_link::modify(const door_request& request, const std::string& frame, const record& old) {
    const auto kept = ucp::decode(frame);
    const auto* pdu = kept ? std::get_if<ucp::modify_message>(&kept->pdu) : nullptr;
    if (!pdu) return refuse(request, error_code::syntax_error);
    auto read = read_modification(*pdu, *old.what, reading());
    if (!read.good) return refuse(request, read.wrong, read.why);
    prepared made = home_.with().in.prepare(read.good->view(whose(), old.what->client_ref), home_.wall());
    if (!made.ready) {
        const taken why = refused(made.refused.value_or(refusal{}));
        return refuse(request, why.wrong, why.why, why.must_wait);
    }
    if (pdu->mt.empty()) keep_content(*made.ready, *old.what);
    made.ready->id = old.what->id;
    made.ready->accepted_at = old.what->accepted_at;
    const message_ptr next = std::move(made.ready);
    home_.replace(whose(), next, [self = me(), request, next](enquiry_answer& answer) {
        if (self->gone()) return;
        if (answer.is == enquiry_answer::kind::too_late) return self->refuse(request, delivery_in_progress);
        if (answer.is == enquiry_answer::kind::failed) return self->refuse(request, error_code::system_error);
        if (answer.is != enquiry_answer::kind::done) return self->refuse(request, error_code::message_not_found);
        self->answer(request, name_of(*next, self->home_.options().clock));
    });
}

// ---- answers ----

void door_link::answer(const door_request& request, std::string_view sm) {
    session_.answer(question_of(request), sm);
    home_.touch(*this);
}

// UCP has no code of its own for what must wait.
door_link::taken door_link::refused(const refusal& why) const {
    const bool must_wait = why.retry_after.count() > 0;
    return {nullptr, {}, must_wait ? home_.options().throttled : code_of(why), why.detail, must_wait};
}

void door_link::refuse(const door_request& request, error_code wrong, std::string_view why, bool must_wait) {
    if (gone()) return;
    auto& number = must_wait ? home_.numbers().submits_throttled : home_.numbers().submits_refused;
    number.fetch_add(1, std::memory_order_relaxed);
    session_.refuse(question_of(request), wrong, sm_text(why));
    home_.touch(*this);
}

}  // namespace hermod::connectors::ucp
