// The SMPP door's links of one io_context: doors/shard.hpp with what they share beside that. Owned by the door.
#pragma once

#include "connectors/smpp/door_options.hpp"
#include "connectors/smpp/door_telling.hpp"
#include "doors/shard.hpp"
#include "gateway/broadcasts.hpp"

namespace hermod::connectors::smpp {

// congestion is told to sessions of version 5.0.
struct door_parts : doors::parts {
    broadcast_relay relay{};  // empty: nobody broadcasts
};

// submit_multi: one answer for all that was put.
struct many final : doors::group {
    std::vector<std::uint8_t> failures;  // unsuccess_sme, packed
    std::size_t failed = 0;
};

class door_shard final : public doors::shard {
public:
    door_shard(boost::asio::io_context& context, std::size_t index, const door_options& options, const door_parts& parts,
               doors::counters& numbers, doors::desk& at)
        : shard(context, index, options, parts, numbers, at), options_(options), parts_(parts) {}

    const door_options& options() const { return options_; }
    door_telling& translator() { return translator_; }

    using on_relayed = std::function<void(const broadcast_answer&)>;
    void relay(connector_id by, broadcast what, on_relayed then);

private:
    std::shared_ptr<doors::link> make_link(boost::asio::ip::tcp::socket socket, std::uint64_t number,
                                           net::tls_context tls) override;

    const door_options& options_;
    const door_parts& parts_;
    door_telling translator_;
};

}  // namespace hermod::connectors::smpp
