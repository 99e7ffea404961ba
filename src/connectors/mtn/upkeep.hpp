// What the connector does beside sending: it registers our addresses, renews and gives up those subscriptions, and asks for
// what is not told by itself. Decides what is due and what an answer means for what comes next; the connector calls.
//
// Pure: told the time. Owned by the connector, on its executor; one errand at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connectors/mtn/arrivals.hpp"
#include "connectors/mtn/outgoing.hpp"

namespace hermod::connectors::mtn {

class upkeep {
public:
    // A part whose fate is asked for.
    struct awaited {
        asked_part ask;
        std::string remote_id, recipient, last_word;
        mono_time until{};  // asked no more after that
        std::chrono::milliseconds pause{0};
    };
    struct errand {
        enum class kind : std::uint8_t { subscribe, clear, renew, unsubscribe, poll, status } is = kind::poll;
        std::size_t at = 0;  // of the subscription or the code
        awaited part;        // of a status
        written_call call;
    };
    // What an answer brought, and what the log says of it.
    struct result {
        calls::brought came;
        std::string done, failed;
    };
    static constexpr std::size_t most_awaited = 100'000;

    // `options` outlive it.
    upkeep(const mtn_options& options, connector_id who) : how_(options), who_(who) {}

    void begin(mono_time now);
    // From now on subscriptions are given up, one try each, and nothing else is done.
    void leave();
    bool has_left() const { return leaving_ && !due(); }

    // When the next errand is due; nothing: never.
    std::optional<mono_time> due() const;
    // The one that is due; nothing: none is yet.
    std::optional<errand> take(mono_time now, wall_time wall);
    result answered(errand of, const heard_answer& answer, mono_time now, wall_time wall);
    result unanswered(errand of, std::string why, mono_time now);

    // The oldest is forgotten when there are too many. False: one was.
    bool await(awaited part, mono_time now);
    std::size_t awaiting() const { return awaited_.size(); }
    // What does not work, in a sentence; empty: nothing.
    std::string trouble() const;

private:
    struct subscription {
        std::string code, id, fault;
        errand::kind next = errand::kind::subscribe;
        mono_time at{};
        std::chrono::milliseconds pause{0};
        bool registered = false, cleared = false, over = false;
    };
    struct polled_code {
        std::string code, fault;
        mono_time at{};
    };
    bool can_give_up(const subscription& one) const;
    void failed(subscription& one, std::string why, mono_time now);
    void subscribed(subscription& one, const subscribed_as& as, errand::kind by, mono_time now, result& out);
    void ask_again(awaited part, mono_time now);
    std::optional<errand> take_subscription(mono_time now, wall_time wall);
    void settle_status(awaited part, const awaited_word& word, mono_time now, wall_time wall, result& out);

    const mtn_options& how_;
    const connector_id who_;
    std::vector<subscription> subscriptions_;
    std::vector<polled_code> polls_;
    std::multimap<mono_time, awaited> awaited_;
    bool leaving_ = false;
};

}  // namespace hermod::connectors::mtn
