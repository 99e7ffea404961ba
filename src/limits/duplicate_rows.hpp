// What `duplicates` knows of messages that are durable, as the store keeps it: the one place that knows how its notes are laid
// out. Many entries lie in one note, for a row a message would cost nearly what the message does.
//
// Kind "duplicates". Key WINDOW-NUMBER, in hexadecimal: the account's window in seconds (8 digits) and a number that grows (16):
// rows come at the end of their window's, and are over in the order in which they came. Value: 48 hexadecimal digits an entry, which
// are the fingerprint, the message's id and the instant at which it is over (nanoseconds).
//
// Each commit takes away rows that are over, and where there are more than `most` those that would be over the soonest: as many
// entries as came with it and some more, so that no commit becomes long. Owned by a book; restore() before the store starts, all
// else on the store's thread.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "limits/duplicates.hpp"
#include "message/note.hpp"

namespace hermod::limits {

class duplicate_rows {
public:
    static constexpr std::string_view kind = "duplicates";
    static constexpr std::size_t most_in_a_row = 84;  // 4 KiB
    static constexpr std::size_t grows_until = 18;    // a row with fewer is written again with what comes later
    static constexpr std::size_t few = 256;           // entries that a commit takes away whatever has come

    struct entry {
        std::uint64_t what;
        message_id id;
        nanos until;
        std::uint32_t window;  // seconds
    };

    explicit duplicate_rows(std::size_t most) : most_(most) {}

    // What the last run left, in the order of the keys. What is not over is told to `seen`. Throws std::runtime_error when a
    // row cannot be read.
    void restore(const std::vector<note>& left, duplicates& seen, nanos now);
    // Its message is stored by the transaction at hand.
    void add(const entry& one) { at_hand_.push_back(one); }
    bool idle() const { return entries_ == 0 && at_hand_.empty(); }
    // What the transaction at hand adds and takes away.
    void write(notes& with, nanos now);
    std::size_t size() const { return entries_; }

private:
    struct row {
        std::uint64_t number = 0;
        nanos until = 0;  // of its last entry to be over
        std::size_t entries = 0;
    };
    struct rows_of_window {
        std::deque<row> rows;
        std::uint64_t next = 0;
        std::string open;      // the value of the last row while it may grow; empty: it may not
        bool changed = false;  // and is to be written
    };
    using windows = std::map<std::uint32_t, rows_of_window>;

    static void write_open(windows::value_type& of, notes& with);
    void make_room(notes& with, nanos now, std::size_t may_go);

    std::size_t most_, entries_ = 0;
    std::vector<entry> at_hand_;
    windows windows_;
};

}  // namespace hermod::limits
