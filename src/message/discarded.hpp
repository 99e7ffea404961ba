// A message from a handset that a rule discards: message_extras::keyword is this word and the rule's reason behind it. It is kept,
// its record begins with its end (record.cpp), and nobody is told.
#pragma once

#include <string_view>

namespace hermod {

inline constexpr std::string_view discarded_word = "discarded: ";

}  // namespace hermod
