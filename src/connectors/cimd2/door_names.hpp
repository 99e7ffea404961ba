// What a message is called between us and an application that speaks CIMD2: service centre timestamp (060) and destination
// address (021) together, as its submit was answered. It is kept as the message's client_ref, "261125190923:46701234567", so it
// outlives restarts, is found by whoever knows it, and says the address as the application wrote it.
//
// A timestamp is the second of the submit in the centre's time, or the next one that this recipient has not had.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "message/message.hpp"

namespace hermod::connectors::cimd2 {

// How far a timestamp may be ahead: to a recipient of more messages it repeats, and names the newest.
inline constexpr std::chrono::seconds furthest_ahead{60};

class door_timestamps {
public:
    // Any thread. Never the same twice for an account and a recipient, but for what furthest_ahead says; after a restart they
    // may repeat those that were ahead.
    wall_time next(account_id whose, std::string_view recipient, wall_time now);

    // Which message got that second: a guess at what is asked for by its name, for the caller to look at. Any thread. Of the last
    // some hundred thousand most are known; none is what nobody remembers.
    void remember(account_id whose, std::string_view recipient, wall_time second, message_id which);
    message_id recall(account_id whose, std::string_view recipient, wall_time second) const;

private:
    static constexpr std::size_t places = 1u << 18;
    // The last second that each has had, by hash: others that fall on the same place only count on from there.
    std::array<std::atomic<std::uint32_t>, places> last_{};
    std::array<std::atomic<std::int64_t>, places> given_{};  // by hash, with the second
};

struct message_name {
    std::string timestamp, destination;
};
// `destination` as the application wrote it.
std::string reference_of(std::string_view timestamp, std::string_view destination);
// Of a message that came otherwise: the second in which it was accepted, and its recipient.
message_name name_of(const message& what, std::chrono::minutes offset);
bool is_named(const message& what, std::string_view timestamp);

// "+46701234567" of an address that is a number, with '+', with 00 or with neither, hyphens or none; otherwise empty.
std::string number_from(std::string_view address);

}  // namespace hermod::connectors::cimd2
