// Test only: dialogues with a session that read like the protocol.
//
//     script().start().send(7).expect_write("AT+CMGS=13").feed("\r\n> ").expect_write("00110A...").feed("+CMGS:
//     42\r\n\r\nOK\r\n").says("7 sent 42")
//
// start() answers as a modem without faults would, but for what answers() has said; later steps are answered by the script alone.
// check() plays a dialogue whole, break_everywhere() once for each step with the modem unplugged there. Both assert that every
// token sent was settled exactly once in the end.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "connectors/modem/session.hpp"

namespace hermod::connectors::modem {

// A session with its world: what it wrote, what it said, when.
class stage final : public session_events {
public:
    stage(const modem_options& given, std::map<std::string, std::string> said, bool tried)
        : options(given), answers(std::move(said)), one(options, *this, tried) {}

    // The next command line or PDU, without its end; "" when nothing is written.
    std::string next_write() {
        std::string more = one.take_output();
        if (kernel_takes) one.written(more.size());
        written += more;
        const auto end = written.find_first_of("\r\x1A\x1B");
        if (end == std::string::npos) return "";
        const bool escape = written[end] == '\x1B';
        std::string out = escape ? "ESC" : written.substr(0, end);
        written.erase(0, end + 1);
        if (escape && written.starts_with('\r')) written.erase(0, 1);
        return out;
    }
    // What a modem without faults says; a command that no test needs is OK.
    std::string answer_to(const std::string& command) {
        static const std::map<std::string, std::string> usual{
            {"ATI", "Acme\r\n\r\nOK"},
            {"AT+CGMI", "Acme\r\n\r\nOK"},
            {"AT+CGMM", "A1\r\n\r\nOK"},
            {"AT+CGSN", "353456789012345\r\n\r\nOK"},
            {"AT+CIMI", "234150123456789\r\n\r\nOK"},
            {"AT+CPIN?", "+CPIN: READY\r\n\r\nOK"},
            {"AT+CSCA?", "+CSCA: \"+447785016005\",145\r\n\r\nOK"},
            {"AT+CPMS?", "+CPMS: \"SM\",0,30,\"SM\",0,30,\"SM\",0,30\r\n\r\nOK"},
            {"AT+CNMI=?", "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)\r\n\r\nOK"},
            {"AT+CNMI?", "+CNMI: 2,1,0,1,0\r\n\r\nOK"},
            {"AT+CNUM", "+CNUM: ,\"+447700900999\",145\r\n\r\nOK"},
            {"AT+CREG?", "+CREG: 1,1\r\n\r\nOK"},
            {"AT+CEREG?", "+CME ERROR: 4"},
            {"AT+CSQ", "+CSQ: 20,99\r\n\r\nOK"},
            {"AT+COPS?", "+COPS: 0,0,\"Acme Mobile\",7\r\n\r\nOK"},
        };
        if (const auto given = answers.find(command); given != answers.end()) return given->second;
        const auto at = usual.find(command);
        return at == usual.end() ? "OK" : at->second;
    }
    // Answers until the session has nothing to ask, or asks what is not to be answered ("-").
    void be_a_modem() {
        for (std::string command = next_write(); !command.empty(); command = next_write()) {
            asked.push_back(command);
            const std::string text = answer_to(command);
            if (text == "-") return;
            if (command != "ESC") one.feed("\r\n" + text + "\r\n", now);
        }
    }

    void changed() override {}
    void settled(std::uint64_t token, verdict result, mono_time::duration) override {
        static constexpr const char* kinds[] = {"sent", "refused", "later", "unsure", "unsent"};
        ++sent[token];
        std::string text = std::to_string(token) + " " + kinds[static_cast<int>(result.is)];
        if (result.throttled) text += " throttled";
        if (result.elsewhere) text += " elsewhere";
        if (!result.detail.empty()) text += " " + result.detail;
        events.push_back(text);
    }
    void arrived(item_key key, const arrival& what) override {
        keys.push_back(key);
        events.push_back(what.text_mode ? "text from " + what.from + ": " + what.text : "arrived " + what.pdu);
    }
    void noted(session_note what) override { ++notes[what]; }
    void pin_tried(bool tried) override { events.push_back(tried ? "PIN tried" : "PIN right"); }
    void close_me(std::string_view why) override { events.push_back("close: " + std::string(why)); }
    void passed(bool, std::string_view) override {}

    modem_options options;
    std::map<std::string, std::string> answers;
    session one;
    mono_time now{std::chrono::hours(1)};
    std::string written;
    std::vector<std::string> asked;  // by be_a_modem()
    std::vector<std::string> events;
    std::vector<item_key> keys;  // of what arrived
    std::map<session_note, int> notes;
    std::map<std::uint64_t, int> sent;  // token -> times settled
    std::vector<std::string> ussd;
    bool kernel_takes = true;
};

// What be_a_modem() was asked.
inline bool asked(const stage& s, std::string_view command) {
    return std::find(s.asked.begin(), s.asked.end(), command) != s.asked.end();
}
inline std::size_t times_asked(const stage& s, std::string_view command) {
    return static_cast<std::size_t>(std::count(s.asked.begin(), s.asked.end(), command));
}

class script {
public:
    explicit script(modem_options options = {}) : options_(std::move(options)) {}

    script& answers(std::string command, std::string text) {
        said_[std::move(command)] = std::move(text);
        return *this;
    }
    // An earlier run tried this PIN.
    script& pin_was_tried() {
        tried_ = true;
        return *this;
    }

    script& connect() {
        return step([](stage& s, bool) { s.one.connected(s.now); });
    }
    // Everything up to the first look at the network and the storage.
    script& start() {
        return step([](stage& s, bool) {
            s.one.connected(s.now);
            s.be_a_modem();
        });
    }
    script& goes_on() {
        return step([](stage& s, bool) { s.be_a_modem(); });
    }
    script& expect_write(std::string line) {
        return step([line](stage& s, bool whole) {
            const std::string wrote = s.next_write();
            if (whole) {
                EXPECT_EQ(wrote, line);
            }
        });
    }
    script& writes_nothing() { return expect_write(""); }
    script& feed(std::string octets) {
        return step([octets](stage& s, bool) { s.one.feed(octets, s.now); });
    }
    script& wait(std::chrono::milliseconds time) {
        return step([time](stage& s, bool) { s.one.tick(s.now += time); });
    }
    script& send(std::uint64_t token, std::string pdu = "0011000B914477", std::size_t length = 6) {
        return step([=](stage& s, bool) {
            s.sent[token];
            send_request what;
            what.token = token;
            what.pdu = pdu;
            what.length = length;
            what.number = "002B";
            what.text = "00480069";
            s.one.send(what, s.now);
        });
    }
    script& answer(std::size_t arrived, intake what) {
        return step([=](stage& s, bool whole) {
            if (whole) {
                ASSERT_LT(arrived, s.keys.size());
            }
            if (arrived < s.keys.size()) s.one.answer(s.keys[arrived], what, s.now);
        });
    }
    script& ask_ussd(std::string code) {
        return step([code](stage& s, bool) {
            s.one.ask_ussd(
                code,
                [&s](ussd_answer a) {
                    s.events.push_back("ussd " + std::string(to_text(a.is)) + (a.text.empty() ? "" : ": ") + a.text);
                },
                s.now);
        });
    }
    script& drain(std::chrono::milliseconds time) {
        return step([time](stage& s, bool) { s.one.start_drain(s.now, s.now + time); });
    }
    script& unplug() {
        return step([](stage& s, bool) {
            s.one.disconnected(s.now);
            s.written.clear();
        });
    }
    script& kernel_takes_nothing() {
        return step([](stage& s, bool) { s.kernel_takes = false; });
    }
    // The next event.
    script& says(std::string event) {
        return step([event](stage& s, bool whole) {
            if (!whole) return s.events.clear();
            ASSERT_FALSE(s.events.empty()) << "nothing was said, expected: " << event;
            EXPECT_EQ(s.events.front(), event);
            s.events.erase(s.events.begin());
        });
    }
    script& says_nothing() {
        return step([](stage& s, bool whole) {
            if (whole) {
                EXPECT_EQ(s.events, std::vector<std::string>{});
            }
        });
    }
    script& sees(std::function<void(stage&)> look) {
        return step([look](stage& s, bool whole) {
            if (whole) look(s);
        });
    }
    script& usable(bool wanted = true) {
        return sees(
            [wanted](stage& s) { EXPECT_EQ(s.one.usable(), wanted) << s.one.facts().word << ": " << s.one.facts().sentence; });
    }

    void check() { play(steps_.size()); }
    void break_everywhere() {
        for (std::size_t end = 0; end < steps_.size(); ++end) play(end);
    }

private:
    using action = std::function<void(stage&, bool)>;
    script& step(action what) {
        steps_.push_back(std::move(what));
        return *this;
    }
    void play(std::size_t end) {
        SCOPED_TRACE("played to step " + std::to_string(end) + " of " + std::to_string(steps_.size()));
        const bool whole = end == steps_.size();
        stage s(options_, said_, tried_);
        for (std::size_t i = 0; i < end; ++i) {
            steps_[i](s, whole);
            if (testing::Test::HasFatalFailure()) return;
        }
        if (whole) {
            EXPECT_EQ(s.events, std::vector<std::string>{}) << "not expected";
        }
        s.one.disconnected(s.now);
        for (const auto& [token, times] : s.sent) EXPECT_EQ(times, 1) << "token " << token;
    }

    modem_options options_;
    std::map<std::string, std::string> said_;
    bool tried_ = false;
    std::vector<action> steps_;
};

// Every dialogue is played whole, then unplugged at each of its steps.
inline void play(script& dialogue) {
    dialogue.check();
    dialogue.break_everywhere();
}

}  // namespace hermod::connectors::modem
