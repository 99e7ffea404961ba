// The endpoints of one io_context: takes in events, finds or makes their endpoint, ticks, reads back what was spilled.
//
// Owned by the dispatcher. take() and what the store calls come from any thread and only hand over; everything else
// happens on the io_context. Endpoints are spread over shards by hash, so none shares a thread with more than its due.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "callback/endpoint.hpp"
#include "gateway/audience.hpp"
#include "net/mailbox.hpp"
#include "net/ticker.hpp"

namespace hermod::callback {

// An event on its way to its endpoint.
struct work {
    job told;
    endpoint_queue::source from = endpoint_queue::source::news;
};

// A session comes, answers, or goes.
struct session_change {
    enum class kind : std::uint8_t { joined, heard, shut, left };
    kind is = kind::joined;
    account_id account;
    std::shared_ptr<listener> joining;   // joined
    const listener* by = nullptr;        // the others: never looked at, only compared
    std::size_t room = 0;
    std::vector<hermod::told> answers{};
};

class shard final : public store::load_reply {
public:
    // Gives back ids whose events must be read and placed anew. Called on the shard's executor.
    using give_back = std::function<void(std::vector<message_id>)>;

    shard(boost::asio::io_context& context, store::store& store, const options& with, const net::address_guard& guard,
          net::tls_context tls, counters& count, directory_ptr known, give_back back);
    ~shard();

    void take(work one) { arrivals_.push(std::move(one)); }
    void take(session_change one) { changes_.push(std::move(one)); }
    void start();
    void configure(directory_ptr known);
    // Starts nothing more; done is called on the executor when nothing is under way, or at the deadline.
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);

    void loaded(std::uint64_t token, std::vector<record> found) noexcept override;

private:
    struct reading {  // what the store has read back
        std::uint64_t token = 0;
        std::vector<record> found;
    };

    void arrived(std::vector<work>& all);
    void changed(std::vector<session_change>& all);
    void pump_touched();
    void read_back(std::vector<reading>& all);
    void refill(endpoint& to, const std::vector<record>& found);
    void place(work& one);
    void undeliverable(const job& told);
    void key_of(account_id account, std::string_view origin);
    std::shared_ptr<endpoint> make(account_id account, std::string_view origin);
    endpoint* find_or_make(account_id account, std::string_view origin, endpoint_queue::source from);
    void give_back_moved(endpoint& of);
    void place_waiting();
    void want_more(const std::shared_ptr<endpoint>& of);
    void tick(mono_time now);
    void update_counters(endpoint& of);
    void forget_idle(mono_time now);
    void check_stopped(mono_time now);
    void take_over(directory_ptr known);

    surroundings around_;
    give_back give_back_;
    std::unordered_map<std::string, std::shared_ptr<endpoint>> endpoints_;
    std::unordered_map<std::uint64_t, std::weak_ptr<endpoint>> readings_;
    std::vector<endpoint*> touched_;
    std::unordered_map<account_id, std::size_t> of_account_;  // endpoints
    std::deque<message_id> no_room_;  // of endpoints beyond the limits
    std::uint64_t placing_ = 0;       // the reading of some of those; 0: none
    std::string key_;
    std::uint64_t next_token_ = 1;
    mono_time tidied_{};
    std::function<void()> stopped_;
    mono_time stop_by_{};
    net::mailbox<work> arrivals_;
    net::mailbox<session_change> changes_;
    net::mailbox<reading> readings_in_;
    net::ticker ticker_;
};

}  // namespace hermod::callback
