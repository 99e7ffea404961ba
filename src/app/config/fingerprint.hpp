// A configuration's sections as one text each, so that two can be compared without knowing what they mean: what may change while
// the program runs, and what may not.
#pragma once

#include <map>
#include <string>

#include "settings/settings.hpp"

namespace hermod::app {

struct fingerprints {
    std::map<std::string, std::string> fixed, changing;  // by "[store]", "[[connector]] \"a\""
};

fingerprints fingerprints_of(const settings::setting_table& root);

}  // namespace hermod::app
