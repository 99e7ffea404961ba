#include "api/estimate_json.hpp"

#include <cstdio>

#include "api/json_text.hpp"
#include "api/message_json.hpp"

namespace hermod::api {

std::string code_point_name(std::uint32_t code_point) {
    char name[16];
    std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(code_point));
    return name;
}

void append_estimate(std::string& out, const estimated& told) {
    object_writer members(out);
    members.text("encoding", to_text(told.coding));
    append_language(members, told.single_shift, told.locking_shift);
    members.number("units", told.units);
    members.number("units_per_part", told.units_per_part);
    members.number("units_left", told.units_left);
    members.number("parts", told.parts);
    members.number("max_parts", told.max_parts);
    if (!told.forces_ucs2.empty()) {
        members.name("forces_ucs2");
        for (std::size_t i = 0; i < told.forces_ucs2.size(); ++i) {
            out += i == 0 ? '[' : ',';
            object_writer one(out);
            one.number("at", told.forces_ucs2[i].at);
            one.text("character", told.forces_ucs2[i].character);
            one.text("code_point", code_point_name(told.forces_ucs2[i].code_point));
            one.end();
        }
        out += ']';
        if (told.more_offenders) members.flag("more", true);
    }
    append_changes(members, told.changes);
    members.end();
}

}  // namespace hermod::api
