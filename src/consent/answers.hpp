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

    void recover(due_answer known);
    // False: it was answered within the day, or is about to be.
    bool take(const due_answer& wanted);
    // Its message is durable; nullopt: nobody waits for that.
    std::optional<due_answer> sent(const std::string& key);
    // What is to be sent, each once until it is sent() or back().
    std::vector<due_answer> due();
    void back(const std::string& key);
    // Keys of those whose day is over: they are forgotten.
    std::vector<std::string> old(wall_time now);

private:
    struct entry {
        due_answer what;
        bool under_way = false;
    };
    std::mutex mutex_;
    std::unordered_map<std::string, entry> all_;
    std::size_t due_ = 0;
};

}  // namespace hermod::consent
