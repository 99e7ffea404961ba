// Copies that go with a message: to other connectors, numbers, accounts. They are messages of their own that nobody asked for by
// name, so doors know nothing of them: what prepare() answers holds them, and put() stores them in the same transaction.
// A message that is dropped takes its copies with it.
#pragma once

#include <memory>
#include <vector>

#include "message/message.hpp"

namespace hermod::accept {

// The same message; take_copies() of it, once, gives what it was given.
std::shared_ptr<message> with_copies(std::shared_ptr<message> one, std::vector<message_ptr> copies);
std::vector<message_ptr> take_copies(const message_ptr& one);
// The copies of all of these, behind them.
void append_copies(std::vector<message_ptr>& all);

}  // namespace hermod::accept
