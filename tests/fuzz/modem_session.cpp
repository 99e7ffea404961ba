// A modem's lines, ticks, sends, answers and unplugging into a session, as the input says: it never crashes, never writes what
// ends a command twice or opens a prompt that nobody asked for, and settles every token exactly once.
//
// Each input is played twice: with a PIN, in PDU mode; and to a modem that has only text mode. What arrives is read as well.
#include <cstdlib>
#include <map>
#include <vector>

#include "connectors/modem/incoming.hpp"
#include "connectors/modem/sent_messages.hpp"
#include "connectors/modem/session.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::modem;

void check(bool holds) {
    if (!holds) std::abort();
}

class witness final : public session_events {
public:
    void changed() override {}
    void settled(std::uint64_t token, verdict result, mono_time::duration) override {
        check(++times[token] == 1);
        if (result.is == verdict::kind::sent && !result.detail.empty())
            check(!sent.add(static_cast<std::uint8_t>(std::atoi(result.detail.c_str())), "+447700900123", {}).empty());
    }
    void arrived(item_key key, const arrival& what) override {
        unanswered.push_back(key);
        const brought read = read_arrival(what);
        if (const auto* report = std::get_if<status_report>(&read))
            check(!sent.meant(report->reference, report->recipient, report->taken_at, true).empty());
    }
    void noted(session_note) override {}
    // Never twice, unless the SIM has accepted it in between.
    void pin_tried(bool tried) override {
        check(tried != open_try);
        open_try = tried;
        pins += tried;
    }
    void close_me(std::string_view why) override { check(!why.empty()); }
    void passed(bool, std::string_view) override {}

    sent_messages sent{"sim1"};
    std::map<std::uint64_t, int> times;
    std::vector<item_key> unanswered;
    int pins = 0;
    bool open_try = false;
};

struct world {
    explicit world(bool text) : given(options(text)), one(given, events) { one.connected(now); }
    static modem_options options(bool text) {
        modem_options o;
        o.name = "sim1";
        if (text)
            o.mode = message_mode::text;
        else
            o.pin = "1234";
        o.init = {"AT+CMMS=1"};
        return o;
    }
    void send() {
        events.times[next] = 0;
        send_request what;
        what.token = next++;
        what.pdu = "0011000B91447700091032F3000005C8329BFD06";
        what.length = 18;
        what.number = "002B";
        what.text = "00480069";
        one.send(std::move(what), now);
    }
    void answer(lines::intake what) {
        if (events.unanswered.empty()) return;
        const item_key key = events.unanswered.back();
        events.unanswered.pop_back();
        one.answer(key, what, now);
    }
    // The PIN is written only when it was said before that it is tried.
    void take_output(bool written) {
        const std::string out = one.take_output();
        check(out.find('\n') == std::string::npos);
        for (std::size_t at = out.find("AT+CPIN=\""); at != std::string::npos; at = out.find("AT+CPIN=\"", at + 1))
            ++pins_written;
        check(pins_written <= events.pins);
        if (written) one.written(out.size());
    }

    const modem_options given;
    witness events;
    mono_time now{std::chrono::hours(1)};
    session one;
    std::uint64_t next = 1;
    int pins_written = 0, ussd = 0, asked = 0;
};

// What a modem without faults says, so that an input gets past the beginning; one each time.
constexpr std::string_view likely[] = {"\r\nOK\r\n",
                                       "\r\nERROR\r\n",
                                       "\r\n> ",
                                       "\r\n+CPIN: READY\r\n\r\nOK\r\n",
                                       "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n",
                                       "\r\n+CREG: 1,1\r\n\r\nOK\r\n",
                                       "\r\n+CMGS: 7\r\n\r\nOK\r\n",
                                       "\r\n+CMTI: \"SM\",1\r\n",
                                       "\r\n+CMGR: 0,,26\r\n0791448720003023040C91447700091032000011101131521400"
                                       "05C8329BFD06\r\n\r\nOK\r\n",
                                       "\r\n+CMS ERROR: 42\r\n"};

// Each octet below 0x10 is a step; 0x10 to 0x1F says a likely line; 0x20 and above: so many octets are fed raw.
void play(std::string_view input, bool text) {
    world w(text);
    for (std::size_t at = 0; at < input.size();) {
        const auto step = static_cast<unsigned char>(input[at++]);
        switch (step) {
            case 0:
                w.one.tick(w.now += std::chrono::milliseconds(100));
                continue;
            case 1:
                w.one.tick(w.now += std::chrono::seconds(31));
                continue;
            case 2:
                w.send();
                continue;
            case 3:
                w.answer(lines::intake::kept);
                continue;
            case 4:
                w.answer(lines::intake::later);
                continue;
            case 5:
                w.answer(lines::intake::refused);
                continue;
            case 6:
                w.take_output(true);
                continue;
            case 7:
                w.take_output(false);
                continue;
            case 8:
                w.one.start_drain(w.now, w.now + std::chrono::seconds(1));
                continue;
            case 9:
                w.one.disconnected(w.now);
                w.one.connected(w.now);
                continue;
            case 10:
                ++w.asked;
                w.one.ask_ussd(
                    "*100#", [&w](ussd_answer) { ++w.ussd; }, w.now);
                continue;
            case 11:
                for (int i = 0; i < 40; ++i) {
                    w.take_output(true);
                    w.one.feed("\r\nOK\r\n", w.now);
                }
                continue;
            default:
                break;
        }
        if (step < 0x10) continue;
        if (step < 0x20) {
            w.one.feed(likely[step % std::size(likely)], w.now);
            continue;
        }
        const std::string_view octets = input.substr(at, step);
        at += octets.size();
        w.one.feed(octets, w.now);
    }
    w.one.disconnected(w.now);
    for (const auto& [token, times] : w.events.times) check(times == 1);
    check(w.ussd == w.asked);
    check(!w.one.usable() && !w.one.sending());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    play(input, false);
    play(input, true);
    return 0;
}
