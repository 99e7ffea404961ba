// Test only: dialogues with a session that read like the protocol.
//
//     script().connect().writes("60 O 00").feed(0, ack{...}).says("ready").send(7).writes("51 O 01").check();
//
// A dialogue is a list of steps; check() plays it whole, break_everywhere() plays it once for each step with the connection
// breaking there. Both assert that every token sent was settled exactly once in the end.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <vector>

#include "connectors/ucp/session.hpp"
#include "wire/ucp/encode.hpp"

namespace hermod::connectors::ucp {

namespace wire_ucp = wire::ucp;
using wire_ucp::ack;
using wire_ucp::error_code;
using wire_ucp::nak;
using ot = wire_ucp::operation_type;

inline std::string frame_of(unsigned trn, const wire_ucp::pdu_variant& pdu) {
    std::string out;
    EXPECT_TRUE(wire_ucp::encode(out, trn, pdu));
    return out;
}

// A session with its world: what it wrote, what it said, when.
class stage final : public session_events {
public:
    explicit stage(const session_options& options) : options_(options), one(options_, *this) {}

    // "51 O 01", "52 A 07 SM", "31 N 05 03"; "" when nothing is written.
    std::string next_write() {
        std::string more;
        one.take_output(more);
        if (kernel_takes) one.written(more.size());
        written += more;
        const auto cut = wire_ucp::read_frame(written);
        if (cut.outcome != wire_ucp::framing::complete) return "";
        const auto head = *wire_ucp::read_header(cut.frame);
        std::string text = std::string(wire_ucp::two_digits(static_cast<unsigned>(head.ot))) + " ";
        const auto read = wire_ucp::decode(cut.frame);
        const auto* positive = read ? std::get_if<ack>(&read->pdu) : nullptr;
        const auto* negative = read ? std::get_if<nak>(&read->pdu) : nullptr;
        text += (positive ? "A " : negative ? "N " : "O ") + std::string(wire_ucp::two_digits(head.trn));
        if (positive && !positive->sm.empty()) text += " " + std::string(positive->sm);
        if (negative) text += " " + std::string(negative->ec);
        last_written = cut.frame;
        written.erase(0, cut.consumed());
        return text;
    }
    void feed(std::string_view octets) {
        received += octets;
        received.erase(0, one.feed(received, now));
    }
    void send(std::uint64_t token) {
        sent[token];
        if (one.room() == 0) return events.push_back("no room"), settled(token, {}, {});
        ASSERT_TRUE(one.send(token, wire_ucp::submit_message{.adc = "447700900123", .mt = "3", .msg = "4869"}, now));
    }

    void ask(std::uint64_t token, const wire_ucp::pdu_variant& pdu) {
        if (!one.may_ask()) return events.push_back("may not ask");
        asked[token];
        ASSERT_TRUE(one.ask(token, pdu, "447700900123:231126152730", now));
    }

    void ready() override { events.push_back("ready"); }
    void login_refused(error_code code, std::string_view sm) override {
        events.push_back("login refused " + std::string(wire_ucp::ec(code)) + " " + std::string(sm));
    }
    void settled(std::uint64_t token, verdict result, mono_time::duration) override {
        static constexpr const char* kinds[] = {"sent", "refused", "later", "unsure", "unsent"};
        ++sent[token];
        std::string text = std::to_string(token) + " " + kinds[static_cast<int>(result.is)];
        if (result.throttled) text += " throttled";
        if (result.elsewhere) text += " elsewhere";
        if (result.is == verdict::kind::sent || result.is == verdict::kind::refused) text += " " + result.detail;
        events.push_back(text);
    }
    void taken(std::string_view) override {}
    void arrived(request_id id, const wire_ucp::deliver_message& pdu) override {
        ids.push_back(id);
        events.push_back("52 from " + std::string(pdu.oadc));
    }
    void arrived(request_id id, const wire_ucp::delivery_notification& pdu) override {
        ids.push_back(id);
        events.push_back("53 of " + std::string(pdu.oadc) + " " + std::string(pdu.dst));
    }
    void answered(std::uint64_t token, const answer_to_question& answer) override {
        ++asked[token];
        std::string text = std::to_string(token) + " answered";
        if (!answer.answered) text = std::to_string(token) + (answer.written ? " unanswered" : " unwritten");
        if (answer.code != error_code::none) text += " " + std::string(wire_ucp::ec(answer.code)) + " " + std::string(answer.sm);
        if (answer.stated) text += " stated " + std::to_string(answer.state ? static_cast<int>(*answer.state) : -1) + " " + std::to_string(answer.rsn);
        if (answer.accepted) text += " (accepted)";
        events.push_back(text);
    }
    void noted(session_note what) override { ++notes[what]; }
    void close_me(close_reason why) override { events.push_back("close: " + std::string(words(why))); }
    void passed(bool, std::string_view) override {}

    session_options options_;
    session one;
    mono_time now{std::chrono::hours(1)};
    std::string written, received, last_written;
    std::vector<std::string> events;
    std::vector<request_id> ids;  // of what arrived
    std::map<session_note, int> notes;
    std::map<std::uint64_t, int> sent;   // token -> times settled
    std::map<std::uint64_t, int> asked;  // token -> times answered
    bool kernel_takes = true;
};

class script {
public:
    explicit script(session_options options = {}) : options_(std::move(options)) {
        if (options_.user.empty()) options_.user = "hermod";
    }

    script& connect() {
        return step([](stage& s, bool) { s.one.connected(s.now); });
    }
    script& feed_octets(std::string octets) {
        return step([octets](stage& s, bool) { s.feed(octets); });
    }
    script& feed(unsigned trn, const wire_ucp::pdu_variant& pdu) { return feed_octets(frame_of(trn, pdu)); }
    // The usual beginning; the next number is 01.
    script& log_in() { return connect().writes("60 O 00").feed(0, ack{.ot = ot::session_management}).says("ready"); }
    script& send(std::uint64_t token) {
        return step([token](stage& s, bool) { s.send(token); });
    }
    script& ask(std::uint64_t token, wire_ucp::pdu_variant pdu) {
        return step([=](stage& s, bool) { s.ask(token, pdu); });
    }
    script& submitted(unsigned trn, std::string sm) {
        return feed_octets(frame_of(trn, ack{.ot = ot::submit_message, .sm = sm}));
    }
    script& refused(unsigned trn, std::string_view ec, std::string_view sm = {}) {
        return feed_octets(frame_of(trn, nak{.ot = ot::submit_message, .ec = ec, .sm = sm}));
    }
    // The so-manieth arrival, from 0.
    script& answer(std::size_t arrival, error_code code = error_code::none) {
        return step([=](stage& s, bool) {
            if (arrival < s.ids.size()) s.one.answer(s.ids[arrival], code);
        });
    }
    script& wait(std::chrono::milliseconds time) {
        return step([time](stage& s, bool) { s.one.tick(s.now += time); });
    }
    script& drain(std::chrono::milliseconds most) {
        return step([most](stage& s, bool) { s.one.start_drain(s.now, s.now + most); });
    }
    script& disconnect() {
        return step([](stage& s, bool) { s.one.disconnected(); });
    }
    script& kernel_is_full() {
        return step([](stage& s, bool) { s.kernel_takes = false; });
    }
    script& writes(std::string wanted) {
        return step([wanted](stage& s, bool quiet) {
            const std::string got = s.next_write();
            if (!quiet) {
                EXPECT_EQ(got, wanted);
            }
        });
    }
    script& writes_nothing() { return writes(""); }
    script& wrote(std::string frame) {
        return step([frame](stage& s, bool quiet) {
            if (!quiet) {
                EXPECT_EQ(s.last_written, frame);
            }
        });
    }
    script& says(std::string event) {
        return step([event](stage& s, bool quiet) {
            const std::string first = s.events.empty() ? "" : s.events.front();
            if (!s.events.empty()) s.events.erase(s.events.begin());
            if (!quiet) {
                EXPECT_EQ(first, event);
            }
        });
    }
    script& notes(session_note what, int times) {
        return step([=](stage& s, bool quiet) {
            if (!quiet) {
                EXPECT_EQ(s.notes[what], times);
            }
        });
    }
    script& room(std::size_t operations) {
        return step([=](stage& s, bool quiet) {
            if (!quiet) {
                EXPECT_EQ(s.one.room(), operations);
            }
        });
    }

    void check() { play(steps_.size()); }
    void break_everywhere() {
        for (std::size_t at = 0; at <= steps_.size(); ++at) play(at);
    }

private:
    script& step(std::function<void(stage&, bool quiet)> what) {
        steps_.push_back(std::move(what));
        return *this;
    }

    void play(std::size_t count) {
        stage world(options_);
        const bool quiet = count != steps_.size();
        for (std::size_t i = 0; i < count; ++i) {
            SCOPED_TRACE("step " + std::to_string(i));
            steps_[i](world, quiet);
        }
        if (!quiet) {
            EXPECT_TRUE(world.events.empty()) << "not told of: " << world.events.front();
        }
        world.one.disconnected();
        for (const auto& [token, times] : world.sent) EXPECT_EQ(times, 1) << "token " << token << ", broken at step " << count;
        for (const auto& [token, times] : world.asked) EXPECT_EQ(times, 1) << "question " << token << ", broken at step " << count;
        EXPECT_EQ(world.one.outstanding(), 0u);
    }

    session_options options_;
    std::vector<std::function<void(stage&, bool)>> steps_;
};

}  // namespace hermod::connectors::ucp
