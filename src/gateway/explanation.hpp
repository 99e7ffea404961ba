// What would become of a message, and why: the answer to "why did it go there?". It is made as a message is, told stage by stage,
// and dropped: nothing is stored, nothing sent.
#pragma once

#include <string>
#include <vector>

#include "gateway/inbox.hpp"

namespace hermod {

struct explanation {
    struct step {
        std::string stage;     // "route", "connector", "sender", ...
        std::string name;      // of the rule or the thing; may be empty
        bool took = false;     // it matched, or changed something
        std::string sentence;  // why, or what
    };
    std::vector<step> steps;
    prepared outcome;                 // never to be put
    std::vector<message_ptr> copies;  // that would go with it
};

}  // namespace hermod
