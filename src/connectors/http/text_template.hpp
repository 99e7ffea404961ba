// A text with placeholders, read once: "Hello {to}". "{{" and "}}" are braces. Each value is escaped for where it stands.
//
// {name}   a value of the message (values.hpp), or a constant of the configuration
// {=name}  a constant as it is, without escaping: for a base URL. A message's value never
// Constants are put in when the template is read. Pieces may be optional: left out when all their values are empty.
// Immutable once made; rendering appends to a buffer that the caller reuses.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/http/escape.hpp"
#include "connectors/http/values.hpp"

namespace hermod::connectors::http {

using constants = std::map<std::string, std::string, std::less<>>;

// Where in the text, counted from 0, and what is wrong there.
struct template_fault {
    std::size_t at = 0;
    std::string what;
};

class text_template {
public:
    // Appends what `text` says. What stands between its placeholders is escaped as `literally` says, its values as `where`.
    std::optional<template_fault> add(std::string_view text, standing where, const constants& known, standing literally = standing::raw);
    void add_literal(std::string_view text);
    void add_value(value which, standing where);
    // `c`, unless what has been rendered by this template is empty or ends with `unless`: between the members of a list.
    void add_separator(char c, char unless);
    // What is added until close_optional() is left out when it has values and all are empty.
    std::size_t open_optional();
    void close_optional(std::size_t opened);

    // False: a value may not stand where it should; `refused` is its name.
    bool render(std::string& out, part_values& from, std::string_view& refused) const;

    bool is_constant() const;
    // The text before the first value; of a constant template all of it.
    std::string leading() const;
    void drop_leading(std::size_t octets);
    bool uses(value which) const;
    bool empty() const { return pieces_.empty(); }

private:
    struct piece {
        enum class kind : std::uint8_t { literal, value, separator, optional } is = kind::literal;
        standing where = standing::raw;
        value which = value::to;
        char c = 0, unless = 0;
        std::size_t end = 0;  // of an optional run: the piece behind it
        std::string text;
    };
    std::optional<template_fault> add_placeholder(std::string_view name, std::size_t at, standing where, const constants& known);
    bool is_wanted(std::size_t from, std::size_t to, part_values& values) const;

    std::vector<piece> pieces_;
};

}  // namespace hermod::connectors::http
