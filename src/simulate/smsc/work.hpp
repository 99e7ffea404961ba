// What a simulated centre has to do later: answers and deliveries, each kind in the order in which it falls due.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "simulate/common/ring.hpp"
#include "wire/smpp/command_id.hpp"
#include "wire/smpp/values.hpp"

namespace hermod::simulate {

struct address {
    wire::smpp::ton ton{};
    wire::smpp::npi npi{};
    short_text<20> digits;
};

// A receipt, or a message from a handset.
struct delivery {
    mono_time due{};
    std::uint64_t number = 0;  // of the message reported on
    wire::smpp::message_state state{};
    bool inbound = false;
    std::uint16_t account = 0;
    std::uint8_t data_coding = 0, esm_class = 0;  // inbound
    address from, to;                             // as they stand in the deliver_sm
    wall_time submitted{};
    short_text<20> beginning;  // of the message, for the receipt's text
    std::string text;          // inbound: user data
};

struct delayed_answer {
    mono_time due{};
    std::uint64_t session = 0;
    std::uint64_t number = 0;
    std::uint32_t sequence = 0;
    wire::smpp::command_id request{};
    bool twice = false;
    // Of a submit_multi: who was not taken, as it is written.
    std::size_t failures = 0;
    std::vector<std::uint8_t> failed{};
};

}  // namespace hermod::simulate
