#include "connectors/smpp/door_shard.hpp"

#include "connectors/smpp/door_link.hpp"

namespace hermod::connectors::smpp {

std::shared_ptr<doors::link> door_shard::make_link(boost::asio::ip::tcp::socket socket, std::uint64_t number,
                                                   net::tls_context tls) {
    return std::make_shared<door_link>(*this, std::move(socket), number, std::move(tls));
}

void door_shard::relay(connector_id by, broadcast what, on_relayed then) {
    if (!parts_.relay) return later([then = std::move(then)] { then({broadcast_answer::kind::not_supported}); });
    parts_.relay(by, std::move(what), [this, then = std::move(then)](broadcast_answer answer) {
        later([then, answer = std::move(answer)] { then(answer); });
    });
}

}  // namespace hermod::connectors::smpp
