#include "connectors/http/condition.hpp"

#include <algorithm>

namespace hermod::connectors::http {

bool read_field(settings::table_reader& table, std::string_view key, std::optional<field>& out) {
    std::string written, fault;
    if (!table.has(key)) return table.text(key, written), true;
    if (!table.text(key, written)) return false;
    out = field::parse(written, fault);
    if (!out) table.error(key, '"' + written + "\" " + fault);
    return out.has_value();
}

bool condition::read(settings::table_reader& table) {
    bool right = read_field(table, "where", where_);
    std::string regex, fault;
    if (const auto* words = table.any("is")) {
        if (const auto* one = std::get_if<std::string>(&words->value)) is_.push_back(*one);
        else right = table.texts("is", is_) && right;
    }
    table.text("begins", begins_);
    if (table.text("matches", regex)) {
        matches_ = make_pattern(regex, fault);
        if (!matches_) table.error("matches", fault);
        right = right && matches_;
    }
    if (right && !where_ && (!is_.empty() || !begins_.empty() || matches_)) where_ = field::parse("body", fault);
    return right;
}

// With nothing asked of it, the value has to be there.
bool condition::fits(heard& from, const item& of) const {
    if (!where_) return true;
    const auto found = where_->read(from, of);
    if (!found) return false;
    if (!is_.empty() && std::find(is_.begin(), is_.end(), *found) == is_.end()) return false;
    return found->starts_with(begins_) && (!matches_ || matches(matches_, *found));
}

}  // namespace hermod::connectors::http
