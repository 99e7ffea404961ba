#include "connectors/smpp/outbind_caller.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "base/log.hpp"
#include "connectors/smpp/door_accounts.hpp"
#include "net/as_values.hpp"
#include "wire/smpp/encode.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using net::as_values;

}  // namespace

void outbind_caller::start() {
    asio::co_spawn(home_, call_all(shared_from_this()), asio::detached);
}

void outbind_caller::stop() {
    asio::post(home_, [self = shared_from_this()] {
        self->stopping_ = true;
        self->calling_.cancel();
    });
}

asio::awaitable<void> outbind_caller::call_all(std::shared_ptr<outbind_caller> self) {
    while (!self->stopping_) {
        const auto known = self->door_.known();
        for (const auto& [login, who] : *known)
            if (!as_door_account(*who).outbind_host.empty() && !self->door_.hears(who->id))
                asio::co_spawn(self->home_, call(self, who), asio::detached);
        self->calling_.expires_after(self->options_.outbind_every);
        co_await self->calling_.async_wait(as_values);
    }
}

asio::awaitable<void> outbind_caller::call(std::shared_ptr<outbind_caller> self, doors::account_ptr whom) {
    const door_account& to = as_door_account(*whom);
    tcp::resolver resolver(self->home_);
    auto [unresolved, places] = co_await resolver.async_resolve(to.outbind_host, std::to_string(to.outbind_port), as_values);
    if (unresolved || self->stopping_) co_return;
    tcp::socket socket(self->home_);
    auto [failed, taken] = co_await asio::async_connect(socket, places, as_values);
    std::vector<std::uint8_t> pdu;
    const wire::smpp::outbind say{self->options_.session.system_id, to.outbind_password, {}};
    if (!failed && wire::smpp::encode(pdu, 1, say))
        std::tie(failed, std::ignore) = co_await asio::async_write(socket, asio::buffer(pdu), as_values);
    if (failed)
        log_line(log_level::info, "outbind failed")
            .field("door", "smpp")
            .field("account", to.name)
            .field("detail", failed.message());
    else if (!self->stopping_)
        self->door_.serve(std::move(socket));
}

}  // namespace hermod::connectors::smpp
