// The one place that knows how changes and records are laid out in bytes.
//
// Numbers are LEB128 varints (signed ones zigzag), texts are length and octets. A journal entry is a version octet and
// then changes, each an octet of kind and its fields; a record is a version octet, the message, and its events.
// Bytes come from our own disk, under the engine's checksums; a reader still checks every length and never trusts one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "message/record.hpp"
#include "store/errc.hpp"

namespace hermod::store {

// What a journal holds: enough to bring every open record back by replaying it in order.
struct put_change {
    message_ptr what;
};
struct claim_change {
    std::vector<message_id> ids;
};
struct event_change {
    message_id id;
    event happened;
};
struct callback_change {
    message_id id;
    std::uint32_t index = 0;
    event attempt;
};
struct replace_change {
    message_ptr next;
    wall_time at{};
};
struct move_change {
    message_id id;
    connector_id to;
    wall_time at{};
    std::string why;
};
struct release_change {
    message_id id;
    wall_time at{};
};
using change = std::variant<put_change, claim_change, event_change, callback_change, replace_change, move_change, release_change>;

// A journal entry under construction. clear() keeps the memory.
class journal_writer {
public:
    journal_writer() { clear(); }
    void clear();
    bool empty() const { return count_ == 0; }
    std::span<const std::uint8_t> bytes() const { return out_; }

    // Taking back what was written since: the change turned out to say nothing new.
    struct position {
        std::size_t bytes = 0, changes = 0;
    };
    position here() const { return {out_.size(), count_}; }
    void back_to(position earlier);

    void put(const message& m);
    void claim(std::span<const message_id> ids);
    void happened(message_id id, const event& e);
    void called_back(message_id id, std::uint32_t index, const event& attempt);
    void replaced(const message& next, wall_time at);
    void moved(message_id id, connector_id to, wall_time at, std::string_view why);
    void released(message_id id, wall_time at);

private:
    std::vector<std::uint8_t> out_;
    std::size_t count_ = 0;
};

result<std::vector<change>> read_journal(std::span<const std::uint8_t> bytes);

// `with_body` false leaves the body out: history keeps it in a column of its own.
std::vector<std::uint8_t> write_record(const record& r, bool with_body);
result<record> read_record(std::span<const std::uint8_t> bytes, std::string_view body_if_apart = {});

}  // namespace hermod::store
