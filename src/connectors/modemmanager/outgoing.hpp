// Translation, outward: a message to what Messaging.Create takes, and ModemManager's errors to verdicts. Pure.
#pragma once

#include <chrono>
#include <string>

#include "connectors/modemmanager/bus.hpp"
#include "message/message.hpp"
#include "message/verdict.hpp"

namespace hermod::connectors::modemmanager {

struct made {
    sms_to_send what;
    std::string refused;  // not empty: why it cannot go this way
};
// The whole message: ModemManager cuts it into parts itself.
made sms_for(const message& from, const std::string& smsc, wall_time now);

// `written`: Send had been called, so that the network may have it.
verdict verdict_of(const call_failure& why, bool written, std::chrono::milliseconds retry_after);

// The id of a part. ModemManager tells the last part's TP-MR, and asks the network for a report on that part alone: its id is the
// modem and that number, the others' have their place behind it.
std::string id_of(const std::string& modem, std::uint32_t last_reference, std::uint8_t part = 1, std::uint8_t parts = 1);

}  // namespace hermod::connectors::modemmanager
