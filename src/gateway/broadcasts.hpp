// Cell broadcasts, relayed: an application's request goes to the network as it came, and the network's answer back. Nothing is
// kept of it here (docs/decisions/0007-broadcasts-are-relayed.md).
//
// A connector that can offers this by outlet::broadcasts(). In the words of SMPP 5.0 section 4.4, the one protocol that has them;
// what the fields mean is between the application and the network.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/ids.hpp"

namespace hermod {

struct broadcast {
    enum class kind : std::uint8_t { send, query, cancel };
    kind is = kind::send;
    std::string from;          // a message's sender; the connector writes it as a submit's
    std::string message_id;    // the network's; of send: of the broadcast to replace
    std::string service_type;  // not of query
    std::string tlvs;          // octets: tag, length, value
    // Of send alone.
    std::string schedule{}, validity{};
    std::uint8_t priority = 0, replace_if_present = 0, data_coding = 0, predefined = 0;
};
constexpr std::string_view to_text(broadcast::kind k) {
    constexpr std::string_view names[] = {"send", "query", "cancel"};
    return names[static_cast<int>(k)];
}

struct broadcast_answer {
    enum class kind : std::uint8_t {
        answered,       // by the network: the rest is its word, good or bad
        unknown,        // asked, and no answer came in time: it may have been done
        unsent,         // never asked: nobody is bound, or too many wait
        not_supported,  // this network cannot be asked
    };
    kind is = kind::unsent;
    std::uint32_t status = 0;
    std::string message_id{}, tlvs{};
};
constexpr int broadcast_answer_kinds = 4;
constexpr std::string_view to_text(broadcast_answer::kind k) {
    constexpr std::string_view names[broadcast_answer_kinds] = {"answered", "unknown", "unsent", "not_supported"};
    return names[static_cast<int>(k)];
}

class broadcast_reply {
public:
    // Exactly once for every relay(), never from within it; with what it was given as `token`.
    virtual void broadcast_answered(std::uint64_t token, broadcast_answer answer) = 0;

protected:
    ~broadcast_reply() = default;
};

// The connector's executor, as the outlet.
class broadcasts {
public:
    virtual ~broadcasts() = default;
    // `reply` must live until it has been called, or the connector is gone.
    virtual void relay(broadcast what, broadcast_reply& reply, std::uint64_t token) = 0;
};

// For those who do not live with the connector, wired by app/. Any thread; heard exactly once, on any thread, also from within.
using broadcast_heard = std::function<void(broadcast_answer)>;
using broadcast_relay = std::function<void(connector_id by, broadcast what, broadcast_heard then)>;

}  // namespace hermod
