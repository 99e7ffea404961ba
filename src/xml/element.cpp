#include <pugixml.hpp>

#include "xml/document.hpp"

namespace hermod::xml {
namespace {

std::string_view local(std::string_view qualified) {
    const std::size_t colon = qualified.find(':');
    return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

bool is_element(pugi::xml_node node, std::string_view name) {
    return node.type() == pugi::node_element && local(node.name()) == name;
}

element of(pugi::xml_node node) {
    return element(node.internal_object());
}

// `node` or the first behind it that is an element (of that name).
pugi::xml_node element_from(pugi::xml_node node) {
    while (node && node.type() != pugi::node_element) node = node.next_sibling();
    return node;
}
pugi::xml_node element_from(pugi::xml_node node, std::string_view name) {
    while (node && !is_element(node, name)) node = node.next_sibling();
    return node;
}

pugi::xml_attribute attribute_of(pugi::xml_node node, std::string_view name) {
    pugi::xml_attribute at = node.first_attribute();
    while (at && local(at.name()) != name) at = at.next_attribute();
    return at;
}

// The node after `node` in document order, within `top`.
pugi::xml_node following(pugi::xml_node node, pugi::xml_node top) {
    if (node.first_child()) return node.first_child();
    while (node != top && !node.next_sibling()) node = node.parent();
    return node == top ? pugi::xml_node() : node.next_sibling();
}

}  // namespace

std::string_view element::name() const {
    return local(pugi::xml_node(node_).name());
}

std::string element::text() const {
    std::string out;
    for (const pugi::xml_node part : pugi::xml_node(node_).children())
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) out += part.value();
    return out;
}

std::string element::attribute(std::string_view local_name) const {
    return attribute_of(pugi::xml_node(node_), local_name).value();
}

bool element::has_attribute(std::string_view local_name) const {
    return bool(attribute_of(pugi::xml_node(node_), local_name));
}

element element::child() const {
    return of(element_from(pugi::xml_node(node_).first_child()));
}

element element::child(std::string_view local_name) const {
    return of(element_from(pugi::xml_node(node_).first_child(), local_name));
}

element element::next() const {
    return of(element_from(pugi::xml_node(node_).next_sibling()));
}

element element::next(std::string_view local_name) const {
    return of(element_from(pugi::xml_node(node_).next_sibling(), local_name));
}

element element::find(std::string_view local_name) const {
    const pugi::xml_node top(node_);
    pugi::xml_node at = following(top, top);
    while (at && !is_element(at, local_name)) at = following(at, top);
    return of(at);
}

}  // namespace hermod::xml
