// Port 5: what a door asks about messages that its application has handed in: how they stand, to take them back, to give them
// another content. accept/ implements it, with the store and, for what is in the network already, with the network itself. Any
// thread; each reply comes exactly once, on whatever thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "message/record.hpp"

namespace hermod {

struct enquiry_answer {
    enum class kind : std::uint8_t {
        done,      // found, cancelled, replaced: in the store, or by the network
        too_late,  // a connector may have it already, or the network did not do it
        unknown,   // no such message of this account
        failed,    // the store has failed; nothing is certain
    };
    kind is = kind::unknown;
    std::vector<record> found{};  // of find(), open_between(), handed_in() and as_network_says()
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
    // What find() has found, as it would be if all that its network knows of it now had been told already. Without a network
    // that may be asked and answers, as it was. Nothing is stored of it.
    virtual void as_network_says(record found, wall_time now, enquiry_reply& reply, std::uint64_t token) {
        (void)now;
        enquiry_answer same{enquiry_answer::kind::done, {}};
        same.found.push_back(std::move(found));
        reply.enquiry_done(token, std::move(same));
    }
    // Those to a handset that no connector has yet, newest first, `most` at most. An empty `from` is any.
    virtual void open_between(account_id account, std::string from, std::string to, std::size_t most, enquiry_reply& reply,
                              std::uint64_t token) = 0;
    // Those to a handset that were handed in from `since` on and before `until`, whatever became of them, newest first, `most` at
    // most: for protocols whose names of a message are its recipient and a time.
    virtual void handed_in(account_id account, std::string to, wall_time since, wall_time until, std::size_t most,
                           enquiry_reply& reply, std::uint64_t token) {
        (void)account, (void)to, (void)since, (void)until, (void)most;
        reply.enquiry_done(token, {enquiry_answer::kind::done, {}});
    }
    // One that the network has is given up there; what comes of it, the network's receipt tells.
    virtual void cancel(account_id account, message_id id, wall_time now, enquiry_reply& reply, std::uint64_t token) = 0;
    // `next` has the same id and takes the message's place; in the network only its one part's text does.
    virtual void replace(account_id account, message_ptr next, wall_time now, enquiry_reply& reply, std::uint64_t token) = 0;
};

}  // namespace hermod
