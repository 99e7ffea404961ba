// The commands about consent: hermod optout, hermod held. See commands.hpp.
#pragma once

#include <CLI/CLI.hpp>

namespace hermod::app {

void add_optout(CLI::App& app, int& code);
void add_held(CLI::App& app, int& code);

}  // namespace hermod::app
