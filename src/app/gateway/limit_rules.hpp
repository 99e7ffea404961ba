// Limits, lists of numbers and duplicates: from the configuration's words to what accept/ and deliver/ take.
#pragma once

#include "accept/rules.hpp"
#include "app/config/config.hpp"
#include "limits/book.hpp"

namespace hermod::app {

limits::book_options make_book_options(const limits_config& from);
// Counts go on where `counts` has them.
void add_limits(const config& from, limits::book& counts, accept::rules& to);

}  // namespace hermod::app
