#include "app/gateway/modem_desk.hpp"

#include <boost/asio/post.hpp>

namespace hermod::app {

void modem_desk::add(std::string connector, boost::asio::any_io_executor home, modem_pool& pool) {
    pools_.push_back({std::move(connector), std::move(home), &pool});
}

std::vector<modem_access::group> modem_desk::look() const {
    std::vector<modem_access::group> out;
    for (const entry& one : pools_) out.push_back({one.connector, one.pool->modem_states()});
    return out;
}

void modem_desk::ask(std::string modem, std::string code, ussd_heard then) const {
    const entry* found = nullptr;
    std::string name;
    for (const entry& one : pools_)
        for (const modem_status& known : *one.pool->modem_states()) {
            if (known.name != modem && one.connector + "/" + known.name != modem) continue;
            if (found) return then({ussd_answer::kind::unavailable, "two modems have this name: write connector/modem"});
            found = &one;
            name = known.name;
        }
    if (!found) return then({ussd_answer::kind::unavailable, "there is no modem \"" + modem + "\""});
    boost::asio::post(found->home,
                      [pool = found->pool, name = std::move(name), code = std::move(code), then = std::move(then)]() mutable {
                          pool->ask_ussd(name, std::move(code), std::move(then));
                      });
}

}  // namespace hermod::app
