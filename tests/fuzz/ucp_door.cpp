// Octets, ticks, verdicts, answers and tellings into a session of the door, as the input says: it never crashes, never writes what
// the codec finds odd, has no more unanswered than its window, settles every token exactly once, and takes nothing before a login.
// What arrives is read as a submission, and what was read is said again as an application would hear it.
#include <cstdlib>
#include <map>
#include <vector>

#include "connectors/ucp/door_session.hpp"
#include "connectors/ucp/door_submission.hpp"
#include "connectors/ucp/door_telling.hpp"
#include "text/utf.hpp"
#include "wire/ucp/encode.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::ucp;
namespace ucp = wire::ucp;

void check(bool holds) {
    if (!holds) std::abort();
}

constexpr std::size_t window = 3, deliver_window = 4;
const wall_time wall{std::chrono::hours(24 * 365 * 56)};
const door_clock at_the_door{std::chrono::minutes(60)};

dialect quirks_of(bool other) {
    dialect out;
    out.amsg_is_ira = out.nt_buffered_first = out.prefix_00 = out.no_otoa = other;
    return out;
}

// A message from a handset with that content: each part that can be said can be written.
void say_again(const door_submission& read, const dialect& quirks) {
    auto m = std::make_shared<message>();
    m->way = direction::from_handset;
    m->from = read.to;
    m->to = read.from;
    m->body = read.body;
    m->udh = read.udh;
    m->coding = read.coding.value_or(encoding::gsm7);
    m->data_coding = read.data_coding;
    m->extras = read.extras;
    m->accepted_at = wall;
    telling one;
    one.what = m;
    one.at = wall;
    static door_telling teller;
    const std::size_t parts = teller.prepare(one, quirks, at_the_door);
    for (std::size_t i = 0; i < parts; ++i) {
        std::string out;
        check(ucp::encode(out, 1, teller.pdu(i)).has_value());
    }
    if (read.adc.size() > 17) return;  // 00 and 15 digits: what accept/ takes
    m->way = direction::to_handset;
    m->client_ref = read.adc + ":251126223000";
    check(teller.prepare(one, quirks, at_the_door) == 1);
    std::string out;
    check(ucp::encode(out, 1, teller.pdu(0)).has_value());
}

class witness final : public door_session_events {
public:
    explicit witness(const dialect& quirks) : quirks_(quirks) {}
    void login_wanted(const login_wish&) override {
        check(!welcome);
        ++logins;
    }
    void arrived(door_question question, const ucp::pdu_variant& pdu) override {
        check(welcome);
        asked.push_back(question);
        const door_reading how{quirks_, at_the_door, wall};
        const auto see = [&](const ucp::submit_message& as) {
            const auto read = read_submission(as, how);
            check(read.good.has_value() != (read.wrong != ucp::error_code::none));
            if (!read.good) return;
            check(read.good->to.starts_with('+'));
            if (read.good->coding != encoding::binary) check(text::is_utf8(read.good->body));
            say_again(*read.good, quirks_);
        };
        if (const auto* one = std::get_if<ucp::submit_message>(&pdu)) see(*one);
        if (const auto* one = std::get_if<ucp::sms_transfer>(&pdu)) see(as_submit(*one));
        if (const auto* one = std::get_if<ucp::call_input>(&pdu)) see(as_submit(*one));
        if (const auto* one = std::get_if<ucp::supplementary_call_input>(&pdu)) see(as_submit(*one));
        if (const auto* one = std::get_if<ucp::multiple_call_input>(&pdu))
            for (const auto adc : one->adc) see(as_submit(*one, adc));
        if (const auto* one = std::get_if<ucp::modify_message>(&pdu)) {
            message old;
            old.to = "+447700900123";
            old.body = "Hello";
            (void)read_modification(*one, old, how);
        }
    }
    void heard(std::uint64_t token, told::kind, ucp::error_code) override { check(++times[token] == 1); }
    void noted(door_note) override {}
    void close_me(door_close) override { check(++closes == 1); }
    void passed(bool outward, std::string_view frame) override {
        if (!outward) return;
        const auto read = ucp::decode(frame);
        if (read) return check(read->odd.none());
        // A negative result to an operation that is in no table.
        const auto head = ucp::readable_header(frame);
        check(head && head->is_result && !ucp::find_operation(head->ot));
    }

    std::map<std::uint64_t, int> times;
    std::vector<door_question> asked;
    int closes = 0, logins = 0;
    bool welcome = false;

private:
    dialect quirks_;
};

struct world {
    explicit world(bool other) : events(quirks_of(other)) {
        given.timers.keepalive = std::chrono::seconds(30);
        given.timers.inactivity = std::chrono::seconds(300);
        given.max_output = 2000;
        one.connected(now);
    }
    void decide(ucp::error_code code) {
        if (!one.awaits_verdict()) return;
        events.welcome = code == ucp::error_code::none;
        one.login_decided(code, window, deliver_window, now);
    }
    void answer(bool good) {
        if (events.asked.empty()) return;
        const door_question question = events.asked.front();
        events.asked.erase(events.asked.begin());
        good ? one.answer(question, "447700900123:251126223000") : one.refuse(question, ucp::error_code::adc_invalid, "no/such");
    }
    void tell() {
        if (one.deliver_room() == 0) return;
        events.times[next] = 0;
        check(one.deliver(next++, ucp::delivery_notification{.adc = "1", .oadc = "2", .dst = "0"}, now).has_value());
    }
    void take_output(bool written) {
        std::vector<std::uint8_t> out;
        one.take_output(out);
        if (written) one.written(out.size(), now);
    }
    void feed(std::string_view octets) {
        pending += octets;
        const std::size_t used = one.feed(std::string_view(pending), now);
        check(used <= pending.size());
        pending.erase(0, used);
        check(one.unanswered() <= window);
    }

    door_session_options given;
    witness events;
    mono_time now{std::chrono::hours(1)};
    door_session one{given, events};
    std::string pending;
    std::uint64_t next = 1;
};

// A frame around what is given, "TRN/00000/...": LEN and checksum, which nobody guesses, are put right.
std::string framed(std::string_view inside) {
    std::string body(inside);
    if (body.size() < 9) return body;
    std::size_t length = body.size() + 2;
    for (std::size_t i = 0; i < 5; ++i, length /= 10) body[7 - i] = static_cast<char>('0' + length % 10);
    static constexpr char hex[] = "0123456789ABCDEF";
    const std::uint8_t sum = ucp::checksum(body);
    return ucp::stx + body + hex[sum >> 4] + hex[sum & 15] + ucp::etx;
}

// Each octet below 0x10 is a step; 0x08 frames so many octets as the next one says; 0x10 and above: so many are fed raw.
void play(std::string_view input, bool other) {
    world w(other);
    for (std::size_t at = 0; at < input.size();) {
        const auto step = static_cast<unsigned char>(input[at++]);
        switch (step) {
            case 0: w.one.tick(w.now += std::chrono::milliseconds(500)); continue;
            case 1: w.one.tick(w.now += std::chrono::seconds(61)); continue;
            case 2: w.decide(ucp::error_code::none); continue;
            case 3: w.decide(ucp::error_code::authentication_failure); continue;
            case 4: w.answer(true); continue;
            case 5: w.answer(false); continue;
            case 6: w.tell(); continue;
            case 7: w.take_output(true); continue;
            case 9: w.take_output(false); continue;
            case 10: w.one.start_drain(w.now, w.now + std::chrono::seconds(1)); continue;
            case 11: w.one.inform(ucp::inquiry_response{.adc = "1", .dst = "1"}, w.now); continue;
            case 12: w.feed({}); continue;
            default: break;
        }
        if (step < 0x10 && step != 8) continue;
        const bool in_frame = step == 8;
        const std::size_t wanted = !in_frame ? step : at < input.size() ? static_cast<unsigned char>(input[at++]) : 0;
        const std::string_view octets = input.substr(at, wanted);
        at += octets.size();
        w.feed(in_frame ? framed(octets) : std::string(octets));
    }
    w.one.disconnected();
    for (const auto& [token, times] : w.events.times) check(times == 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    play(input, false);
    play(input, true);
    return 0;
}
