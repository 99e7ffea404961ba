// Test only: dialogues with a session that read like the protocol.
//
//     script().connect().writes("bind_transceiver 1").answer_bind().says("bound").send(7).writes("submit_sm 2").check();
//
// A dialogue is a list of steps; check() plays it whole, break_everywhere() plays it once for each step with the connection
// breaking there. Both assert that every token sent was settled exactly once in the end.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <sstream>

#include "connectors/smpp/session.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::connectors::smpp {

namespace wire_smpp = wire::smpp;
using wire_smpp::command_id;
using wire_smpp::command_status;
using octet_string = std::vector<std::uint8_t>;

template <class Pdu>
octet_string pdu_octets(std::uint32_t sequence, const Pdu& pdu, command_status status = command_status::esme_rok) {
    octet_string out;
    EXPECT_TRUE(wire_smpp::encode(out, sequence, pdu, status));
    return out;
}

inline octet_string head_octets(command_id id, std::uint32_t sequence, command_status status = command_status::esme_rok) {
    octet_string out;
    wire_smpp::encode_header(out, id, status, sequence);
    return out;
}

// A session with its world: what it wrote, what it said, when.
class stage final : public session_events {
public:
    explicit stage(const session_options& options) : options_(options), one(options_, *this) {}

    void take_writes() {
        octet_string more;
        one.take_output(more);
        if (kernel_takes) one.written(more.size());
        written.insert(written.end(), more.begin(), more.end());
    }
    // "submit_sm 2", with the status when it is not ESME_ROK; "" when nothing is written.
    std::string next_write() {
        take_writes();
        const auto cut = wire_smpp::read_frame(written);
        if (cut.outcome != wire_smpp::framing::complete) return "";
        const auto head = wire_smpp::read_header(cut.frame);
        std::string text = std::string(name(head.id)) + " " + std::to_string(head.sequence_number);
        if (head.status != command_status::esme_rok) text += " " + std::string(name(head.status));
        written.erase(written.begin(), written.begin() + static_cast<std::ptrdiff_t>(cut.frame.size()));
        return text;
    }
    void feed(const octet_string& octets) {
        received.insert(received.end(), octets.begin(), octets.end());
        const std::size_t used = one.feed(received, now);
        received.erase(received.begin(), received.begin() + static_cast<std::ptrdiff_t>(used));
    }
    void send(std::uint64_t token) {
        sent[token];
        wire_smpp::submit_sm pdu;
        pdu.destination_addr = "447700900123";
        if (one.room() == 0) return events.push_back("no room"), settled(token, {}, {});
        ASSERT_TRUE(one.send(token, pdu, now));
    }
    // To handsets +4477009001xx, each by its token.
    void send_many(const std::vector<std::uint64_t>& tokens) {
        octet_string raw;
        for (const std::uint64_t token : tokens) {
            sent[token];
            const std::string to = handset(token);
            wire_smpp::destination where;
            where.destination_addr = to;
            ASSERT_TRUE(wire_smpp::append_item(raw, where));
        }
        wire_smpp::submit_multi pdu;
        pdu.destinations = {tokens.size(), raw};
        if (one.room() == 0) {
            for (const std::uint64_t token : tokens) settled(token, {}, {});
            return events.push_back("no room");
        }
        ASSERT_TRUE(one.send(tokens, pdu, now));
    }
    static std::string handset(std::uint64_t token) { return "447700900" + std::to_string(100 + token); }

    void ask(std::uint64_t token, const auto& pdu) {
        if (!one.may_ask()) return events.push_back(std::to_string(token) + " may not be asked");
        sent[token];
        ASSERT_TRUE(one.ask(token, pdu, now));
    }

    void bound() override { events.push_back("bound"); }
    void bind_refused(command_status status) override { events.push_back("bind refused " + std::string(name(status))); }
    void settled(std::uint64_t token, verdict result, mono_time::duration) override {
        static constexpr const char* kinds[] = {"sent", "refused", "later", "unsure", "unsent"};
        ++sent[token];
        std::string text = std::to_string(token) + " " + kinds[static_cast<int>(result.is)];
        if (result.throttled) text += " throttled";
        if (result.elsewhere) text += " elsewhere";
        if (result.shared_id) text += " shared";
        if (result.is == verdict::kind::sent || result.is == verdict::kind::refused) text += " " + result.detail;
        events.push_back(text);
    }
    void arrived(std::uint32_t sequence, const wire_smpp::deliver_sm& pdu) override {
        events.push_back("deliver_sm " + std::to_string(sequence) + " from " + std::string(pdu.source_addr));
    }
    void arrived(std::uint32_t sequence, const wire_smpp::data_sm&) override { events.push_back("data_sm " + std::to_string(sequence)); }
    void answered(std::uint64_t token, const answer_to_question& answer) override {
        ++sent[token];
        std::string text = std::to_string(token) + " answered";
        if (!answer.answered) text = std::to_string(token) + (answer.written ? " unknown" : " unasked");
        if (answer.answered && answer.status != command_status::esme_rok) text += " " + std::string(name(answer.status));
        if (answer.unreadable) text += " unreadable";
        if (answer.state) text += " " + std::string(name(*answer.state)) + " " + std::to_string(answer.error_code);
        events.push_back(text);
    }
    void alerted(const wire_smpp::alert_notification& pdu) override { events.push_back("alert of " + std::string(pdu.source_addr)); }
    void noted(session_note what) override { ++notes[what]; }
    void close_me(close_reason why) override { events.push_back("close: " + std::string(words(why))); }
    void passed(bool, wire_smpp::octets) override {}

    session_options options_;
    session one;
    mono_time now{std::chrono::hours(1)};
    octet_string written, received;
    std::vector<std::string> events;
    std::map<session_note, int> notes;
    std::map<std::uint64_t, int> sent;  // token -> times settled
    bool kernel_takes = true;
};

class script {
public:
    explicit script(session_options options = {}) : options_(std::move(options)) {}

    script& connect() {
        return step([](player& s) { s.one.connected(s.now); });
    }
    script& feed(octet_string octets) {
        return step([octets](player& s) { s.feed(octets); });
    }
    template <class Pdu>
    script& feed(std::uint32_t sequence, const Pdu& pdu, command_status status = command_status::esme_rok) {
        return feed(pdu_octets(sequence, pdu, status));
    }
    script& answer_bind() { return feed(pdu_octets(1, wire_smpp::bind_transceiver_resp{"centre", {}})); }
    // The usual beginning.
    script& bind() { return connect().writes("bind_transceiver 1").answer_bind().says("bound"); }
    script& send(std::uint64_t token) {
        return step([token](player& s) { s.send(token); });
    }
    script& send_many(std::vector<std::uint64_t> tokens) {
        return step([tokens](player& s) { s.send_many(tokens); });
    }
    template <class Question>
    script& ask(std::uint64_t token, Question pdu) {
        return step([token, pdu](player& s) { s.ask(token, pdu); });
    }
    script& answer(std::uint32_t sequence, command_status status = command_status::esme_rok, command_id request = command_id::deliver_sm) {
        return step([=](player& s) { s.one.answer(sequence, request, status); });
    }
    script& submitted(std::uint32_t sequence, std::string id, command_status status = command_status::esme_rok) {
        return feed(pdu_octets(sequence, wire_smpp::submit_sm_resp{id, {}}, status));
    }
    script& wait(std::chrono::milliseconds time) {
        return step([time](player& s) { s.one.tick(s.now += time); });
    }
    script& unbind(std::chrono::milliseconds drain) {
        return step([drain](player& s) { s.one.start_unbind(s.now, s.now + drain); });
    }
    script& disconnect() {
        return step([](player& s) { s.one.disconnected(); });
    }
    script& kernel_is_full() {
        return step([](player& s) { s.kernel_takes = false; });
    }
    script& writes(std::string pdu) {
        return step([pdu](player& s) { s.expect(s.quiet, pdu, s.world.next_write()); });
    }
    script& writes_nothing() { return writes(""); }
    script& says(std::string event) {
        return step([event](player& s) {
            std::string first;
            if (!s.world.events.empty()) {
                first = s.world.events.front();
                s.world.events.erase(s.world.events.begin());
            }
            s.expect(s.quiet, event, first);
        });
    }
    script& notes(session_note what, int times) {
        return step([=](player& s) {
            if (s.quiet) return;
            EXPECT_EQ(s.world.notes[what], times);
        });
    }
    script& room(std::size_t parts) {
        return step([=](player& s) {
            if (s.quiet) return;
            EXPECT_EQ(s.one.room(), parts);
        });
    }

    void check() { play(steps_.size()); }
    void break_everywhere() {
        for (std::size_t at = 0; at <= steps_.size(); ++at) play(at);
    }

private:
    // What a step sees: the stage's members by short names, and whether to judge.
    struct player {
        stage& world;
        session& one;
        mono_time& now;
        bool& kernel_takes;
        bool quiet;
        std::size_t number;
        void send(std::uint64_t token) { world.send(token); }
        void send_many(const std::vector<std::uint64_t>& tokens) { world.send_many(tokens); }
        void ask(std::uint64_t token, const auto& pdu) { world.ask(token, pdu); }
        void feed(const octet_string& octets) { world.feed(octets); }
        void expect(bool silent, const std::string& wanted, const std::string& got) const {
            if (silent) return;
            EXPECT_EQ(got, wanted) << "step " << number;
        }
    };

    script& step(std::function<void(player&)> what) {
        steps_.push_back(std::move(what));
        return *this;
    }

    void play(std::size_t count) {
        stage world(options_);
        player p{world, world.one, world.now, world.kernel_takes, count != steps_.size(), 0};
        for (; p.number < count; ++p.number) steps_[p.number](p);
        if (!p.quiet) {
            EXPECT_TRUE(world.events.empty()) << "not told of: " << world.events.front();
        }
        world.one.disconnected();
        for (const auto& [token, times] : world.sent) EXPECT_EQ(times, 1) << "token " << token << ", broken at step " << count;
        EXPECT_EQ(world.one.outstanding(), 0u);
    }

    session_options options_;
    std::vector<std::function<void(player&)>> steps_;
};

}  // namespace hermod::connectors::smpp
