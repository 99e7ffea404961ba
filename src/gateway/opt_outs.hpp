// What a door may ask and say of who does not want to be written to. consent/ implements it. Any thread; list() answers from memory,
// change() when it is durable.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace hermod {

struct opt_out_row {
    std::string to;                     // "+49151..."
    std::string from;                   // digits or a name in small letters; empty: whatever the account sends
    std::optional<account_id> account;  // not set: whatever anybody sends
    wall_time since{};
    std::string_view by{};              // "handset", "api"
};

struct opt_out_question {
    std::optional<account_id> account;  // of this one alone
    bool everybodys = false;            // those of no account alone
    std::string to;                     // empty: of every number
    std::optional<opt_out_row> after;   // the last row of the page before
    std::size_t limit = 100;
};

struct opt_out_change {
    opt_out_row what;
    bool taken_back = false;
};

class opt_outs_reply {
public:
    // How many made a difference; nullopt: the store has failed, and nothing is certain.
    virtual void opt_outs_done(std::optional<std::size_t> changed) noexcept = 0;

protected:
    ~opt_outs_reply() = default;
};

class opt_outs {
public:
    virtual ~opt_outs() = default;
    // Is that a number that an opt-out can be of?
    virtual bool is_number(std::string_view to) const = 0;
    virtual std::vector<opt_out_row> list(const opt_out_question& asked) const = 0;
    // All in one transaction; numbers that are none are passed over. The reply comes on the store's thread.
    virtual void change(std::vector<opt_out_change> all, opt_outs_reply& reply) = 0;
};

}  // namespace hermod
