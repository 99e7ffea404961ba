// Test only: a session of the door with its world.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "connectors/ucp/door_session.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::connectors::ucp::on_stage {

using namespace std::chrono_literals;
using namespace wire::ucp;
using wire::ucp::error_code;
using lines = std::vector<std::string>;

inline std::string frame_of(unsigned trn, const pdu_variant& pdu) {
    std::string out;
    EXPECT_TRUE(encode(out, trn, pdu));
    return out;
}
inline submit_message text_to(std::string_view to) {
    return {.adc = to, .mt = "3", .msg = "4869"};
}
inline std::string login_frame(unsigned trn = 0, std::string_view user = "shop", std::string_view styp = "1") {
    return frame_of(
        trn, session_management{.oadc = user, .oton = "6", .onpi = "5", .styp = styp, .pwd = "736563726574", .vers = "0100"});
}
// "51 O 01", "52 A 07 SM", "31 N 05 03".
inline std::string line_of(std::string_view frame) {
    const auto head = *wire::ucp::read_header(frame);
    const auto read = decode(frame);
    const auto* positive = read ? std::get_if<ack>(&read->pdu) : nullptr;
    const auto* negative = read ? std::get_if<nak>(&read->pdu) : nullptr;
    std::string text = std::string(two_digits(static_cast<unsigned>(head.ot))) + (positive                     ? " A "
                                                                                  : negative || head.is_result ? " N "
                                                                                                               : " O ");
    text += two_digits(head.trn);
    if (positive && !positive->sm.empty()) text.append(" ").append(positive->sm);
    if (negative) text.append(" ").append(negative->ec);
    if (negative && !negative->sm.empty()) text.append(" ").append(negative->sm);
    return text;
}

// What it writes and says is one list, in order; a step that expects nothing finds it empty.
class stage final : public door_session_events {
public:
    explicit stage(door_session_options options = {}) : options_(std::move(options)), one(options_, *this) { one.connected(now); }

    void feed(std::string_view octets) {
        rest += octets;
        go_on();
    }
    void feed(unsigned trn, const pdu_variant& pdu) { feed(frame_of(trn, pdu)); }
    void go_on() {
        rest.erase(0, one.feed(std::string_view(rest), now));
        writes();
    }
    void writes() {
        std::vector<std::uint8_t> taken;
        one.take_output(taken);
        const std::string out(taken.begin(), taken.end());
        if (kernel_takes) one.written(out.size(), now);
        for (std::string_view left(out); !left.empty();) {
            const auto cut = read_frame(left);
            ASSERT_NE(cut.outcome, framing::incomplete);
            said.push_back("-> " + line_of(cut.frame));
            last = cut.frame;
            left.remove_prefix(cut.consumed());
        }
    }
    void wait(std::chrono::milliseconds time) {
        one.tick(now += time);
        writes();
    }
    void log_in(std::size_t window = 2, std::size_t deliver_window = 2) {
        feed(login_frame());
        one.login_decided(error_code::none, window, deliver_window, now);
        go_on();
        said.clear();
    }
    lines take() { return std::exchange(said, {}); }

    void login_wanted(const login_wish& wish) override {
        said.push_back("login " + std::string(wish.user) + " with " + std::string(wish.password));
    }
    void arrived(door_question question, const pdu_variant&) override {
        questions.push_back(question);
        said.push_back(std::string(two_digits(static_cast<unsigned>(question.ot))) + " " + std::string(two_digits(question.trn)));
    }
    void heard(std::uint64_t token, told::kind is, error_code code) override {
        static constexpr const char* kinds[] = {"taken", "later", "throttled", "refused", "unanswered", "overdue"};
        said.push_back("heard " + std::to_string(token) + " " + kinds[static_cast<int>(is)] +
                       (code == error_code::none ? "" : " " + std::string(ec(code))));
    }
    void noted(door_note what) override { ++notes[what]; }
    void close_me(door_close why) override { said.push_back("close: " + std::string(words(why))); }
    void passed(bool, std::string_view) override {}

    door_session_options options_;
    door_session one;
    mono_time now{1h};
    std::string rest, last;
    lines said;
    std::vector<door_question> questions;
    std::map<door_note, int> notes;
    bool kernel_takes = true;
};

}  // namespace hermod::connectors::ucp::on_stage
