// Calls applications that want to be called: connects and says outbind (5.0 section 4.1.1.7), and the application binds on that
// connection. Owned by the door, on the door's home; its coroutines hold it too, and touch the door only while home runs.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "connectors/smpp/door_options.hpp"
#include "doors/door.hpp"

namespace hermod::connectors::smpp {

class outbind_caller : public std::enable_shared_from_this<outbind_caller> {
public:
    outbind_caller(boost::asio::io_context& home, const door_options& options, doors::door& at)
        : home_(home), options_(options), door_(at), calling_(home) {}

    void start();
    void stop();  // any thread

private:
    static boost::asio::awaitable<void> call_all(std::shared_ptr<outbind_caller> self);
    static boost::asio::awaitable<void> call(std::shared_ptr<outbind_caller> self, doors::account_ptr whom);

    boost::asio::io_context& home_;
    const door_options& options_;
    doors::door& door_;
    boost::asio::steady_timer calling_;
    bool stopping_ = false;
};

}  // namespace hermod::connectors::smpp
