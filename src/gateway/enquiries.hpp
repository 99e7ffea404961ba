// Port 5: what a door asks about messages that its application has handed in: how they stand, to take them back, to give them
// another content. accept/ implements it. Any thread; each reply comes exactly once, on a thread of the store's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "message/record.hpp"

namespace hermod {

struct enquiry_answer {
    enum class kind : std::uint8_t {
        done,      // found, cancelled, replaced
        too_late,  // a connector may have it already
        unknown,   // no such message of this account
    };
    kind is = kind::unknown;
    std::vector<record> found{};  // of find() and open_between()
};

class enquiry_reply {
public:
    virtual void enquiry_done(std::uint64_t token, enquiry_answer answer) noexcept = 0;

protected:
    ~enquiry_reply() = default;
};

class enquiries {
public:
    virtual ~enquiries() = default;
    virtual void find(account_id account, message_id id, enquiry_reply& reply, std::uint64_t token) = 0;
    // Those to a handset that no connector has yet, newest first, `most` at most. An empty `from` is any.
    virtual void open_between(account_id account, std::string from, std::string to, std::size_t most, enquiry_reply& reply,
                              std::uint64_t token) = 0;
    virtual void cancel(account_id account, message_id id, wall_time now, enquiry_reply& reply, std::uint64_t token) = 0;
    // `next` has the same id and takes the message's place.
    virtual void replace(account_id account, message_ptr next, wall_time now, enquiry_reply& reply, std::uint64_t token) = 0;
};

}  // namespace hermod
