// A configuration's sections as one text each, so that two can be compared without knowing what they mean: what may change while
// the program runs, and what may not.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "settings/settings.hpp"

namespace hermod::app {

struct fingerprints {
    std::map<std::string, std::string> fixed, changing;  // by "[store]", "[[connector]] \"a\""
};

// `stays`: whether a connector of this type neither comes nor goes while the program runs; empty: none does.
fingerprints fingerprints_of(const settings::setting_table& root, const std::function<bool(std::string_view type)>& stays = {});
// Under which name a connector's text stands there.
std::string connector_section(std::string_view name);

}  // namespace hermod::app
