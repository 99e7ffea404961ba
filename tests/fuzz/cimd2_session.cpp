// Octets, ticks, sends and answers into a session, as the input says: it never crashes, never writes what the codec cannot
// read, and settles every token exactly once. Each input is played without a window and with one of three. What arrives is
// translated too: whatever a centre sends becomes a text that is one.
#include <cstdlib>
#include <deque>
#include <map>

#include "connectors/cimd2/incoming.hpp"
#include "connectors/cimd2/session.hpp"
#include "text/udh.hpp"
#include "text/utf.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::cimd2;
namespace wire_cimd2 = wire::cimd2;

void check(bool holds) {
    if (!holds) std::abort();
}

class witness final : public session_events {
public:
    void logged_in() override {}
    void login_refused(std::int32_t, std::string_view) override {}
    void settled(std::uint64_t token, verdict, mono_time::duration) override { check(++times[token] == 1); }
    void arrived(std::uint8_t number, const wire_cimd2::deliver_message& pdu) override {
        for (const bool latin1 : {false, true}) {
            const handset_message read = read_incoming(pdu, {.latin1_link = latin1, .long_numbers_are_international = latin1});
            check(read.coding == encoding::binary || text::is_utf8(read.body));
            check(read.udh.empty() || text::parse_udh(read.udh).has_value());
        }
        unanswered.emplace_back(number, wire_cimd2::operation::deliver_message);
    }
    void arrived(std::uint8_t number, const wire_cimd2::deliver_status_report& pdu) override {
        const auto read = read_incoming(pdu, {}, connector_id{7}, {});
        check(!read || read->remote_id.find(':') != std::string::npos);
        unanswered.emplace_back(number, wire_cimd2::operation::deliver_status_report);
    }
    void answered(std::uint64_t token, const answer_to_question&) override { check(++answers[token] == 1); }
    void noted(session_note) override {}
    void close_me(close_reason) override { check(++closes == 1); }
    void passed(bool outward, wire_cimd2::octet_view frame) override {
        if (outward) check(wire_cimd2::decode(frame, wire_cimd2::checksum_rule::required).has_value());
    }

    std::map<std::uint64_t, int> times, answers;
    std::deque<std::pair<std::uint8_t, wire_cimd2::operation>> unanswered;
    int closes = 0;
};

void play(std::string_view input, std::size_t window) {
    session_options options;
    options.user_identity = "u";
    options.password = "p";
    options.window = window;
    options.most_unanswered = 3;
    options.poll = std::chrono::seconds(window == 1 ? 0 : 30);
    witness events;
    session one(options, events);
    mono_time now{std::chrono::hours(1)};
    one.connected(now);
    check(one.feed("\2"
                   "51:001\t\3",
                   now) == 9);
    std::string destinations;
    append_parameter(destinations, wire_cimd2::parameter::destination_address, "467");
    wire_cimd2::submit_message submit;
    submit.destinations = {wire_cimd2::parameters(destinations), wire_cimd2::parameter::destination_address};
    std::string received, out;
    std::uint64_t sent = 0, asked = 0;
    while (!input.empty() && one.now_state() != session::state::closed) {
        const auto step = static_cast<std::uint8_t>(input.front());
        input.remove_prefix(1);
        if (step < 0xF0) {  // so many octets of the input, as the peer's
            received += input.substr(0, step);
            input.remove_prefix(std::min<std::size_t>(step, input.size()));
            received.erase(0, one.feed(received, now));
        } else if (step == 0xF2 || step == 0xF3) {
            if (!one.may_ask()) continue;
            ++asked;
            if (step == 0xF2)
                check(one.ask(asked, wire_cimd2::enquire_message_status{"467", "261125190923"}, now).has_value());
            else
                check(one.ask(asked, wire_cimd2::cancel_message{2, "261125190923", "467"}, now).has_value());
        } else if (step < 0xF4) {
            if (one.room() != 0) check(one.send(++sent, submit, now).has_value());
        } else if (step < 0xF8 && !events.unanswered.empty()) {
            const auto [number, request] = events.unanswered.front();
            step & 2 ? one.decline(number, request) : one.answer(number, request, step & 1);
            events.unanswered.pop_front();
        } else if (step < 0xFE) {
            one.tick(now += std::chrono::seconds(10));
        } else if (step == 0xFE) {
            one.start_logout(now, now + std::chrono::seconds(5));
        } else {
            out.clear();
            one.take_output(out);
            one.written(out.size());
        }
        check(one.outstanding() <= window);
    }
    one.disconnected();
    check(events.times.size() == sent);
    check(events.answers.size() == asked);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    play(input, 1);
    play(input, 3);
    return 0;
}
