// What everything in a simulated course shares: the time, the dice, and the trace of all that happened, which is what two runs
// of one seed must have in common. Owned by the course (course.hpp); one thread.
#pragma once

#include <cstdio>
#include <functional>
#include <string>

#include "timeline.hpp"

namespace hermod::simulated::core {

class stage {
public:
    explicit stage(std::uint64_t seed, bool shown) : luck(seed), shown_(shown) {}

    timeline time;
    dice luck;
    std::function<void()> after_each = [] {};  // each thing that happens

    void after(micros wait, std::function<void()> what) {
        time.after(wait, [this, what = std::move(what)] {
            if (is_broken()) return;  // the first thing that is wrong is what a test wants to hear of
            what();
            after_each();
        });
    }

    void note(const std::string& line) {
        const std::int64_t now = time.passed().count();
        for (const char c : line) digest_ = (digest_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
        digest_ = (digest_ ^ static_cast<std::uint64_t>(now)) * 0x100000001b3u;
        if (shown_) std::fprintf(stderr, "%12.6f %s\n", static_cast<double>(now) / 1e6, line.c_str());
    }
    // An invariant does not hold.
    void broken(std::string what) {
        note("BROKEN: " + what);
        if (broken_.empty()) broken_ = std::move(what);
    }
    bool is_broken() const { return !broken_.empty(); }
    const std::string& what_broke() const { return broken_; }
    std::uint64_t digest() const { return digest_; }

private:
    std::uint64_t digest_ = 0xcbf29ce484222325u;
    std::string broken_;
    bool shown_;
};

// One in n; 0: never.
inline bool happens(dice& luck, unsigned one_in) {
    return one_in != 0 && luck.one_in(one_in);
}

}  // namespace hermod::simulated::core
