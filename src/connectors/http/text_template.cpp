#include "connectors/http/text_template.hpp"

#include <algorithm>

#include "base/nearest.hpp"
#include "settings/problems.hpp"

namespace hermod::connectors::http {

namespace {

std::string suggested(std::string_view written, const constants& known) {
    std::vector<std::string_view> names(value_names().begin(), value_names().end());
    for (const auto& [name, text] : known) names.push_back(name);
    const auto near = nearest(written, names);
    return near.empty() ? std::string() : ", did you mean \"" + std::string(near) + "\"?";
}

std::string in_quotes(std::string_view name) { return '"' + std::string(name) + '"'; }

}  // namespace

std::optional<template_fault> text_template::add(std::string_view text, standing where, const constants& known, standing literally) {
    std::string literal;
    const auto flush = [&] {
        std::string escaped;
        (void)append_value(escaped, literally, literal);
        add_literal(escaped);
        literal.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c != '{' && c != '}') {
            literal += c;
            continue;
        }
        if (at + 1 < text.size() && text[at + 1] == c) {
            literal += c;
            ++at;
            continue;
        }
        if (c == '}') return template_fault{at, "a \"}\" that closes nothing: write \"}}\" for a brace"};
        const auto end = text.find_first_of("{}", at + 1);
        if (end == std::string_view::npos || text[end] == '{') return template_fault{at, "a \"{\" that is not closed: write \"{{\" for a brace"};
        flush();
        if (auto fault = add_placeholder(text.substr(at + 1, end - at - 1), at, where, known)) return fault;
        at = end;
    }
    flush();
    return std::nullopt;
}

std::optional<template_fault> text_template::add_placeholder(std::string_view name, std::size_t at, standing where, const constants& known) {
    const bool as_it_is = name.starts_with('=');
    if (as_it_is) name.remove_prefix(1);
    if (const auto fixed = known.find(name); fixed != known.end()) {
        std::string escaped;
        if (!append_value(escaped, as_it_is ? standing::raw : where, fixed->second))
            return template_fault{at, "the value of " + in_quotes(name) + " may not stand in a header"};
        add_literal(escaped);
        return std::nullopt;
    }
    const auto which = find_value(name);
    if (!which) return template_fault{at, "unknown placeholder " + in_quotes(name) + suggested(name, known)};
    if (as_it_is) return template_fault{at, in_quotes(name) + " is a message's: it is always escaped, write {" + std::string(name) + "}"};
    if (row_of(*which).octets && where != standing::url && where != standing::form && where != standing::raw)
        return template_fault{at, in_quotes(name) + " is octets, which cannot stand here: use its hexadecimal form"};
    add_value(*which, where);
    return std::nullopt;
}

void text_template::add_literal(std::string_view text) {
    if (text.empty()) return;
    if (!pieces_.empty() && pieces_.back().is == piece::kind::literal) {
        pieces_.back().text += text;
        return;
    }
    piece made;
    made.text = text;
    pieces_.push_back(std::move(made));
}

void text_template::add_value(value which, standing where) {
    piece made;
    made.is = piece::kind::value;
    made.where = where;
    made.which = which;
    pieces_.push_back(std::move(made));
}

void text_template::add_separator(char c, char unless) {
    piece made;
    made.is = piece::kind::separator;
    made.c = c;
    made.unless = unless;
    pieces_.push_back(std::move(made));
}

std::size_t text_template::open_optional() {
    piece made;
    made.is = piece::kind::optional;
    pieces_.push_back(std::move(made));
    return pieces_.size() - 1;
}

// The empty run behind it keeps later literals from growing into the optional ones.
void text_template::close_optional(std::size_t opened) {
    pieces_[opened].end = pieces_.size();
    piece barrier;
    barrier.is = piece::kind::optional;
    barrier.end = pieces_.size() + 1;
    pieces_.push_back(std::move(barrier));
}

bool text_template::is_wanted(std::size_t from, std::size_t to, part_values& values) const {
    bool any = false;
    for (std::size_t i = from; i < to; ++i) {
        if (pieces_[i].is != piece::kind::value) continue;
        if (!values.get(pieces_[i].which).empty()) return true;
        any = true;
    }
    return !any;
}

bool text_template::render(std::string& out, part_values& from, std::string_view& refused) const {
    const std::size_t begin = out.size();
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const piece& p = pieces_[i];
        switch (p.is) {
            case piece::kind::literal:
                out += p.text;
                break;
            case piece::kind::value:
                if (!append_value(out, p.where, from.get(p.which))) {
                    refused = row_of(p.which).name;
                    return false;
                }
                break;
            case piece::kind::separator:
                if (out.size() > begin && out.back() != p.unless) out += p.c;
                break;
            case piece::kind::optional:
                if (!is_wanted(i + 1, p.end, from)) i = p.end - 1;
                break;
        }
    }
    return true;
}

bool text_template::is_constant() const {
    return std::none_of(pieces_.begin(), pieces_.end(), [](const piece& p) { return p.is == piece::kind::value; });
}

std::string text_template::leading() const {
    return pieces_.empty() || pieces_.front().is != piece::kind::literal ? std::string() : pieces_.front().text;
}

void text_template::drop_leading(std::size_t octets) { pieces_.front().text.erase(0, octets); }

bool text_template::uses(value which) const {
    return std::any_of(pieces_.begin(), pieces_.end(),
                       [which](const piece& p) { return p.is == piece::kind::value && p.which == which; });
}

}  // namespace hermod::connectors::http
