// Octets, ticks, sends and answers into a session, as the input says: it never crashes, never writes what the codec finds
// odd, never has more out than the window allows, settles every token and answers every question exactly once.
//
// Each input is played twice: with a login, in a small window; and without one, in the widest.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

#include "connectors/ucp/session.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::ucp;

void check(bool holds) {
    if (!holds) std::abort();
}

class witness final : public session_events {
public:
    void ready() override {}
    void login_refused(wire::ucp::error_code, std::string_view) override {}
    void settled(std::uint64_t token, verdict, mono_time::duration) override { check(++times[token] == 1); }
    void taken(std::string_view) override {}
    void arrived(request_id id, const wire::ucp::deliver_message&) override { unanswered.push_back(id); }
    void arrived(request_id id, const wire::ucp::delivery_notification&) override { unanswered.push_back(id); }
    void answered(std::uint64_t token, const answer_to_question&) override { check(++answers[token] == 1); }
    void noted(session_note) override {}
    void close_me(close_reason) override { check(++closes == 1); }
    void passed(bool outward, std::string_view frame) override {
        if (!outward) return;
        const auto read = wire::ucp::decode(frame);
        check(read.has_value() && read->odd.none());
    }

    std::map<std::uint64_t, int> times, answers;
    std::vector<request_id> unanswered;
    int closes = 0;
};

struct world {
    explicit world(bool logs_in) : given(options(logs_in)), one(given, events) { one.connected(now); }
    static session_options options(bool logs_in) {
        session_options o;
        o.user = "hermod";
        o.login = logs_in ? login_form::session : login_form::none;
        o.window = logs_in ? 3 : 100;
        o.answers_in_result = !logs_in;
        o.results = logs_in ? result_form::reference : result_form::plain;
        o.errors.set(wire::ucp::error_code::operation_not_allowed, error_meaning::throttled);
        return o;
    }
    void send() {
        if (one.room() == 0) return;
        events.times[next] = 0;
        check(one.send(next++, wire::ucp::submit_message{.adc = "447700900123"}, now).has_value());
        check(one.outstanding() <= given.window);
    }
    void ask() {
        if (!one.may_ask()) return;
        events.answers[next] = 0;
        const std::string name = "447700900123:231126152730";
        const std::string_view adc = "447700900123", scts = "231126152730";
        const wire::ucp::pdu_variant pdus[] = {wire::ucp::inquiry_message{.adc = adc, .scts = scts}, wire::ucp::delete_message{.adc = adc, .scts = scts},
                                               wire::ucp::modify_message{.adc = adc, .scts = scts, .mt = "3", .msg = "4869"}};
        check(one.ask(next, pdus[next % 3], name, now).has_value());
        ++next;
    }
    void answer(bool first, wire::ucp::error_code code) {
        if (events.unanswered.empty()) return;
        const auto at = first ? events.unanswered.begin() : events.unanswered.end() - 1;
        const request_id id = *at;
        events.unanswered.erase(at);
        one.answer(id, code);
    }
    void take_output(bool written) {
        std::string out;
        one.take_output(out);
        if (written) one.written(out.size());
    }
    void feed(std::string_view octets) {
        pending += octets;
        const std::size_t used = one.feed(pending, now);
        check(used <= pending.size());
        pending.erase(0, used);
    }

    const session_options given;
    witness events;
    mono_time now{std::chrono::hours(1)};
    session one;
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
    const std::uint8_t sum = wire::ucp::checksum(body);
    return wire::ucp::stx + body + hex[sum >> 4] + hex[sum & 15] + wire::ucp::etx;
}

// Each octet up to 0x0A is a step; 0x08 frames so many octets as the next one says; those above: so many are fed raw.
void play(std::string_view input, bool logs_in) {
    world w(logs_in);
    for (std::size_t at = 0; at < input.size();) {
        const auto step = static_cast<unsigned char>(input[at++]);
        switch (step) {
            case 0: w.one.tick(w.now += std::chrono::milliseconds(50)); continue;
            case 1: w.one.tick(w.now += std::chrono::seconds(31)); continue;
            case 2: w.send(); continue;
            case 3: w.answer(true, wire::ucp::error_code::none); continue;
            case 4: w.answer(false, wire::ucp::error_code::system_error); continue;
            case 5: w.take_output(true); continue;
            case 6: w.take_output(false); continue;
            case 7: w.one.start_drain(w.now, w.now + std::chrono::seconds(1)); continue;
            case 10: w.ask(); continue;
            case 9: for (int i = 0; i < 50; ++i) w.send(); continue;
            default: break;
        }
        const bool in_frame = step == 8;
        const std::size_t wanted = !in_frame ? step : at < input.size() ? static_cast<unsigned char>(input[at++]) : 0;
        const std::string_view octets = input.substr(at, wanted);
        at += octets.size();
        w.feed(in_frame ? framed(octets) : std::string(octets));
    }
    w.one.disconnected();
    for (const auto& [token, times] : w.events.times) check(times == 1);
    for (const auto& [token, times] : w.events.answers) check(times == 1);
    check(w.one.outstanding() == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    play(input, true);
    play(input, false);
    return 0;
}
