// A message centre without a socket: octets of one connection at a time in, octets out, each answer after a delay of its own.
// It counts how often it took each message; which is meant, the recipient's number says ("+4915" and nine digits). Owned by a
// test's world; its habits are the misbehaviours of real ones.
#pragma once

#include <functional>
#include <vector>

#include "timeline.hpp"
#include "wire/smpp/header.hpp"

namespace hermod::simulated {

struct habits {
    double rate = 0;              // submits a second that are taken, beyond: ESME_RTHROTTLED; 0: no limit
    bool by_the_second = false;   // the limit is counted anew in each second; otherwise tokens, a second's worth at most
    bool answers = true;          // submits; binds and enquire_link always are
    bool twice = false;           // each answer to a submit is said twice
    std::size_t close_every = 0;  // the connection ends at each n-th submit, which may have been taken or not
    micros answer_least{2'000}, answer_most{150'000};
};

class centre {
public:
    // say: octets for the peer, now. hang_up: this side has closed.
    centre(const habits& as, timeline& time, dice& luck, std::size_t messages, std::function<void(std::vector<std::uint8_t>)> say,
           std::function<void()> hang_up);

    void connected();
    void feed(wire::smpp::octets octets);

    std::vector<std::uint16_t> taken;  // by message
    std::uint64_t submits = 0, throttled = 0, answers = 0, hang_ups = 0;
    std::size_t most_unanswered = 0;

private:
    void handle(wire::smpp::octets frame);
    void submit(std::uint32_t sequence, wire::smpp::octets frame);
    bool allows();
    void answer(std::vector<std::uint8_t> octets);

    habits as_;
    timeline& time_;
    dice& luck_;
    std::function<void(std::vector<std::uint8_t>)> say_;
    std::function<void()> hang_up_;
    std::vector<std::uint8_t> left_;
    std::uint64_t connection_ = 0, next_id_ = 0;
    std::size_t unanswered_ = 0;
    bool open_ = false;
    double tokens_ = 0;
    mono_time tokens_at_{};
    std::int64_t second_ = -1;
    int in_second_ = 0;
};

}  // namespace hermod::simulated
