// What the commands that talk to a running gateway share: where it is, the key, how its answers are shown.
#pragma once

#include <boost/json.hpp>
#include <iostream>
#include <string>
#include <string_view>

#include "app/cli/commands.hpp"
#include "app/cli/fetch.hpp"

namespace hermod::app {

struct client_options {
    gateway_access to;
    std::string key = "env:HERMOD_KEY";
    bool json = false;
};

void add_access(CLI::App& command, client_options& o);
// The member as text; empty when it is not there.
std::string text_at(const boost::json::object& from, std::string_view key);
// Prints a problem for people; answers the exit code.
int show_problem(const fetched& got);

template <class Action>
auto guarded(client_options& o, int& code, Action action) {
    try {
        o.to.key = key_of(o.key);
        code = action();
    } catch (const unreachable& e) {
        std::cerr << "hermod: " << e.what() << '\n';
        code = exit_unreachable;
    } catch (const CLI::Error&) {
        throw;
    } catch (const std::exception& e) {
        std::cerr << "hermod: unexpected answer: " << e.what() << '\n';
        code = exit_failed;
    }
}

}  // namespace hermod::app
