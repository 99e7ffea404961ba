// What a value must be for a rule to fit: "is", one of several words; "begins"; "matches" (RE2). Read from a rule's table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connectors/http/field.hpp"
#include "settings/reader.hpp"

namespace hermod::connectors::http {

class condition {
public:
    // Reads where, is, begins, matches; a rule without them fits everything. False: a mistake was reported.
    bool read(settings::table_reader& table);

    bool fits(heard& from, const item& of = {}) const;

private:
    std::optional<field> where_;
    std::vector<std::string> is_;
    std::string begins_;
    pattern matches_;
};

// A field's place under `key`; false when a mistake was reported. Not being there is none.
bool read_field(settings::table_reader& table, std::string_view key, std::optional<field>& out);

}  // namespace hermod::connectors::http
