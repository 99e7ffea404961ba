// Character references and the five predefined entities (XML 1.0 sections 4.1 and 4.6), and no others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xml/errc.hpp"

namespace hermod::xml {

// `raw` with its references replaced; what is wrong with the first that is not one of ours.
boost::system::result<std::string, errc> decode_references(std::string_view raw);

}  // namespace hermod::xml
