// Requests to the program's own HTTP server that are a connector's: receipts and messages that a provider brings by HTTP.
//
// A connector says which paths are its own; app/ stands before the API's door, and hands each request to such a path over to
// the connector's executor, copied. The HTTP server waits for the answer, which the connector gives when what was brought is
// durable; a connector that takes too long is answered for with 503, and then its answer goes nowhere.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hermod {

struct visit {
    std::string method, path, query, body;
    std::string remote_address;  // text, without port
    std::vector<std::pair<std::string, std::string>> headers;
};

struct visit_answer {
    int status = 200;
    std::string content_type, body;
};

// Once; any thread.
using visit_reply = std::function<void(visit_answer)>;

// A connector implements this.
class visited {
public:
    // Whole paths, as they stand in the request line: "/in/acme/receipts". Constant.
    virtual std::vector<std::string> paths() const = 0;
    // The connector's executor. Always answered, also while stopping.
    virtual void visit_came(visit what, visit_reply reply) = 0;

protected:
    ~visited() = default;
};

}  // namespace hermod
