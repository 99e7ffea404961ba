// Test only: a session of the door with its world.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "connectors/smpp/door_session.hpp"

namespace hermod::connectors::smpp::on_stage {

using namespace std::chrono_literals;
using namespace wire::smpp;
using octet_string = std::vector<std::uint8_t>;

template <class Pdu>
octet_string pdu_octets(std::uint32_t sequence, const Pdu& pdu, command_status status = command_status::esme_rok) {
    octet_string out;
    EXPECT_TRUE(encode(out, sequence, pdu, status));
    return out;
}

inline octet_string head_octets(command_id id, std::uint32_t sequence, command_status status = command_status::esme_rok) {
    octet_string out;
    encode_header(out, id, status, sequence);
    return out;
}

inline submit_sm text_to(std::string_view to) {
    submit_sm pdu;
    pdu.destination_addr = to;
    return pdu;
}

inline bind_transceiver a_bind() {
    bind_transceiver pdu;
    pdu.system_id = "shop";
    pdu.password = "secret";
    return pdu;
}

// A session with its world. What it writes and says is one list, in order; a step that expects nothing finds it empty.
class stage final : public door_session_events {
public:
    explicit stage(door_session_options options = {}) : options_(std::move(options)), one(options_, *this) { one.connected(now); }

    void feed(const octet_string& octets) {
        rest.insert(rest.end(), octets.begin(), octets.end());
        go_on();
    }
    void go_on() {
        const std::size_t used = one.feed(rest, now);
        rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(used));
        writes();
    }
    void writes() {
        octet_string out;
        one.take_output(out);
        if (kernel_takes) one.written(out.size(), now);
        octets left(out);
        while (!left.empty()) {
            const auto cut = read_frame(left);
            ASSERT_EQ(cut.outcome, framing::complete);
            const header head = read_header(cut.frame);
            std::string text = "-> " + std::string(name(head.id)) + " " + std::to_string(head.sequence_number);
            if (head.status != command_status::esme_rok) text += " " + std::string(name(head.status));
            said.push_back(text);
            last.assign(cut.frame.begin(), cut.frame.end());
            left = left.subspan(cut.frame.size());
        }
    }
    void wait(std::chrono::milliseconds time) {
        one.tick(now += time);
        writes();
    }
    void bind(std::size_t window = 2, std::size_t deliver_window = 2) {
        feed(pdu_octets(1, a_bind()));
        one.bind_decided(command_status::esme_rok, window, deliver_window, now);
        go_on();
        said.clear();
    }
    std::vector<std::string> take() { return std::exchange(said, {}); }

    void bind_wanted(std::uint32_t sequence, const bind_wish& wish) override {
        said.push_back("bind " + std::to_string(sequence) + " " + std::string(wish.system_id) + "/" + std::string(wish.password));
    }
    template <class Pdu>
    void any(std::uint32_t sequence, const Pdu&) {
        said.push_back(std::string(name(Pdu::id)) + " " + std::to_string(sequence));
    }
    void arrived(std::uint32_t s, const submit_sm& p) override { any(s, p); }
    void arrived(std::uint32_t s, const data_sm& p) override { any(s, p); }
    void arrived(std::uint32_t s, const submit_multi& p) override { any(s, p); }
    void arrived(std::uint32_t s, const query_sm& p) override { any(s, p); }
    void arrived(std::uint32_t s, const cancel_sm& p) override { any(s, p); }
    void arrived(std::uint32_t s, const replace_sm& p) override { any(s, p); }
    void arrived(std::uint32_t s, const broadcast_sm& p) override { any(s, p); }
    void arrived(std::uint32_t s, const query_broadcast_sm& p) override { any(s, p); }
    void arrived(std::uint32_t s, const cancel_broadcast_sm& p) override { any(s, p); }
    void heard(std::uint64_t token, told::kind is, command_status status) override {
        static constexpr const char* kinds[] = {"taken", "later", "throttled", "refused", "unanswered", "overdue"};
        said.push_back("heard " + std::to_string(token) + " " + kinds[static_cast<int>(is)] +
                       (status == command_status::esme_rok ? "" : " " + std::string(name(status))));
    }
    void noted(door_note what) override { ++notes[what]; }
    void close_me(door_close why) override { said.push_back("close: " + std::string(words(why))); }
    void passed(bool, octets) override {}

    door_session_options options_;
    door_session one;
    mono_time now{1h};
    octet_string rest, last;
    std::vector<std::string> said;
    std::map<door_note, int> notes;
    bool kernel_takes = true;
};

using lines = std::vector<std::string>;

}  // namespace hermod::connectors::smpp::on_stage
