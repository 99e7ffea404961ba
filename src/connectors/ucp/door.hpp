// The door for applications that speak UCP: doors/door.hpp with UCP's links. See there for owner and executors.
#pragma once

#include <memory>
#include <vector>

#include "connectors/ucp/door_names.hpp"
#include "connectors/ucp/door_options.hpp"
#include "connectors/ucp/door_telling.hpp"
#include "doors/door.hpp"

namespace hermod::connectors::ucp {

// The links of one io_context, with what they share beside doors/shard's.
class door_shard final : public doors::shard {
public:
    door_shard(boost::asio::io_context& context, std::size_t index, const door_options& options, const doors::parts& parts,
               doors::counters& numbers, doors::desk& at, door_names& names)
        : shard(context, index, options, parts, numbers, at), options_(options), names_(names) {}

    const door_options& options() const { return options_; }
    door_telling& translator() { return translator_; }
    // AdC:SCTS of a message that is handed in now.
    std::string next_name(account_id account, std::string_view adc);

private:
    std::shared_ptr<doors::link> make_link(boost::asio::ip::tcp::socket socket, std::uint64_t number,
                                           net::tls_context tls) override;

    const door_options& options_;
    door_names& names_;
    door_telling translator_;
};

class door {
public:
    // The accounts are door_accounts.
    door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, door_options options,
         doors::accounts_ptr accounts, doors::parts parts, doors::verify_function verify);

    result<void> start(boost::asio::ip::tcp::endpoint* failed_at = nullptr) { return door_.start(failed_at); }
    std::vector<boost::asio::ip::tcp::endpoint> endpoints() const { return door_.endpoints(); }
    void use(doors::accounts_ptr accounts) { door_.use(std::move(accounts)); }
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) { door_.stop(deadline, std::move(done)); }
    const doors::counters& counters() const { return door_.numbers(); }
    doors::door& plain() { return door_; }

private:
    door_options options_;
    doors::parts parts_;
    door_names names_;
    doors::door door_;
};

}  // namespace hermod::connectors::ucp
