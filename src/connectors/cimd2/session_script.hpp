// Test only: dialogues with a session that read like the protocol.
//
//     script().log_in().send(7).writes("03:003|021:467|033:Hi|").feed("53:003|021:467|060:261125190923|").says("7 sent ...").check();
//
// Packets stand without STX, checksum and ETX, with | for TAB. A dialogue is a list of steps; check() plays it whole,
// break_everywhere() plays it once for each step with the connection breaking there. Both assert that every token sent was
// settled exactly once in the end.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "connectors/cimd2/session.hpp"
#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::connectors::cimd2 {

namespace wire_cimd2 = wire::cimd2;
using wire_cimd2::operation;

inline std::string packet_of(std::string_view text) { return wire_cimd2::golden::octets_of("^" + std::string(text) + "~"); }

// A session with its world: what it wrote, what it said, when.
class stage final : public session_events {
public:
    explicit stage(const session_options& options) : options_(options), one(options_, *this) {}

    // "" when nothing is written.
    std::string next_write() {
        std::string more;
        one.take_output(more);
        if (kernel_takes) one.written(more.size());
        written += more;
        const auto cut = wire_cimd2::read_frame(written);
        if (cut.outcome != wire_cimd2::framing::complete) return "";
        EXPECT_TRUE(wire_cimd2::read_packet(cut.frame, wire_cimd2::checksum_rule::required).has_value());
        std::string text(cut.frame.substr(1, cut.frame.rfind(wire_cimd2::tab)));
        std::replace(text.begin(), text.end(), wire_cimd2::tab, '|');
        written.erase(0, cut.used);
        return text;
    }
    void feed(std::string_view octets) {
        received += octets;
        received.erase(0, one.feed(received, now));
    }
    void send(std::uint64_t token, std::string_view destination) {
        if (one.room() == 0) return events.push_back("no room");
        sent[token];
        ASSERT_TRUE(one.send(token, {.destinations = wire_cimd2::golden::to({destination}), .user_data = "Hi"}, now));
    }

    void ask(std::uint64_t token, bool cancels) {
        if (!one.may_ask()) return events.push_back("may not ask");
        asked[token];
        if (cancels) {
            ASSERT_TRUE(one.ask(token, wire_cimd2::cancel_message{2, "261125190923", "467"}, now));
        } else {
            ASSERT_TRUE(one.ask(token, wire_cimd2::enquire_message_status{"467", "261125190923"}, now));
        }
    }

    void logged_in() override { events.push_back("logged in"); }
    void login_refused(std::int32_t code, std::string_view text) override {
        events.push_back("login refused " + std::to_string(code) + " " + std::string(text));
    }
    void settled(std::uint64_t token, verdict result, mono_time::duration) override {
        static constexpr const char* kinds[] = {"sent", "refused", "later", "unsure", "unsent"};
        ++sent[token];
        std::string text = std::to_string(token) + " " + kinds[static_cast<int>(result.is)];
        if (result.throttled) text += " throttled";
        if (result.elsewhere) text += " elsewhere";
        if (result.code != 0) text += " " + std::to_string(result.code);
        if (!result.detail.empty()) text += " " + result.detail;
        events.push_back(text);
    }
    void arrived(std::uint8_t number, const wire_cimd2::deliver_message& pdu) override {
        events.push_back("message " + std::to_string(number) + " from " + std::string(pdu.originating_address.value_or("nobody")));
    }
    void arrived(std::uint8_t number, const wire_cimd2::deliver_status_report& pdu) override {
        events.push_back("report " + std::to_string(number) + " of " +
                         message_id(pdu.service_centre_timestamp.value_or(""), pdu.destination_address.value_or("")) + " " +
                         std::to_string(pdu.status_code.value_or(-1)));
    }
    void answered(std::uint64_t token, const answer_to_question& answer) override {
        ++asked[token];
        std::string text = std::to_string(token) + " answered";
        if (!answer.answered) text = std::to_string(token) + (answer.written ? " unanswered" : " unwritten");
        if (answer.unreadable) text += " unreadable";
        if (answer.error_code != 0) text += " " + std::to_string(answer.error_code) + " " + std::string(answer.error_text);
        if (answer.status) text += " state " + std::to_string(answer.status->status_code.value_or(-1));
        events.push_back(text);
    }
    void noted(session_note what) override { ++notes[what]; }
    void close_me(close_reason why) override { events.push_back("close: " + std::string(words(why))); }
    void passed(bool outward, wire_cimd2::octet_view frame) override {
        if (outward) {
            EXPECT_EQ(frame.front(), wire_cimd2::stx);
        }
    }

    session_options options_;
    session one;
    mono_time now{std::chrono::hours(1)};
    std::string written, received;
    std::vector<std::string> events;
    std::map<session_note, int> notes;
    std::map<std::uint64_t, int> sent;   // token -> times settled
    std::map<std::uint64_t, int> asked;  // token -> times answered
    bool kernel_takes = true;
};

inline session_options usual_options() {
    session_options out;
    out.user_identity = "u";
    out.password = "p";
    return out;
}

class script {
public:
    explicit script(session_options options = usual_options()) : options_(std::move(options)) {}

    script& connect() {
        return step([](player& s) { s.world.one.connected(s.world.now); });
    }
    script& feed(std::string packet) { return feed_octets(packet_of(packet)); }
    script& feed_octets(std::string octets) {
        return step([octets](player& s) { s.world.feed(octets); });
    }
    // The usual beginning.
    script& log_in() { return connect().writes("01:001|010:u|011:p|").feed("51:001|").says("logged in"); }
    script& send(std::uint64_t token, std::string destination = "467") {
        return step([=](player& s) { s.world.send(token, destination); });
    }
    script& enquire(std::uint64_t token) {
        return step([=](player& s) { s.world.ask(token, false); });
    }
    script& cancel(std::uint64_t token) {
        return step([=](player& s) { s.world.ask(token, true); });
    }
    script& answer(std::uint8_t number, operation request, std::int32_t error = 0) {
        return step([=](player& s) { s.world.one.answer(number, request, error); });
    }
    script& decline(std::uint8_t number, operation request) {
        return step([=](player& s) { s.world.one.decline(number, request); });
    }
    script& wait(std::chrono::milliseconds time) {
        return step([time](player& s) { s.world.one.tick(s.world.now += time); });
    }
    script& log_out(std::chrono::milliseconds drain) {
        return step([drain](player& s) { s.world.one.start_logout(s.world.now, s.world.now + drain); });
    }
    script& disconnect() {
        return step([](player& s) { s.world.one.disconnected(); });
    }
    script& kernel_is_full() {
        return step([](player& s) { s.world.kernel_takes = false; });
    }
    script& writes(std::string packet) {
        return step([packet](player& s) { s.expect(packet, s.world.next_write()); });
    }
    script& writes_nothing() { return writes(""); }
    script& says(std::string event) {
        return step([event](player& s) {
            std::string first;
            if (!s.world.events.empty()) {
                first = s.world.events.front();
                s.world.events.erase(s.world.events.begin());
            }
            s.expect(event, first);
        });
    }
    script& notes(session_note what, int times) {
        return step([=](player& s) {
            if (!s.quiet) {
                EXPECT_EQ(s.world.notes[what], times) << "step " << s.number;
            }
        });
    }
    script& room(std::size_t submits) {
        return step([=](player& s) {
            if (!s.quiet) {
                EXPECT_EQ(s.world.one.room(), submits) << "step " << s.number;
            }
        });
    }

    void check() { play(steps_.size()); }
    void break_everywhere() {
        for (std::size_t at = 0; at <= steps_.size(); ++at) play(at);
    }

private:
    // What a step sees: the stage, and whether to judge.
    struct player {
        stage& world;
        bool quiet;
        std::size_t number;
        void expect(const std::string& wanted, const std::string& got) const {
            if (!quiet) {
                EXPECT_EQ(got, wanted) << "step " << number;
            }
        }
    };

    script& step(std::function<void(player&)> what) {
        steps_.push_back(std::move(what));
        return *this;
    }

    void play(std::size_t count) {
        stage world(options_);
        player p{world, count != steps_.size(), 0};
        for (; p.number < count; ++p.number) steps_[p.number](p);
        if (!p.quiet) {
            EXPECT_TRUE(world.events.empty()) << "not told of: " << world.events.front();
            EXPECT_EQ(world.next_write(), "");
        }
        world.one.disconnected();
        for (const auto& [token, times] : world.sent) EXPECT_EQ(times, 1) << "token " << token << ", broken at step " << count;
        for (const auto& [token, times] : world.asked) EXPECT_EQ(times, 1) << "question " << token << ", broken at step " << count;
        EXPECT_EQ(world.one.outstanding(), 0u);
    }

    session_options options_;
    std::vector<std::function<void(player&)>> steps_;
};

}  // namespace hermod::connectors::cimd2
