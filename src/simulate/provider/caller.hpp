// The calling half of a simulated provider: brings receipts and messages to the gateway, a request a connection, all kept alive.
//
// A connection goes to whatever origin its last request had; nothing is tried again here but a request that found its
// connection closed before it was written. One executor, one thread; its io_context must be an io_context's own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "simulate/provider/language.hpp"

namespace hermod::simulate::provider {

class caller {
public:
    // The answer's status; 0: nobody was reached, or none came.
    using answered = std::function<void(std::uint64_t number, int status)>;

    caller(boost::asio::any_io_executor executor, std::size_t most, answered told);
    ~caller();

    // Whose certificates are taken for https, a PEM file; otherwise the system's authorities. A sentence: it cannot be read.
    std::string trust(const std::string& authorities);

    bool has_room() const;
    bool idle() const;
    // Only with room. `number` comes back with the answer, never from within this call.
    void start(std::uint64_t number, call what);
    void stop();  // nothing is told after it

private:
    struct line;
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace hermod::simulate::provider
