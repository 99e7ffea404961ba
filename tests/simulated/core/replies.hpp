// What handsets are answered automatically, as it is known outside the node: which of their words are durable, and which answers.
// To the same word of the same handset to the same number there is one answer a day, and there is one unless an account may not
// send it; whoever has opted out is told so and nothing else.
//
// Sees each commit as the store tells it; what the last commits of a node did that died, is looked up when the next begins. Owned
// by the course, outlives the nodes; one thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <tuple>

#include "consents.hpp"
#include "message/record.hpp"
#include "plan.hpp"
#include "stage.hpp"
#include "store/store.hpp"

namespace hermod::simulated::core {

class replies final : public store::observer {
public:
    replies(stage& on, const consents& people, const plan& as) : stage_(on), people_(people), plan_(as) {}

    std::string next_reference() { return "answer " + std::to_string(++next_number_); }
    // A handset's message, or an answer: may become durable from now on.
    void handed_in(message_id id) { open_.push_back(id); }
    // It was refused, and may be let in after `wait`, 0: never.
    void refused(account_id by, const std::string& handset, const std::string& number, consent::word what, wall_time now,
                 std::chrono::milliseconds wait);
    void clock_steps(wall_time from) { latest_ = std::max(latest_, from); }

    // ---- the node ----
    void committed(std::span<const store::notice> changes) noexcept override;
    using find = std::function<std::optional<record>(message_id)>;
    void begins(const find& look);
    void died();
    // Whatever is to be answered, is.
    bool idle() const { return what_is_left().empty(); }
    std::string what_is_left() const;

    struct tally {
        std::size_t answered = 0, again = 0, within_the_day = 0, put_off = 0, given_up = 0;
    };
    const tally& count() const { return tally_; }

private:
    enum class standing : std::uint8_t { due, unknown, answered };
    struct entry {
        standing now = standing::unknown;
        wall_time first{}, last{};  // between which it was asked what was answered last, or is to be
        bool given_up = false;      // in this life of the node, which may forget it
    };
    // Account, handset, our number, word.
    using key = std::tuple<account_id, std::string, std::string, consent::word>;
    void stored(const message& what);
    void heard(const key& by, wall_time at);
    void answered(const key& by);
    void comes_back(const std::string& handset);
    static std::string text_of(const key& which);

    stage& stage_;
    const consents& people_;
    const plan& plan_;
    std::map<key, entry> all_;
    std::vector<message_id> open_;  // in the order in which the store got them
    wall_time latest_{};            // that the clock had shown before it was set
    std::uint64_t next_number_ = 0;
    tally tally_;
};

}  // namespace hermod::simulated::core
