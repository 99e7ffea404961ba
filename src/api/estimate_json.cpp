#include "api/estimate_json.hpp"

#include <cstdio>

#include "api/json_text.hpp"
#include "api/message_json.hpp"
#include "api/problem.hpp"
#include "money/amount.hpp"

namespace hermod::api {

std::string code_point_name(std::uint32_t code_point) {
    char name[16];
    std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(code_point));
    return name;
}

namespace {

void append_numbers(object_writer& members, std::string& out, const estimated& told) {
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
}

}  // namespace

void append_estimate(std::string& out, const estimated& told) {
    object_writer members(out);
    append_numbers(members, out, told);
    members.end();
}

void append_foreseen(std::string& out, const foreseen& told) {
    object_writer members(out);
    append_numbers(members, out, told.how);
    members.text("to", told.to);
    members.text("from", told.from);
    if (told.how.coding != encoding::binary) members.text("text", told.text);
    if (told.price) members.text("price", money::amount_text(*told.price));
    if (told.not_before != wall_time{}) members.time("send_at", told.not_before);
    if (told.held) members.flag("held", true);
    if (told.copies != 0) members.number("copies", told.copies);
    if (told.refused) append_problem(members.name("problem"), problem_of(*told.refused, "", told.how.coding == encoding::binary));
    members.end();
}

}  // namespace hermod::api
