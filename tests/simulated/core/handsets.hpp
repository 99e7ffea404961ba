// People with handsets, who write STOP, START, HELP and other things to the numbers of accounts. Their network brings a message again
// until the node has answered for it. Nobody says the next thing before the last was heard. They outlive the node. Owned by the
// course.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "consents.hpp"
#include "node.hpp"
#include "replies.hpp"

namespace hermod::simulated::core {

class handsets {
public:
    handsets(stage& on, ledger& book, consents& people, replies& answers, const plan& as, std::function<node*()> now);
    ~handsets();
    void start(micros until);
    bool idle() const { return speaking_.empty(); }
    // What was answered, is in the store.
    template <class Find>
    void check_all(Find find) {
        for (const message_id id : kept_)
            if (!find(id)) stage_.broken(to_text(id) + ": came from a handset, was answered, and is lost");
    }

private:
    struct words {
        consents::word what = consents::word::none;
        std::string handset, number;
        const sender_plan* to = nullptr;
        std::uint64_t order = 0;
    };
    struct bringing;
    void next();
    void bring(const std::string& handset, std::uint64_t order);

    stage& stage_;
    ledger& book_;
    consents& people_;
    replies& answers_;
    const plan& plan_;
    std::function<node*()> node_;
    mono_time until_{};
    std::uint64_t next_number_ = 0;
    words last_;
    std::map<std::string, words> speaking_;  // by handset
    std::vector<message_id> kept_;
    std::vector<std::unique_ptr<bringing>> brought_;
};

}  // namespace hermod::simulated::core
