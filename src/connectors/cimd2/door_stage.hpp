// Test only: a session of the door with its world. Packets stand without STX, checksum and ETX, with | for TAB.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "connectors/cimd2/door_session.hpp"
#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::connectors::cimd2::at_door {

using namespace std::chrono_literals;
using namespace wire::cimd2;
using lines = std::vector<std::string>;

inline std::string packet_of(std::string_view text) {
    return golden::octets_of("^" + std::string(text) + "~");
}

// What it writes and says is one list, in order; a step that expects nothing finds it empty.
class stage final : public door_session_events {
public:
    explicit stage(door_session_options options = {}) : options_(options), one(options_, *this) { one.connected(now); }

    void feed(std::string_view packet) { feed_octets(packet_of(packet)); }
    void feed_octets(std::string_view octets) {
        rest += octets;
        go_on();
    }
    void go_on() {
        rest.erase(0, one.feed({reinterpret_cast<const std::uint8_t*>(rest.data()), rest.size()}, now));
        writes();
    }
    void writes() {
        std::vector<std::uint8_t> octets;
        one.take_output(octets);
        const std::string out(octets.begin(), octets.end());
        if (kernel_takes) one.written(out.size(), now);
        for (std::string_view left = out; !left.empty();) {
            const auto cut = read_frame(left);
            ASSERT_EQ(cut.outcome, framing::complete);
            EXPECT_EQ(read_packet(cut.frame)->has_checksum, checksums);
            std::string text(cut.frame.substr(1, cut.frame.rfind(tab)));
            std::replace(text.begin(), text.end(), tab, '|');
            said.push_back("-> " + text);
            left.remove_prefix(cut.used);
        }
    }
    void wait(std::chrono::milliseconds time) {
        one.tick(now += time);
        writes();
    }
    void log_in(int asked = 2, login_verdict verdict = {}) {
        feed("01:001|010:shop|011:secret|" + (asked == 0 ? "" : "019:" + std::to_string(asked) + "|"));
        checksums = verdict.write_checksum;
        one.login_decided(verdict, now);
        go_on();
        said.clear();
    }
    void tell(std::uint64_t token) {
        ASSERT_TRUE(one.deliver(token,
                                deliver_message{.destination_address = "88222",
                                                .originating_address = "+46701234567",
                                                .service_centre_timestamp = "261125190923",
                                                .user_data = "Hi"},
                                now));
        writes();
    }
    static std::string told_as(int number) {
        const std::string digits = std::to_string(1000 + number).substr(1);
        return "-> 20:" + digits + "|021:88222|023:+46701234567|060:261125190923|033:Hi|";
    }
    void stored(std::uint8_t number, std::string_view to = "467") {
        std::string outcomes;
        append_parameter(outcomes, parameter::destination_address, to);
        append_parameter(outcomes, parameter::service_centre_timestamp, "261125190923");
        one.answer(number, submit_message_response{parameters(outcomes)});
        writes();
    }
    lines take() { return std::exchange(said, {}); }

    void login_wanted(const login_wish& wish) override {
        said.push_back("login " + std::string(wish.user_identity) + "/" + std::string(wish.password) + "/" +
                       std::string(wish.subaddress));
    }
    template <class Pdu>
    void any(std::uint8_t number, const Pdu&) {
        said.push_back(std::string(name(Pdu::code)) + " " + std::to_string(number));
    }
    void arrived(std::uint8_t n, const submit_message& p) override { any(n, p); }
    void arrived(std::uint8_t n, const enquire_message_status& p) override { any(n, p); }
    void arrived(std::uint8_t n, const delivery_request& p) override { any(n, p); }
    void arrived(std::uint8_t n, const cancel_message& p) override { any(n, p); }
    void arrived(std::uint8_t n, const get& p) override { any(n, p); }
    void heard(std::uint64_t token, told::kind is, std::int32_t code) override {
        static constexpr const char* kinds[] = {"taken", "later", "throttled", "refused", "unanswered", "overdue"};
        said.push_back("heard " + std::to_string(token) + " " + kinds[static_cast<int>(is)] +
                       (code == 0 ? "" : " " + std::to_string(code)));
    }
    void noted(door_note what) override { ++notes[what]; }
    void close_me(door_close why) override { said.push_back("close: " + std::string(words(why))); }
    void passed(bool, octet_view) override {}

    door_session_options options_;
    door_session one;
    mono_time now{1h};
    std::string rest;
    lines said;
    std::map<door_note, int> notes;
    bool kernel_takes = true, checksums = true;
};

}  // namespace hermod::connectors::cimd2::at_door
