// What one provider speaks: reads the requests that come, writes its answers, its receipts and its messages from handsets.
//
// The centre has the rest: connections, faults, queues, retries, the ledger. A language may keep what it likes (tokens,
// subscriptions); it is asked on the centre's one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "net/http_message.hpp"
#include "simulate/provider/options.hpp"

namespace hermod::simulate::provider {

// A message of a send request; of one from a handset, the same with `from` and `to` as the handset has them.
struct submitted {
    std::vector<std::string> to;  // at least one
    std::string from;
    std::string text;              // UTF-8
    std::string udh, octets;       // octets: of a binary message, which has no text
    std::uint8_t data_coding = 0;  // for the ledger
    bool receipt = false;          // wanted, and there is somewhere to bring it to
    std::string receipt_url, reference;
    unsigned form = 0;        // the language's own: in which form it came
    std::uint64_t first = 0;  // set by the centre: the first recipient's number, the others' follow
};

enum class outcome : std::uint8_t { delivered, undelivered, expired, rejected };

// A receipt, or a message from a handset, on its way to the gateway.
struct delivery {
    mono_time due{};
    std::shared_ptr<const submitted> of;
    std::size_t recipient = 0;  // of its `to`
    bool inbound = false;
    outcome end{};  // of a receipt
    bool repeated = false;

    std::uint64_t number() const { return of->first + recipient; }
    const std::string& to() const { return of->to[recipient]; }
};

// A request of ours.
struct call {
    std::string method = "POST", url, content_type, body;
    std::vector<std::pair<std::string, std::string>> headers = {};
};

class language {
public:
    virtual ~language() = default;
    // A message to send, or the answer to what is none: a token, a subscription, a mistake.
    virtual std::variant<submitted, net::http_response> read(const net::http_request& request) = 0;
    virtual net::http_response taken(const submitted& what) = 0;
    virtual net::http_response refused(const submitted& what, const fault& why) = 0;
    // nullopt: nobody is called, it keeps it for those who ask for it.
    virtual std::optional<call> receipt(const delivery& what, wall_time now) = 0;
    virtual std::optional<call> inbound(const delivery& what, wall_time now) = 0;
    // Whether it knows by now where messages from handsets go.
    virtual bool takes_inbound() const = 0;
};

}  // namespace hermod::simulate::provider
