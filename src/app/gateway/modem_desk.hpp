// Brings questions about modems to the connectors that have them: gateway/modems.hpp's modem_access, made real.
//
// Owned by app/. add() before the first question; then any thread. Destroy it after the connectors.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <vector>

#include "gateway/modems.hpp"

namespace hermod::app {

class modem_desk {
public:
    void add(std::string connector, boost::asio::any_io_executor home, modem_pool& pool);
    bool empty() const { return pools_.empty(); }
    std::vector<modem_access::group> look() const;
    void ask(std::string modem, std::string code, ussd_heard then) const;

private:
    struct entry {
        std::string connector;
        boost::asio::any_io_executor home;
        modem_pool* pool;
    };
    std::vector<entry> pools_;
};

}  // namespace hermod::app
