// Octets, verdicts, answers, deliveries, ticks and a peer that reads or does not, into the CIMD2 door's session, as the input
// says. Asserted after each step: feed() consumes, waits, or lacks the rest of a packet; no request arrives before a login was
// accepted or after leaving began; never more of them wait than the window allows; the output is bounded; it writes nothing that
// the codec cannot read; and in the end each token was heard of exactly once. Played to a session that has just been connected,
// to one that is logged in, and to one that wants its numbers in order. What arrives is translated too: a submission that the
// door makes has a body that is UTF-8 unless it is binary, a header that its parser takes, and can be told again.
#include <cstdlib>
#include <map>
#include <vector>

#include "connectors/cimd2/door_names.hpp"
#include "connectors/cimd2/door_session.hpp"
#include "connectors/cimd2/door_submission.hpp"
#include "connectors/cimd2/door_telling.hpp"
#include "text/udh.hpp"
#include "text/utf.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::cimd2;
namespace codec = wire::cimd2;
using codec::operation;

constexpr std::size_t window = 3, deliver_window = 4, most_output = 4096;
// Beyond most_output: the answers that are owed, one telling in parts, all of it sent again after a nack, answers without text.
constexpr std::size_t slack = 3 * most_output;
const wall_time now_by_the_clock = from_micros(1'795'446'000'000'000);

void require(bool condition) {
    if (!condition) std::abort();
}

// What the door makes of a submit goes out again as a message from a handset would.
void look_at(const door_submission& made, const dialect& quirks) {
    if (made.coding != encoding::binary) require(text::is_utf8(made.body));
    if (!made.udh.empty()) {
        const auto header = text::parse_udh(made.udh);
        require(header.has_value() && header->octets() == made.udh);
    }
    if (made.validity) require(made.validity->count() > 0);
    require(made.not_before == wall_time{} || made.not_before > now_by_the_clock);
    auto m = std::make_shared<message>();
    m->way = direction::from_handset;
    m->from = made.from;
    m->to = "+46701234567";
    m->body = made.body;
    m->udh = made.udh;
    m->coding = made.coding.value_or(encoding::gsm7);
    m->data_coding = made.data_coding;
    m->extras = made.extras;
    m->accepted_at = now_by_the_clock;
    telling what;
    what.what = std::move(m);
    door_telling teller;
    const std::size_t count = teller.prepare(what, quirks, std::chrono::minutes(0));
    for (std::size_t i = 0; i < count; ++i) {
        std::string out;
        // A sender may hold what 027 cannot.
        if (codec::encode(out, 0, teller.message(i), {.extra = teller.extra()})) require(codec::decode(out).has_value());
    }
}

void try_submission(const codec::submit_message& pdu) {
    for (const bool other : {false, true}) {
        const dialect quirks{.latin1_link = other, .long_numbers_are_international = other, .converted_sender = other};
        const auto made = read_submission(pdu, quirks, std::chrono::minutes(other ? -90 : 60), now_by_the_clock);
        require(made.good.has_value() == (made.wrong == 0));
        if (made.good) look_at(*made.good, quirks);
    }
    pdu.destinations.for_each([](const codec::given& to) {
        const std::string number = number_from(to.value);
        require(number.empty() || (number[0] == '+' && number.find_first_not_of("0123456789", 1) == std::string::npos && number.size() > 1));
    });
}

class world final : public door_session_events {
public:
    explicit world(const login_verdict& as) : verdict(as), one(options(), *this) { one.connected(now); }

    static const door_session_options& options() {
        static const door_session_options all = [] {
            door_session_options o;
            o.max_output = most_output;
            o.timers.inactivity = std::chrono::minutes(10);
            return o;
        }();
        return all;
    }

    void login_wanted(const login_wish& wish) override {
        require(!accepted && !wanted && one.awaits_verdict());
        require(wish.user_identity.size() + wish.password.size() < most_before_login);
        wanted = true;
        if (at_once) decide(0);
    }
    void arrived(std::uint8_t number, const codec::submit_message& pdu) override {
        try_submission(pdu);
        take(number, pdu.code);
    }
    void arrived(std::uint8_t number, const codec::enquire_message_status& pdu) override { take(number, pdu.code); }
    void arrived(std::uint8_t number, const codec::delivery_request& pdu) override { take(number, pdu.code); }
    void arrived(std::uint8_t number, const codec::cancel_message& pdu) override { take(number, pdu.code); }
    void arrived(std::uint8_t number, const codec::get& pdu) override { take(number, pdu.code); }
    void heard(std::uint64_t token, told::kind, std::int32_t) override { require(++times[token] == 1); }
    void noted(door_note) override {}
    void close_me(door_close) override { require(++closes == 1); }
    void passed(bool outward, codec::octet_view frame) override {
        if (!outward) return;
        require(codec::decode(frame, codec::checksum_rule::required).has_value());
        kept += frame.size();
    }

    void decide(std::int32_t code) {
        if (!wanted || decided) return;
        decided = true;
        accepted = code == 0 && one.awaits_verdict();
        login_verdict said = verdict;
        said.error_code = code;
        one.login_decided(said, now);
    }
    void answer(std::size_t which, bool well) {
        if (asked.empty()) return;
        const auto at = asked.begin() + static_cast<std::ptrdiff_t>(which % asked.size());
        const auto [number, request] = *at;
        asked.erase(at);
        respond(number, request, well);
    }
    void deliver(bool report) {
        if (one.deliver_room() == 0) return;
        times[next] = 0;
        const std::string text(160, 'x');
        if (report) {
            require(one.deliver(next++, codec::deliver_status_report{.destination_address = "467", .service_centre_timestamp = "261125190923", .status_code = 4}, now).has_value());
        } else {
            require(one.deliver(next++, codec::deliver_message{.destination_address = "88222", .originating_address = "+467", .service_centre_timestamp = "261125190923", .user_data = text}, now).has_value());
        }
    }
    // One write at a time, which the peer's kernel takes when it likes.
    void write() {
        if (writing.empty() && one.has_output()) one.take_output(writing);
    }
    void read() {
        kept -= writing.size();
        if (!writing.empty()) one.written(writing.size(), now);
        writing.clear();
    }
    void feed(doors::octets more) {
        pending.insert(pending.end(), more.begin(), more.end());
        const std::size_t used = one.feed(pending, now);
        require(used <= pending.size());
        pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(used));
        if (one.now_state() == door_session::state::closed) require(pending.empty());
        if (one.now_state() == door_session::state::closed || one.waiting()) return;
        const std::size_t most = accepted ? options().max_packet_length : most_before_login;
        const codec::octet_view rest(reinterpret_cast<const char*>(pending.data()), pending.size());
        require(codec::read_frame(rest, most).outcome == codec::framing::incomplete);
    }
    void look() {
        require(one.unanswered() <= window && one.unanswered() == asked.size());
        require(kept <= most_output + slack);
        if (!accepted) require(asked.empty() && times.empty());
    }
    void end() {
        one.disconnected();
        for (const auto& [token, heard_of] : times) require(heard_of == 1);
        while (!asked.empty()) answer(0, true);  // late answers of the store
        require(one.unanswered() == 0 && !one.has_output());
    }

    login_verdict verdict;
    bool at_once = false;  // logins are accepted, requests answered from within the call
    bool accepted = false;
    mono_time now{std::chrono::hours(1)};
    door_session one;

private:
    void take(std::uint8_t number, operation request) {
        require(accepted && one.now_state() == door_session::state::logged_in);
        require(one.unanswered() <= window);
        if (at_once) return respond(number, request, true);
        asked.emplace_back(number, request);
    }
    void respond(std::uint8_t number, operation request, bool well) {
        if (!well) return one.refuse(number, request, 10);
        if (request == operation::submit_message) {
            std::string outcomes;
            codec::append_parameter(outcomes, codec::parameter::destination_address, "467");
            codec::append_parameter(outcomes, codec::parameter::service_centre_timestamp, "261125190923");
            return one.answer(number, codec::submit_message_response{codec::parameters(outcomes)});
        }
        if (request == operation::enquire_message_status) return one.answer(number, codec::enquire_message_status_response{.status_code = 1});
        if (request == operation::delivery_request) return one.answer(number, codec::delivery_request_response{.message_count = 3});
        if (request == operation::cancel_message) return one.answer(number, codec::cancel_message_response{});
        one.answer(number, codec::get_response{.mc_time = "261125190923"});
    }

    std::map<std::uint64_t, int> times;
    std::vector<std::pair<std::uint8_t, operation>> asked;
    std::vector<std::uint8_t> writing, pending;
    std::size_t kept = 0;  // octets that the session wrote and the peer has not taken
    std::uint64_t next = 1;
    int closes = 0;
    bool wanted = false, decided = false;
};

void step(world& w, std::uint8_t what) {
    using namespace std::chrono_literals;
    switch (what) {
        case 4:
            return w.one.tick(w.now += 50ms);
        case 5:
            return w.one.tick(w.now += 6s);
        case 6:
            return w.one.tick(w.now += 61s);
        case 7:
            return w.decide(0);
        case 8:
            return w.decide(100);
        case 11:
            return w.answer(0, true);
        case 12:
            return w.answer(1, false);
        case 14:
            return w.deliver(false);
        case 15:
            return w.deliver(true);
        case 16:
            return w.write();
        case 17:
            return w.read();
        case 18:
            return w.one.start_drain(w.now, w.now + 1s);
        case 19:
            w.at_once = !w.at_once;
            return;
        case 20:
            return w.feed({});
        default:
            w.now += 1ms;
    }
}

// Control characters that no packet has are steps, and end a piece of octets; everything else is fed, piece by piece.
void play(doors::octets input, const login_verdict& as, bool logged_in) {
    world w(as);
    if (logged_in) {
        w.at_once = true;
        std::string login;
        require(codec::encode(login, 1, codec::login{.user_identity = "u", .password = "p", .window_size = 4}).has_value());
        w.feed({reinterpret_cast<const std::uint8_t*>(login.data()), login.size()});
        require(w.accepted && w.one.hears());
        w.at_once = false;
    }
    const auto is_step = [](std::uint8_t c) { return c < 0x20 && c != 2 && c != 3 && c != 9 && c != 10 && c != 13; };
    while (!input.empty()) {
        std::size_t count = 0;
        while (count < input.size() && !is_step(input[count])) ++count;
        if (count == 0) {
            step(w, input[0]);
            count = 1;
        } else {
            w.feed(input.first(count));
        }
        input = input.subspan(count);
        w.look();
    }
    w.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const login_verdict plain{.window = window, .deliver_window = deliver_window};
    login_verdict strict = plain;
    strict.numbers_in_order = true;
    play({data, size}, plain, false);
    play({data, size}, plain, true);
    play({data, size}, strict, true);
    return 0;
}
