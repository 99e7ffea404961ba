// An XML document that a stranger sent, read into a tree: no DTD, no entities, no instructions, bounded in size and depth.
//
// pugixml parses; what it lets pass is refused here: DTDs, references to entities, text beside the root, characters that XML does
// not allow, other encodings. Elements are found by their local names, for peers disagree on prefixes, on namespaces and on
// whether children are qualified at all. Pure; a document owns its tree, an element borrows from it and is copied like a pointer.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "xml/errc.hpp"

namespace pugi {
class xml_document;
struct xml_node_struct;
}  // namespace pugi

namespace hermod::xml {

// An element, or nothing. Whatever is asked of nothing is nothing or empty, so that a path needs one check at its end.
class element {
public:
    element() = default;
    explicit element(pugi::xml_node_struct* node) : node_(node) {}
    explicit operator bool() const { return node_ != nullptr; }

    std::string_view name() const;                             // local: without its prefix
    std::string text() const;                                  // its own characters and CDATA in order, children's left out
    std::string attribute(std::string_view local_name) const;  // empty when there is none
    bool has_attribute(std::string_view local_name) const;

    element child() const;                             // the first
    element child(std::string_view local_name) const;  // the first of that name
    element next() const;                              // sibling
    element next(std::string_view local_name) const;   // the next sibling of that name
    element find(std::string_view local_name) const;   // the first of that name below, at any depth
    std::string text_of(std::string_view local_name) const { return child(local_name).text(); }

private:
    pugi::xml_node_struct* node_ = nullptr;
};

struct limits {
    std::size_t octets = 64 * 1024;
    int depth = 32;  // of elements; the root is 1
};

class document {
public:
    ~document();
    document(document&&) noexcept;
    document& operator=(document&&) noexcept;

    element root() const;  // there always is one

private:
    friend checked<document> read(std::string_view, const limits&);
    explicit document(std::unique_ptr<pugi::xml_document> tree);
    std::unique_ptr<pugi::xml_document> tree_;
};

// `octets` is the whole document, with or without declaration and byte order mark.
checked<document> read(std::string_view octets, const limits& most = {});

}  // namespace hermod::xml
