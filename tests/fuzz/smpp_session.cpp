// Octets, ticks, sends, questions and answers into a bound session, as the input says: it never crashes, never writes what the
// codec cannot read, and settles every token exactly once. What arrives is translated too. Each input is played to two
// sessions: an ordinary one, and one that was called by outbind and takes answers in order.
#include <cstdlib>
#include <map>

#include "connectors/smpp/incoming.hpp"
#include "connectors/smpp/session.hpp"
#include "wire/smpp/encode.hpp"

namespace {

using namespace hermod;
using namespace hermod::connectors::smpp;

void check(bool holds) {
    if (!holds) std::abort();
}

class witness final : public session_events {
public:
    void bound() override {}
    void bind_refused(wire::smpp::command_status) override {}
    void settled(std::uint64_t token, verdict, mono_time::duration) override { check(++times[token] == 1); }
    void arrived(std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) override { take(sequence, pdu); }
    void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) override { take(sequence, pdu); }
    void answered(std::uint64_t token, const answer_to_question&) override { check(++times[token] == 1); }
    void alerted(const wire::smpp::alert_notification&) override {}
    void noted(session_note) override {}
    void close_me(close_reason) override { check(++closes == 1); }
    void passed(bool outward, wire::smpp::octets frame) override {
        if (outward) check(wire::smpp::decode(frame).has_value());
    }

    std::map<std::uint64_t, int> times;
    std::vector<std::pair<std::uint32_t, wire::smpp::command_id>> unanswered;
    int closes = 0;

private:
    void take(std::uint32_t sequence, const auto& pdu) {
        dialect odd, other;
        odd.packed_gsm7 = odd.receipts_by_text = odd.ucs2_little_endian = odd.receipts_not_swapped = true;
        other.dcs0_is_utf8 = other.dcs1_is_gsm7 = other.unknown_ton_is_international = other.accepted_is_delivered = true;
        (void)read_incoming(pdu, other, connector_id{1}, wall_time{});
        (void)read_incoming(pdu, {}, connector_id{1}, wall_time{});
        (void)read_incoming(pdu, odd, connector_id{1}, wall_time{});
        unanswered.emplace_back(sequence, pdu.id);
    }
};

struct world {
    explicit world(bool called) : one(options(called), events) {
        one.connected(now);
        std::vector<std::uint8_t> resp;
        if (called) (void)wire::smpp::encode(resp, 1, wire::smpp::outbind{"centre", "secret", {}});
        (void)wire::smpp::encode(resp, 1, wire::smpp::bind_transceiver_resp{"centre", {}});
        check(one.feed(resp, now) == resp.size());
        check(one.now_state() == session::state::bound);
    }
    static const session_options& options(bool called) {
        static const session_options few = [] {
            session_options o;
            o.window = 4;
            o.most_unanswered = 8;
            return o;
        }();
        static const session_options odd = [] {
            session_options o = few;
            o.await_outbind = o.answers_in_order = true;
            return o;
        }();
        return called ? odd : few;
    }
    void ask() {
        if (!one.may_ask()) return;
        events.times[next] = 0;
        const std::uint64_t token = next++;
        if (token % 3 == 0) check(one.ask(token, wire::smpp::query_sm{}, now).has_value());
        if (token % 3 == 1) check(one.ask(token, wire::smpp::cancel_sm{}, now).has_value());
        if (token % 3 == 2) check(one.ask(token, wire::smpp::replace_sm{}, now).has_value());
    }
    void send() {
        if (one.room() == 0) return;
        events.times[next] = 0;
        check(one.send(next++, wire::smpp::submit_sm{}, now).has_value());
    }
    // To three handsets of known numbers, so that a list of failures may name them.
    void send_many() {
        if (one.room() == 0) return;
        std::vector<std::uint64_t> tokens;
        std::vector<std::uint8_t> raw;
        for (const char* to : {"447700900101", "447700900102", "447700900103"}) {
            wire::smpp::destination where;
            where.destination_addr = to;
            check(wire::smpp::append_item(raw, where).has_value());
            events.times[next] = 0;
            tokens.push_back(next++);
        }
        wire::smpp::submit_multi pdu;
        pdu.destinations = {tokens.size(), raw};
        check(one.send(tokens, pdu, now).has_value());
    }
    void take_output(bool written) {
        std::vector<std::uint8_t> out;
        one.take_output(out);
        if (written) one.written(out.size());
    }
    void answer() {
        if (events.unanswered.empty()) return;
        const auto [sequence, request] = events.unanswered.back();
        events.unanswered.pop_back();
        one.answer(sequence, request, wire::smpp::command_status::esme_rok);
    }

    witness events;
    mono_time now{std::chrono::hours(1)};
    session one;
    std::uint64_t next = 1;
};

// Each octet below 0x09 is a step; 0x09 and above: so many octets of what follows are fed.
void play(const std::uint8_t* data, std::size_t size, bool called) {
    world w(called);
    std::vector<std::uint8_t> pending;
    for (std::size_t at = 0; at < size;) {
        const std::uint8_t step = data[at++];
        switch (step) {
            case 0: w.one.tick(w.now += std::chrono::milliseconds(50)); continue;
            case 1: w.one.tick(w.now += std::chrono::seconds(31)); continue;
            case 2: w.send(); continue;
            case 3: w.ask(); continue;
            case 4: w.answer(); continue;
            case 5: w.take_output(true); continue;
            case 6: w.take_output(false); continue;
            case 7: w.one.start_unbind(w.now, w.now + std::chrono::seconds(1)); continue;
            case 8: w.send_many(); continue;
            default: break;
        }
        const std::size_t count = std::min<std::size_t>(step, size - at);
        pending.insert(pending.end(), data + at, data + at + count);
        at += count;
        const std::size_t used = w.one.feed(pending, w.now);
        check(used <= pending.size());
        pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(used));
    }
    w.one.disconnected();
    for (const auto& [token, times] : w.events.times) check(times == 1);
    check(w.one.outstanding() == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    play(data, size, false);
    play(data, size, true);
    return 0;
}
