// What the stages of accepting a message did with it and why, for people: `hermod route test`. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hermod::accept {

struct trace {
    struct step {
        std::string stage;     // "route", "sender", ...
        std::string name;      // of the rule or the thing; may be empty
        bool took = false;     // it matched, or changed something
        std::string sentence;  // why, or what
    };
    std::vector<step> steps;

    void say(std::string_view stage, std::string_view name, bool took, std::string sentence) {
        steps.push_back({std::string(stage), std::string(name), took, std::move(sentence)});
    }
};

}  // namespace hermod::accept
