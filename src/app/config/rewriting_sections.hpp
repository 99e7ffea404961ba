// [[number_rule]], [[rewrite]], [[sender_policy]], and what an account says of its country and tags. Read behind accounts,
// connectors and routes, whose names they use. What is read is what accept/ works with.
#pragma once

#include "app/config/config.hpp"

namespace hermod::app {

void read_account_rewriting(table_reader& table, account_config& out);
void read_rewriting(table_reader& file, config& out);

}  // namespace hermod::app
