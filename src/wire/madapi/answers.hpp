// What MADAPI answers: a message taken, a subscription made, statuses, a batch; or a failure, which hides in HTTP 200 as well.
//
// An answer that cannot be read is an error of reading only where HTTP said that all is well: then nobody knows what became of
// the call. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wire/madapi/delivery_report.hpp"
#include "wire/madapi/errc.hpp"
#include "wire/madapi/failure.hpp"
#include "wire/madapi/inbound.hpp"
#include "wire/madapi/version.hpp"

namespace hermod::wire::madapi {

// v1 answers for each receiver.
struct receiver_answer {
    std::string receiver;
    std::string id;
    std::string status;  // as it came: delivery_status.hpp
    std::string status_url;
    friend bool operator==(const receiver_answer&, const receiver_answer&) = default;
};

struct accepted {
    std::string transaction_id;  // v3, and v2 where it answers as v3 does
    std::string request_id;      // v2
    std::string status;          // v3: PENDING
    std::vector<receiver_answer> receivers;
    friend bool operator==(const accepted&, const accepted&) = default;
};

checked<std::variant<accepted, failure>> read_outbound_answer(version v, int http_status, std::string_view body);

// To making, changing and deleting a subscription or listener. Only v3 is known to say an id; an empty body is well, too.
struct subscribed {
    std::string id;
    friend bool operator==(const subscribed&, const subscribed&) = default;
};
checked<std::variant<subscribed, failure>> read_subscription_answer(int http_status, std::string_view body);

checked<std::variant<std::vector<delivery_report>, failure>> read_status_answer(int http_status, std::string_view body);
checked<std::variant<inbound_batch, failure>> read_poll_answer(int http_status, std::string_view body);

}  // namespace hermod::wire::madapi
