// Which words of handsets are to be answered, and which have been: none twice within a day, none lost by a crash.
//
// Pure, under its own lock: told of words and of answers by the store's thread, asked what is due by a ticker. What is durable of
// it are notes (notes.hpp), which the desk writes.
#pragma once

#include <chrono>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "consent/notes.hpp"

namespace hermod::consent {

class answers {
public:
    static constexpr std::chrono::hours silence{24};  // to the same word from the same handset to the same number
    static constexpr std::chrono::minutes longest_rest{1};  // of one that was put off

    void recover(due_answer known);
    // False: it was answered within the day, or is about to be.
    bool take(const due_answer& wanted);
    // Its message is durable; nullopt: nobody waits for that.
    std::optional<due_answer> sent(const std::string& key);
    // What is to be sent, each once until it is sent(), back() or put_off().
    std::vector<due_answer> due(wall_time now);
    void back(const std::string& key);
    // Not before then, but a minute later at most.
    void put_off(const std::string& key, wall_time until);
    // Keys of those whose day is over; and when one still is, it is forgotten.
    std::vector<std::string> old(wall_time now);
    bool forget(const std::string& key, wall_time now);

private:
    struct entry {
        due_answer what;
        bool under_way = false;
        wall_time not_before{};
    };
    static bool is_old(const due_answer& what, wall_time now) { return what.sent && what.asked + silence <= now; }
    std::mutex mutex_;
    std::unordered_map<std::string, entry> all_;
    std::size_t due_ = 0;
};

}  // namespace hermod::consent
