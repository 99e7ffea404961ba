// Why a text is not taken as XML.
#pragma once

#include "base/error.hpp"

namespace hermod::xml {

enum class errc {
    malformed = 1,
    has_dtd,         // <!DOCTYPE ...>, and every other declaration
    unknown_entity,  // a reference beyond the five of XML and to characters by number
    too_large,
    too_deep,
};

const char* text(errc value);

}  // namespace hermod::xml

HERMOD_ERRC(hermod::xml, "hermod.xml")
