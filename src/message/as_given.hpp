// A message's addresses as its application gave them: rules may have made others of them for the network. What is said to the
// application, and what it asks by, are these.
#pragma once

#include "message/message.hpp"

namespace hermod {

inline const std::string& from_as_given(const message& m) {
    return m.more().was_from.empty() ? m.from : m.more().was_from;
}
inline const std::string& to_as_given(const message& m) {
    return m.more().was_to.empty() ? m.to : m.more().was_to;
}

// By either name.
inline bool is_from(const message& m, std::string_view address) { return m.from == address || (m.extras && m.extras->was_from == address); }
inline bool is_to(const message& m, std::string_view address) { return m.to == address || (m.extras && m.extras->was_to == address); }

}  // namespace hermod
