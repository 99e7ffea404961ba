// Octets, verdicts, answers, deliveries, ticks and a peer that reads or does not, into the door's session, as the input says.
// Asserted after each step: feed() consumes, waits, or lacks the rest of a PDU; no request arrives before a bind was accepted
// or after unbinding began; never more of them wait than the window allows; the output is bounded; it writes nothing that the
// codec cannot read; and in the end each token was heard of exactly once. Played twice: to a session that has just been
// connected, and to one that is bound. What arrives is translated too (smpp_door_submission.cpp).
#include "smpp_door.hpp"

#include <map>
#include <vector>

#include "connectors/smpp/broadcast_pdus.hpp"
#include "connectors/smpp/door_session.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::smpp;
using wire::smpp::command_id;
using wire::smpp::command_status;

constexpr std::size_t window = 3, deliver_window = 4, most_output = 2048;
// Beyond most_output: the answers that are owed, one delivery of a full size, and headers (enquire_link, unbind, a nack).
constexpr std::size_t slack = window * 300 + 600 + 16 * 16;

const door_session_options& options() {
    static const door_session_options all = [] {
        door_session_options o;
        o.max_output = most_output;
        o.timers.inactivity = std::chrono::minutes(10);
        return o;
    }();
    return all;
}

class world final : public door_session_events {
public:
    world() : one(options(), *this) { one.connected(now); }

    void bind_wanted(std::uint32_t, const bind_wish& wish) override {
        require(!accepted && !wanted && one.now_state() == door_session::state::binding);
        require(wish.system_id.size() + wish.password.size() < most_before_bind);
        wanted = true;
        if (at_once) decide(command_status::esme_rok);
    }
    void arrived(std::uint32_t sequence, const wire::smpp::submit_sm& pdu) override {
        try_submission(pdu);
        take(sequence, pdu.id);
    }
    void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) override {
        try_submission(pdu);
        take(sequence, pdu.id);
    }
    void arrived(std::uint32_t sequence, const wire::smpp::submit_multi& pdu) override {
        try_submission(pdu);
        take(sequence, pdu.id);
    }
    void arrived(std::uint32_t sequence, const wire::smpp::query_sm& pdu) override { take(sequence, pdu.id); }
    void arrived(std::uint32_t sequence, const wire::smpp::cancel_sm& pdu) override { take(sequence, pdu.id); }
    void arrived(std::uint32_t sequence, const wire::smpp::broadcast_sm& pdu) override {
        // Relayed, it can be written, or a field of it is named.
        const broadcast what = read_broadcast(pdu);
        std::vector<std::uint8_t> out;
        const auto done = wire::smpp::encode(out, sequence, broadcast_pdu(what, wire_address{pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr}));
        require(done.has_value() || (out.empty() && *done.error().field != 0));
        take(sequence, pdu.id);
    }
    void arrived(std::uint32_t sequence, const wire::smpp::query_broadcast_sm& pdu) override { take(sequence, pdu.id); }
    void arrived(std::uint32_t sequence, const wire::smpp::cancel_broadcast_sm& pdu) override { take(sequence, pdu.id); }
    void arrived(std::uint32_t sequence, const wire::smpp::replace_sm& pdu) override {
        try_replacement(pdu);
        take(sequence, pdu.id);
    }
    void heard(std::uint64_t token, told::kind, command_status) override { require(++times[token] == 1); }
    void noted(door_note) override {}
    void close_me(door_close) override { require(++closes == 1); }
    void passed(bool outward, wire::smpp::octets frame) override {
        if (!outward) return;
        // What 3.3 alone knows is refused by a header that we do not read ourselves.
        const auto read = wire::smpp::decode(frame);
        const bool is_refusal =
            !read && read.error().code == wire::smpp::errc::unknown_command_id && frame.size() == wire::smpp::header_length;
        require(is_refusal || read.has_value());
        kept += frame.size();
    }

    void decide(command_status status) {
        if (!wanted || decided) return;
        decided = true;
        accepted = status == command_status::esme_rok && one.now_state() == door_session::state::binding;
        one.bind_decided(status, window, deliver_window, now, true);
    }
    void answer(std::size_t which, bool well) {
        if (asked.empty()) return;
        const auto at = asked.begin() + static_cast<std::ptrdiff_t>(which % asked.size());
        const auto [sequence, request] = *at;
        asked.erase(at);
        respond(sequence, request, well);
    }
    void deliver(bool in_parts) {
        if (one.deliver_room() == 0) return;
        const std::vector<std::uint8_t> text(140, 'x');
        wire::smpp::deliver_sm pdu;
        pdu.source_addr = "447700900123";
        pdu.short_message = text;
        for (int parts = in_parts ? 3 : 1; parts > 0; --parts) {
            times[next] = 0;
            require(one.deliver(next++, pdu, now).has_value());
        }
    }
    void deliver_data() {
        if (one.deliver_room() == 0) return;
        times[next] = 0;
        require(one.deliver(next++, wire::smpp::data_sm{}, now).has_value());
    }
    // One write at a time, which the peer's kernel takes when it likes.
    void write() {
        if (!writing.empty() || !one.has_output()) return;
        one.take_output(writing);
    }
    void read() {
        kept -= writing.size();
        if (!writing.empty()) one.written(writing.size(), now);
        writing.clear();
    }
    void feed(wire::smpp::octets more) {
        pending.insert(pending.end(), more.begin(), more.end());
        const std::size_t used = one.feed(pending, now);
        require(used <= pending.size());
        pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(used));
        if (one.now_state() == door_session::state::closed) require(pending.empty());
        if (one.now_state() == door_session::state::closed || one.waiting()) return;
        const std::size_t most = accepted ? options().max_pdu_length : std::min(most_before_bind, options().max_pdu_length);
        require(wire::smpp::read_frame(pending, most).outcome == wire::smpp::framing::incomplete);
    }
    void look() {
        require(one.unanswered() <= window && one.unanswered() == asked.size());
        require(kept <= most_output + slack);
        if (!accepted) require(asked.empty() && times.empty());
    }
    void end() {
        one.disconnected();
        for (const auto& [token, heard_of] : times) require(heard_of == 1);
        while (!asked.empty()) answer(0, true);  // late answers of the store
        require(one.unanswered() == 0 && !one.has_output());
    }

    bool at_once = false;  // binds are accepted, requests answered from within the call
    bool accepted = false;
    mono_time now{std::chrono::hours(1)};
    door_session one;

private:
    void take(std::uint32_t sequence, command_id request) {
        require(accepted && one.now_state() == door_session::state::bound);
        require(one.role() == bind_role::transmitter || one.role() == bind_role::transceiver);
        require(one.unanswered() <= window);
        if (at_once) return respond(sequence, request, true);
        asked.emplace_back(sequence, request);
    }
    void respond(std::uint32_t sequence, command_id request, bool well) {
        using namespace wire::smpp;
        if (!well) return one.refuse(sequence, request, command_status::esme_rthrottled);
        if (request == submit_sm::id) return one.answer(sequence, submit_sm_resp{"m05AHBXTCG0801", {}});
        if (request == data_sm::id) return one.answer(sequence, data_sm_resp{"m05AHBXTCG0801", {}});
        if (request == submit_multi::id) return one.answer(sequence, submit_multi_resp{"m05AHBXTCG0801", {}, {}});
        if (request == query_sm::id) return one.answer(sequence, query_sm_resp{});
        if (request == cancel_sm::id) return one.answer(sequence, cancel_sm_resp{});
        if (request == broadcast_sm::id) return one.answer(sequence, broadcast_sm_resp{"net-1", {}}, command_status::esme_rbcastfail);
        if (request == query_broadcast_sm::id) return one.answer(sequence, query_broadcast_sm_resp{"net-1", {}});
        if (request == cancel_broadcast_sm::id) return one.answer(sequence, cancel_broadcast_sm_resp{});
        one.answer(sequence, replace_sm_resp{});
    }

    std::map<std::uint64_t, int> times;
    std::vector<std::pair<std::uint32_t, command_id>> asked;
    std::vector<std::uint8_t> writing, pending;
    std::size_t kept = 0;  // octets that the session wrote and the peer has not taken
    std::uint64_t next = 1;
    int closes = 0;
    bool wanted = false, decided = false;
};

void step(world& w, std::uint8_t what) {
    using namespace std::chrono_literals;
    switch (what) {
        case 0:
            return w.one.tick(w.now += 50ms);
        case 1:
            return w.one.tick(w.now += 6s);
        case 2:
            return w.one.tick(w.now += 61s);
        case 3:
            return w.decide(command_status::esme_rok);
        case 4:
            return w.decide(command_status::esme_rinvpaswd);
        case 5:
            return w.answer(0, true);
        case 6:
            return w.answer(1, false);
        case 7:
            return w.deliver(false);
        case 8:
            return w.deliver(true);
        case 9:
            return w.deliver_data();
        case 10:
            return w.write();
        case 11:
            return w.read();
        case 12:
            return w.one.start_drain(w.now, w.now + 1s);
        case 13:
            w.at_once = !w.at_once;
            return;
        case 14:
            return w.feed({});
        default:
            w.now += 1ms;
    }
}

// Each octet below 0x10 is a step; 0x10 and above: so many octets of what follows are fed, with 0xFF up to 16 KiB.
void play(wire::smpp::octets input, bool bound) {
    world w;
    if (bound) {
        w.at_once = true;
        std::vector<std::uint8_t> bind;
        require(wire::smpp::encode(bind, 1, wire::smpp::bind_transceiver{}).has_value());
        w.feed(bind);
        require(w.accepted && w.one.hears());
        w.at_once = false;
    }
    while (!input.empty()) {
        const std::uint8_t what = input[0];
        input = input.subspan(1);
        if (what < 0x10) {
            step(w, what);
        } else {
            const std::size_t count = std::min<std::size_t>(what == 0xFF ? 64u * 255u : what, input.size());
            w.feed(input.first(count));
            input = input.subspan(count);
        }
        w.look();
    }
    w.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    play({data, size}, false);
    play({data, size}, true);
    try_as_frames({data, size});
    return 0;
}
