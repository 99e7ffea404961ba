// Brings committed messages to the lane of their connector, and the store's answers back to it: the hand-over between
// the store's thread and the connectors' executors. Created by app/; lives as long as the connectors.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <random>
#include <variant>

#include "deliver/lane.hpp"
#include "net/mailbox.hpp"
#include "store/store.hpp"

namespace hermod::deliver {

// One lane with its way in from other threads.
class lane_host final : public store::claim_reply, public store::load_reply {
public:
    lane_host(boost::asio::any_io_executor home, store::store& behind, lane_options options, std::function<wall_time()> clock);

    lane& queue() { return lane_; }
    const boost::asio::any_io_executor& home() const { return home_; }
    void stored(message_ptr what) { inbox_.push(std::move(what)); }
    void cancelled(message_ptr what) { inbox_.push(cancelling{std::move(what)}); }
    void moved_away(message_ptr what) { inbox_.push(leaving{std::move(what)}); }
    void replaced(message_ptr was, message_ptr next) {
        inbox_.push(std::make_unique<replacement>(replacement{std::move(was), std::move(next)}));
    }
    void claimed(std::uint64_t token) noexcept override { inbox_.push(claim_done{token}); }
    void loaded(std::uint64_t, std::vector<record> found) noexcept override { inbox_.push(std::move(found)); }

private:
    struct claim_done {
        std::uint64_t token;
    };
    struct cancelling {
        message_ptr what;
    };
    struct leaving {
        message_ptr what;
    };
    struct replacement {
        message_ptr was, next;
    };
    using note = std::variant<message_ptr, cancelling, leaving, std::unique_ptr<replacement>, claim_done, std::vector<record>>;
    void take(std::vector<note>& notes);

    boost::asio::any_io_executor home_;
    std::function<wall_time()> clock_;
    std::minstd_rand random_;
    lane lane_;
    net::mailbox<note> inbox_;
};

class dispatch final : public store::observer {
public:
    dispatch(store::store& behind, lane_options options, std::function<wall_time()> clock)
        : store_(behind), options_(options), clock_(std::move(clock)) {}

    // Before the store starts. A connector that is configured no more gets a lane too, without an outlet: its messages
    // wait in sight and expire on time.
    lane_host& add(connector_id id, boost::asio::any_io_executor home);
    lane_host* find(connector_id id);
    void recover(const store::open_entry& left, const boost::asio::any_io_executor& home_of_strays);
    template <class Visit>
    void for_each(Visit visit) {
        for (auto& [id, host] : hosts_) visit(connector_id{id}, *host);
    }

    void committed(std::span<const store::notice> changes) noexcept override;

private:
    store::store& store_;
    lane_options options_;
    std::function<wall_time()> clock_;
    boost::unordered_flat_map<std::uint32_t, std::unique_ptr<lane_host>> hosts_;
};

}  // namespace hermod::deliver
