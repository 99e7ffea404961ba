// The HTTP API: the handler that net::http_server asks. It reads, answers, and waits for the store without blocking.
//
// Owned by app/, which builds it before the server and destroys it after the io_contexts' last run. One for all io_contexts;
// a request stays on the one it came in by, where the store's reply resumes it. Shutdown, in this order: stop() (new messages
// are refused, streams end), the server's stop(), the store's stop() (every reply has then come), the io_contexts.
// What it does not do: check a message (accept/), make it durable (store/), framing, limits of size and time (net/).
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/config_access.hpp"
#include "api/counters.hpp"
#include "api/keys.hpp"
#include "api/live_events.hpp"
#include "api/message_json.hpp"
#include "api/submission_json.hpp"
#include "gateway/enquiries.hpp"
#include "gateway/explanation.hpp"
#include "gateway/holds.hpp"
#include "gateway/inbox.hpp"
#include "gateway/modems.hpp"
#include "gateway/opt_outs.hpp"
#include "money/credit_desk.hpp"
#include "gateway/queues.hpp"
#include "net/arrival.hpp"
#include "net/http_server.hpp"
#include "store/store.hpp"

namespace hermod::api {

class recurring_book;

struct readiness {
    struct check {
        std::string name;
        bool good = false;
        std::string sentence;
    };
    bool ready = false;  // app/ decides which checks count
    std::vector<check> checks;
};

// All outlive the door; the functions are called on any of its threads.
struct door_parts {
    inbox& in;
    store::store& store;
    name_lookup names;
    std::function<readiness()> ready;
    std::function<std::string()> metrics;  // Prometheus text format 0.0.4
    std::function<wall_time()> wall;
    std::function<mono_time()> mono;
    enquiries* asked = nullptr;            // cancels what the store has no more; null: then it is too late
    std::shared_ptr<const tlv_words> tlvs{};  // null: a message may have none, and those of others are not shown
    modem_access modems{};  // empty functions: there are none
    queue_access queues{};  // empty functions: there are none
    config_access configuration{};  // empty functions: it cannot be read again
    // The instant at which the clocks where a number lives show this; always there.
    std::function<wall_time(std::string_view to, zones::local_time shown)> at_recipient = [](std::string_view, zones::local_time shown) {
        return zones::zone().instant(shown);
    };
    // What would become of a message; `at`: when it is asked for, in place of now. Empty: nobody can say.
    std::function<explanation(const submission&, wall_time now, std::optional<wall_time> at)> explain{};
    // What would leave and what it would cost. Empty: estimates are of the text alone.
    std::function<foreseen(const submission&, wall_time now)> foresee{};
    recurring_book* recurring = nullptr;  // null: there are none
    money::credit_desk* credit = nullptr;  // null: there are no purses
    opt_outs* opted_out = nullptr;  // null: nobody has, and nobody can
    holds* held = nullptr;          // null: nothing is
};

struct door_options {
    std::size_t max_waiting = 20'000;  // messages of one account that wait for the store; more are answered 429
    int retry_after = 1;               // seconds, with 429 and 503
    std::string version;
    live_options live;
};

class http_door final : public net::http_handler {
public:
    http_door(std::vector<boost::asio::io_context*> contexts, door_parts parts, door_options options);
    ~http_door() override;

    // Swaps the keys; any thread. Nobody is known before the first call.
    void use(keys_ptr known);

    std::optional<net::http_response> try_handle(const net::http_request& request) override;
    boost::asio::awaitable<net::http_response> handle(const net::http_request& request) override;

    // New messages are refused from now on, and live streams end. Any thread.
    void stop();

    // To be subscribed to the store.
    live_events& live() { return live_; }
    const counters& count() const { return count_; }

private:
    struct draft;  // a POST between prepare() and put()
    using answer = boost::asio::awaitable<net::http_response>;

    net::http_response at_once(const net::http_request& request, operation what, std::string_view variable);
    net::http_response show_readiness() const;
    std::optional<caller> caller_of(const net::http_request& request);
    std::size_t lane_of(const boost::asio::any_io_executor& executor) const;

    answer dispatch(const net::http_request& request, operation what, std::string_view variable, caller who, std::size_t lane);
    answer post(const net::http_request& request, caller who, body_shape shape, std::size_t lane);
    draft prepare(const net::http_request& request, const caller& who, body_shape shape);
    void prepare_one(draft& work, submission_reader& reader);
    void prepare_batch(draft& work, submission_reader& reader);
    prepared prepare_message(draft& work, read_message& one);
    void complete(read_message& one, account_id account);
    answer estimate(const net::http_request& request, caller who);
    net::http_response stored(draft& work, put_result result);

    answer get_message(std::string_view id, caller who, std::size_t lane);
    answer list_messages(std::string_view query, caller who, std::size_t lane);
    answer cancel_message(std::string_view id, caller who, std::size_t lane);
    answer list_unmatched(std::string_view query, caller who, std::size_t lane);
    answer open_events(caller who, std::size_t lane);
    answer show_configuration(caller who);
    answer change_configuration(bool back, caller who, std::size_t lane);
    answer list_modems(caller who);
    answer list_queues(caller who);
    answer get_queue(std::string_view name, caller who);
    answer act_on_queue(const net::http_request& request, std::string_view name, queue_action what, caller who, std::size_t lane);
    answer post_recurring(const net::http_request& request, caller who, std::size_t lane);
    answer list_recurring(caller who);
    answer get_recurring(std::string_view id, caller who);
    answer delete_recurring(std::string_view id, caller who, std::size_t lane);
    answer get_credit(std::string_view account, std::string_view query, caller who);
    answer add_credit(const net::http_request& request, std::string_view account, caller who, std::size_t lane);
    answer ask_ussd(const net::http_request& request, caller who, std::size_t lane);
    answer test_route(const net::http_request& request, caller who);
    answer list_opt_outs(std::string_view query, caller who);
    answer add_opt_outs(const net::http_request& request, caller who, std::size_t lane);
    answer remove_opt_out(std::string_view query, caller who, std::size_t lane);
    answer list_held(std::string_view query, caller who, std::size_t lane);
    answer release_held(std::string_view id, caller who, std::size_t lane);
    answer refuse_held(const net::http_request& request, std::string_view id, caller who, std::size_t lane);
    answer not_here();

    std::vector<boost::asio::io_context*> contexts_;
    door_parts parts_;
    door_options options_;
    counters count_;
    live_events live_;
    std::vector<std::unique_ptr<net::resumptions>> lanes_;  // one a context
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;  // guards keys_ for the length of a copy
    keys_ptr keys_;
};

// docs/openapi.yaml, as it was when this binary was built.
std::string_view openapi_text();

}  // namespace hermod::api
