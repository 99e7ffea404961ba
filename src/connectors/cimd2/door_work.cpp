// What each request of an application does: the part of door_link between the session and the ports.
#include "connectors/cimd2/door_errors.hpp"
#include "connectors/cimd2/door_link.hpp"
#include "connectors/cimd2/times.hpp"
#include "message/as_given.hpp"
#include "wire/cimd2/outcomes.hpp"

namespace hermod::connectors::cimd2 {

using namespace wire::cimd2;

// What the destinations of a submit will be answered with, once those of them that were taken are stored.
struct taken_submit final : doors::group {
    std::string outcomes;
    std::int32_t wrong = 0;  // of the last that was refused
};

namespace {

constexpr std::size_t most_destinations = 50;  // so many outcomes with errors and their words are a packet
constexpr std::int32_t last_mode = 2, counts_only = 0, mc_time_number = 501;
constexpr std::size_t most_count = 999;  // of 066

bool can_be_written(std::string_view address) {
    return !fault_of(*find_parameter(parameter::destination_address), address);
}

std::int32_t error_of_put(put_result::kind why) {
    return why == put_result::kind::full ? door_error::congestion : door_error::system_error;
}

}  // namespace

void door_link::login_wanted(const login_wish& wish) {
    link::bind_wanted(std::string(wish.user_identity), std::string(wish.password));
}

// ---- submits ----

void door_link::arrived(std::uint8_t number, const submit_message& pdu) {
    const door_request request = request_of(number, submit_message::code);
    if (held()) {  // before anything else is done for it, and not counted again
        session_.refuse(number, submit_message::code, door_error::congestion);
        return home_.touch(*this);
    }
    const std::size_t count = pdu.destinations.size();
    if (count == 0 || count > most_destinations) return refuse(request, door_error::destinations);
    auto read = read_submission(pdu, who().quirks, home_.options().offset, home_.wall());
    if (!read.good) return refuse(request, read.wrong);
    if (!read.good->from.empty() && !who().may_send_as(read.good->from))
        return refuse(request, read.good->named ? door_error::named_originator : door_error::originator);
    auto all = std::make_unique<taken_submit>();
    all->of = request;
    std::vector<std::shared_ptr<message>> ready;
    pdu.destinations.for_each([&](const given& to) { submit_to(to.value, *read.good, *all, ready); });
    if (ready.empty()) {
        count_refusal(all->wrong);
        return answer(request, submit_message_response{parameters(all->outcomes)});
    }
    all->id = ready.front()->id;
    home_.put_all(std::move(ready), std::move(all));
}

void door_link::submit_to(std::string_view destination, const door_submission& read, taken_submit& all,
                          std::vector<std::shared_ptr<message>>& ready) {
    const std::string to = number_from(destination, who().dials);
    if (!to.empty() && !can_be_written(destination)) destination = to;  // too many hyphens
    // An address that could not be understood is not said again (specification, table 12).
    const auto no = [&](std::int32_t code) {
        all.wrong = code;
        const bool said = !to.empty() && can_be_written(destination);
        append_outcome(all.outcomes, {said ? text_value{destination} : text_value{}, {}, code, error_code_words(code)});
    };
    if (to.empty()) return no(door_error::destination);
    if (!place().pay(home_.now())) return no(door_error::congestion);
    const wall_time second = home_.timestamps().next(whose(), to, home_.wall());
    const std::string timestamp = centre_time(second, home_.options().offset);
    prepared made = home_.with().in.prepare(read.view(whose(), to, reference_of(timestamp, destination)), home_.wall());
    if (!made.ready) return no(error_of(made.refused.value_or(refusal{}), read.named));
    home_.timestamps().remember(whose(), to, second, made.ready->id);
    append_outcome(all.outcomes, {destination, timestamp, {}, {}});
    ready.push_back(std::move(made.ready));
}

// ---- by name ----

// Most are asked for soon: then one record is looked at, and not all of that time.
void door_link::find_named(std::string to, std::string timestamp, std::function<void(record*)> then) {
    const wall_time second = read_centre_time(timestamp, home_.options().offset).value_or(wall_time{});
    const hermod::message_id guess = home_.timestamps().recall(whose(), to, second);
    if (guess == hermod::message_id{}) return search_named(std::move(to), std::move(timestamp), second, std::move(then));
    home_.find(whose(), guess,
               [self = me(), to = std::move(to), timestamp = std::move(timestamp), second,
                then = std::move(then)](enquiry_answer& answer) {
                   if (self->gone()) return;
                   for (record& one : answer.found)
                       if (is_to(*one.what, to) && is_named(*one.what, timestamp)) return then(&one);
                   self->search_named(to, timestamp, second, then);
               });
}

// The newest of that name: a timestamp may be ahead of when the message came.
void door_link::search_named(std::string to, std::string timestamp, wall_time second, std::function<void(record*)> then) {
    home_.handed_in(whose(), std::move(to), second - doors::furthest_ahead, second + std::chrono::seconds{1},
                    [self = me(), timestamp = std::move(timestamp), then = std::move(then)](enquiry_answer& answer) {
                        if (self->gone()) return;
                        for (record& one : answer.found)
                            if (is_named(*one.what, timestamp)) return then(&one);
                        then(nullptr);
                    });
}

void door_link::arrived(std::uint8_t number, const enquire_message_status& pdu) {
    const door_request request = request_of(number, enquire_message_status::code);
    std::string to = number_from(pdu.destination_address.value_or(""), who().dials);
    std::string timestamp(pdu.service_centre_timestamp.value_or(""));
    if (to.empty()) return refuse(request, door_error::enquired_address);
    if (!read_centre_time(timestamp, home_.options().offset)) return refuse(request, door_error::enquired_timestamp);
    if (!place().pay(home_.now())) return refuse(request, door_error::congestion);
    find_named(std::move(to), std::move(timestamp), [self = me(), request](record* found) {
        if (!found) return self->refuse(request, door_error::cannot_find);
        if (found->now != state::submitted) return self->answer_enquiry(request, *found);
        // On its way: its network may know more.
        self->home_.as_network_says(std::move(*found), [self, request](enquiry_answer& said) {
            if (!self->gone()) self->answer_enquiry(request, said.found.front());
        });
    });
}

void door_link::answer_enquiry(const door_request& request, const record& found) {
    const std::chrono::minutes offset = home_.options().offset;
    const message_name name = name_of(*found.what, offset);
    std::string ended;
    if (is_final(found.now) && !found.events.empty()) ended = centre_time(found.events.back().at, offset);
    enquire_message_status_response out{.destination_address = name.destination,
                                        .service_centre_timestamp = name.timestamp,
                                        .status_code = status_code_for(found.now)};
    for (const event& e : found.events)
        if (e.code != 0 && e.code <= most_count && e.kind != event_kind::callback)
            out.status_error_code = static_cast<std::int32_t>(e.code);
    if (!ended.empty()) out.discharge_time = ended;
    answer(request, out);
}

// What is cancelled, the parameters say: one message, or all to a handset that wait here.
void door_link::arrived(std::uint8_t number, const cancel_message& pdu) {
    const door_request request = request_of(number, cancel_message::code);
    const std::string_view address = pdu.destination_address.value_or(""), timestamp = pdu.service_centre_timestamp.value_or("");
    if (pdu.mode && (*pdu.mode < 0 || *pdu.mode > last_mode)) return refuse(request, door_error::cancel_mode);
    if (address.empty()) return refuse(request, door_error::cancel_combination);  // an empty one would stand for all
    std::string to = number_from(address, who().dials);
    if (to.empty()) return refuse(request, door_error::cancelled_address);
    if (!timestamp.empty() && !read_centre_time(timestamp, home_.options().offset))
        return refuse(request, door_error::cancelled_timestamp);
    if (!place().pay(home_.now())) return refuse(request, door_error::congestion);
    if (timestamp.empty()) return cancel_open(request, std::move(to));
    cancel_named(request, std::move(to), std::string(timestamp));
}

void door_link::cancel_named(const door_request& request, std::string to, std::string timestamp) {
    find_named(std::move(to), std::move(timestamp), [self = me(), request](record* found) {
        if (!found) return self->refuse(request, door_error::cannot_find);
        self->cancel_all(request, {*found});
    });
}

void door_link::cancel_open(const door_request& request, std::string to) {
    home_.open_between(whose(), {}, std::move(to), [self = me(), request](enquiry_answer& answer) {
        if (self->gone()) return;
        if (answer.found.empty()) return self->refuse(request, door_error::cannot_find);
        self->cancel_all(request, std::move(answer.found));
    });
}

// Good when one at least was still to be had.
void door_link::cancel_all(const door_request& request, std::vector<record> found) {
    struct tally {
        std::size_t left, cancelled = 0;
    };
    const auto so_far = std::make_shared<tally>(tally{found.size()});
    for (const record& r : found) {
        home_.cancel(whose(), r.what->id, [self = me(), request, so_far](enquiry_answer& answer) {
            if (answer.is == enquiry_answer::kind::done) ++so_far->cancelled;
            if (--so_far->left != 0 || self->gone()) return;
            if (so_far->cancelled == 0) return self->refuse(request, door_error::failed);
            self->answer(request, cancel_message_response{});
        });
    }
}

// ---- what is not about one message ----

// All that waits for an application is on its way to it, as its window allows: there is nothing to be fetched.
void door_link::arrived(std::uint8_t number, const delivery_request& pdu) {
    const door_request request = request_of(number, delivery_request::code);
    const std::int32_t mode = pdu.mode.value_or(counts_only);
    if (mode < 0 || mode > last_mode) return refuse(request, door_error::request_mode);
    delivery_request_response out;
    if (mode == counts_only)
        out.message_count = static_cast<std::int32_t>(std::min(most_count, unsaid() + session_.delivering()));
    answer(request, out);
}

void door_link::arrived(std::uint8_t number, const get& pdu) {
    const door_request request = request_of(number, get::code);
    if (pdu.parameter_number != mc_time_number) return refuse(request, door_error::unsupported_item);
    const std::string now = centre_time(home_.wall(), home_.options().offset);
    answer(request, get_response{.mc_time = now});
}

// ---- answers ----

void door_link::stored(const doors::request&, hermod::message_id) {}  // every submit is a group

void door_link::stored(const doors::group& all) {
    if (gone()) return;
    answer(all.of, submit_message_response{parameters(static_cast<const taken_submit&>(all).outcomes)});
}

void door_link::not_stored(const doors::request& what, put_result::kind why) {
    if (gone()) return;
    session_.refuse(static_cast<std::uint8_t>(what.sequence), operation{static_cast<std::uint8_t>(what.operation)},
                    error_of_put(why));
    home_.touch(*this);
}

void door_link::count_refusal(std::int32_t error_code) {
    auto& number = error_code == door_error::congestion ? home_.numbers().submits_throttled : home_.numbers().submits_refused;
    number.fetch_add(1, std::memory_order_relaxed);
}

void door_link::refuse(const door_request& request, std::int32_t error_code) {
    if (gone()) return;
    count_refusal(error_code);
    session_.refuse(static_cast<std::uint8_t>(request.sequence), operation{static_cast<std::uint8_t>(request.operation)},
                    error_code);
    home_.touch(*this);
}

}  // namespace hermod::connectors::cimd2
