// Ready-made descriptions of providers (providers/*.toml), compiled into the program.
#pragma once

#include <span>
#include <string_view>

#include "settings/reader.hpp"

namespace hermod::connectors::http {

struct provider {
    std::string_view name, description;  // TOML
};
std::span<const provider> providers();

// Reads `provider`, if it is there, and lays its description under the table. False: a mistake was reported, such as a
// variable or secret that the provider needs and that is not there.
bool take_provider(settings::table_reader& table);

}  // namespace hermod::connectors::http
