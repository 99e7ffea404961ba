// What would become of a message, made as a message is and dropped: nothing is stored, nothing sent. An explanation tells stage by
// stage why, for who runs the gateway; a foreseen one says what would leave and what it costs, for the account.
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

struct foreseen {
    estimated how;                      // of the text as it would leave
    std::string to, from, text;         // as they would leave
    std::optional<std::int64_t> price;  // thousandths; nullopt: nothing has a price for it
    wall_time not_before{};             // it would wait until then
    bool held = false;                  // it would wait for somebody's word
    std::size_t copies = 0;             // that would go with it
    std::optional<refusal> refused;     // it would not be taken; the rest is as far as it came
};

}  // namespace hermod
