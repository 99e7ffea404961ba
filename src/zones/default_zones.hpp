// The zones of the world's calling codes, for whoever configures no table of their own (prefix_zones.hpp). A table of facts;
// default_zones.cpp names its sources.
#pragma once

#include <span>
#include <string_view>

namespace hermod::zones {

struct default_row {
    std::string_view prefix;  // digits
    std::string_view zones;   // names with blanks between them
};
std::span<const default_row> default_rows();

}  // namespace hermod::zones
