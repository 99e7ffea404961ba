// XML as networks write it: a small tree, read once, whose elements are found by their local names.
//
// Prefixes and namespaces are not looked at: the same answer comes with and without them, and under names that differ from
// one release to the next. No DTD and no entities but the five of XML; octets and depth are bounded before anything is
// built, so that no peer can make us allocate or recurse without end. Immutable; one owner, any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/errc.hpp"

namespace pugi {
struct xml_node_struct;
}

namespace hermod::xml {

struct limits {
    std::size_t octets = 256 * 1024;
    std::size_t depth = 32;  // of elements in each other
};

// A view into its document; null when there is none.
class element {
public:
    element() = default;
    explicit element(pugi::xml_node_struct* node) : node_(node) {}
    explicit operator bool() const { return node_ != nullptr; }

    std::string_view name() const;  // local
    std::string text() const;       // all character data below it, without the white space around it
    std::optional<std::string> attribute(std::string_view local_name) const;
    element child(std::string_view local_name) const;
    std::vector<element> children(std::string_view local_name = {}) const;  // empty: all
    // The first of that name at any depth, in the order of the text; this one included.
    element find(std::string_view local_name) const;

    // "data/acceptreport/messageid", "messages/message/@id": each step the first child of that name. A path whose first step
    // is "**" begins with the element of the second step wherever it stands. nullopt when there is no such thing.
    std::optional<std::string> value_at(std::string_view path) const;
    // All elements that the path leads to: the last step may fit several.
    std::vector<element> all_at(std::string_view path) const;

private:
    element walk(std::string_view path, std::string_view& last) const;
    pugi::xml_node_struct* node_ = nullptr;
};

class document {
public:
    static result<document> parse(std::string_view text, const limits& within = {});
    ~document();
    document(document&&) noexcept;
    document& operator=(document&&) noexcept;

    element root() const;

private:
    struct tree;
    explicit document(std::unique_ptr<tree> made);
    std::unique_ptr<tree> tree_;
};

// Appends `text` as character data or as the value of an attribute: what XML gives a meaning is escaped, and what no XML
// may hold (control characters, octets that are no UTF-8) stands as U+FFFD.
void append_escaped(std::string& out, std::string_view text);

}  // namespace hermod::xml
