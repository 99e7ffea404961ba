// Brings committed messages to the lane of their connector, and the store's answers back to it: the hand-over between
// the store's thread and the connectors' executors. Created by app/; lives as long as the connectors.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <random>
#include <variant>

#include "deliver/growing.hpp"
#include "deliver/lane.hpp"
#include "net/mailbox.hpp"
#include "store/store.hpp"

namespace hermod::deliver {

// Calls back after a while, on the lane's executor.
using waker = std::function<void(wall_time::duration, std::function<void()>)>;

// One lane with its way in from other threads.
class lane_host final : public store::claim_reply, public store::load_reply {
public:
    // `wakes`: empty: a timer of its own.
    lane_host(boost::asio::any_io_executor home, store::store& behind, lane_options options, std::function<wall_time()> clock,
              std::uint32_t seed, waker wakes);

    // Its health is shown in `row`. Before start.
    void meet(neighbours around, health_options options, board_row& row, std::function<void()> usable_again);
    // A few times a second, on its executor. `numbers`: null without a connector. True when it is usable or not, and was not before.
    bool tick(bool bound, const connector_counters* numbers, mono_time now);
    void order(queue_order what);  // on its executor
    // On its executor: a connector of other settings comes; what the one before has done wrong does not count against it.
    void begin_anew(std::string name, const health_options& as);
    const standing* health() const { return health_ ? &*health_ : nullptr; }

    lane& queue() { return lane_; }
    const boost::asio::any_io_executor& home() const { return home_; }
    void stored(message_ptr what) { inbox_.push(std::move(what)); }
    void arrived(message_ptr what, bool possible_duplicate) { inbox_.push(arriving{std::move(what), possible_duplicate}); }
    void cancelled(message_ptr what) { inbox_.push(cancelling{std::move(what)}); }
    void moved_away(message_ptr what) { inbox_.push(leaving{std::move(what)}); }
    void replaced(message_ptr was, message_ptr next, bool possible_duplicate) {
        inbox_.push(std::make_unique<replacement>(replacement{std::move(was), std::move(next), possible_duplicate}));
    }
    void claimed(std::uint64_t token) noexcept override { inbox_.push(claim_done{token}); }
    void loaded(std::uint64_t token, std::vector<record> found) noexcept override {
        if (token == called) inbox_.push(called_found{std::move(found)});
        else inbox_.push(answer{token == looks, std::move(found)});
    }

private:
    // A claim of nothing is a mark: it is answered when all before it is done.
    static constexpr std::uint64_t marks = std::uint64_t{1} << 63, loads = 0, looks = 1, called = 2;
    struct called_found {
        std::vector<record> found;
    };
    struct claim_done {
        std::uint64_t token;
    };
    struct answer {
        bool looked;
        std::vector<record> found;
    };
    struct arriving {
        message_ptr what;
        bool possible_duplicate;
    };
    struct cancelling {
        message_ptr what;
    };
    struct leaving {
        message_ptr what;
    };
    struct replacement {
        message_ptr was, next;
        bool possible_duplicate;
    };
    using note = std::variant<message_ptr, cancelling, leaving, arriving, std::unique_ptr<replacement>, claim_done, answer, called_found>;
    void take(std::vector<note>& notes);
    void wake_at(wall_time when);

    boost::asio::any_io_executor home_;
    std::function<wall_time()> clock_;
    std::minstd_rand random_;
    waker wakes_;
    std::uint64_t wakings_ = 0;  // by it: the last one counts
    boost::asio::steady_timer waking_;
    std::optional<standing> health_;
    std::function<void()> usable_again_;
    lane lane_;
    net::mailbox<note> inbox_;
};

class dispatch final : public store::observer {
public:
    // seed: of the jitter between retries; one of its own in each run, but where a run must repeat another, and then `wakes`, too.
    dispatch(store::store& behind, lane_options options, std::function<wall_time()> clock, std::uint32_t seed = std::random_device{}(),
             waker wakes = {})
        : store_(behind), options_(options), clock_(std::move(clock)), seed_(seed), wakes_(std::move(wakes)) {}

    // A connector that is configured no more has a lane too, without an outlet: its messages wait in sight and expire on time. One
    // thread adds at a time; lanes stay for good. `prepare` is done before anybody finds it.
    lane_host& add(connector_id id, boost::asio::any_io_executor home, const std::function<void(lane_host&)>& prepare = {});
    lane_host* find(connector_id id) const { return hosts_.find(id.value); }
    void recover(const store::open_entry& left, const boost::asio::any_io_executor& home_of_strays);
    template <class Visit>
    void for_each(Visit visit) {
        hosts_.for_each([&](std::uint32_t id, lane_host& host) { visit(connector_id{id}, host); });
    }

    void committed(std::span<const store::notice> changes) noexcept override;

private:
    store::store& store_;
    lane_options options_;
    std::function<wall_time()> clock_;
    std::uint32_t seed_;
    waker wakes_;
    growing<lane_host> hosts_;
};

}  // namespace hermod::deliver
