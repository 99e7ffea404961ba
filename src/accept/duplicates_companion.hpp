// Has what an account may not send twice commit with the messages that it has sent: limits/ knows no store.
//
// Owned by app/, before the store and beyond it. restore() between the store's open() and start().
#pragma once

#include "limits/book.hpp"
#include "store/store.hpp"

namespace hermod::accept {

class duplicates_companion final : public store::companion {
public:
    explicit duplicates_companion(hermod::limits::book& counts) : counts_(counts) {}

    // Throws std::runtime_error when what the last run left cannot be read.
    void restore(store::store& from) { counts_.restore(from.notes_of(hermod::limits::duplicate_rows::kind)); }

    // What a message has set aside says that it is stored (accept/limiting.cpp).
    void stored(const message&, notes&) noexcept override {}
    void ended(const record&, notes&) noexcept override {}
    void committing(notes& with) noexcept override { counts_.write(with); }

private:
    hermod::limits::book& counts_;
};

}  // namespace hermod::accept
