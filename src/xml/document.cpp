#include "xml/document.hpp"

#include <cstring>
#include <pugixml.hpp>

#include "xml/prescan.hpp"

namespace hermod::xml {

namespace {

constexpr std::string_view anywhere = "**/";

std::string_view local(const char* name) {
    const char* const colon = std::strchr(name, ':');
    return colon ? colon + 1 : name;
}

bool is_element(const pugi::xml_node& node) { return node.type() == pugi::node_element; }

void append_text(std::string& out, const pugi::xml_node& node) {
    for (const auto& child : node.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            out += child.value();
        else if (is_element(child))
            append_text(out, child);
    }
}

pugi::xml_node first(const pugi::xml_node& below, std::string_view name) {
    if (is_element(below) && local(below.name()) == name) return below;
    for (const auto& child : below.children())
        if (is_element(child))
            if (const auto found = first(child, name)) return found;
    return {};
}

std::string trimmed(std::string text) {
    constexpr const char* blank = " \t\r\n";
    const auto begin = text.find_first_not_of(blank);
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

}  // namespace

const char* text(errc value) {
    switch (value) {
        case errc::malformed: return "is no well-formed XML";
        case errc::has_dtd: return "has a document type declaration";
        case errc::unknown_entity: return "refers to an entity";
        case errc::too_large: return "is larger than is taken";
        case errc::too_deep: return "is nested deeper than is taken";
    }
    return "?";
}

struct document::tree {
    pugi::xml_document nodes;
};

document::document(std::unique_ptr<tree> made) : tree_(std::move(made)) {}
document::~document() = default;
document::document(document&&) noexcept = default;
document& document::operator=(document&&) noexcept = default;

result<document> document::parse(std::string_view text, const limits& within) {
    if (const auto wrong = prescan(text, within)) return *wrong;
    auto made = std::make_unique<tree>();
    const unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata_single;
    if (!made->nodes.load_buffer(text.data(), text.size(), options)) return make_error_code(errc::malformed);
    if (!made->nodes.document_element()) return make_error_code(errc::malformed);
    return document(std::move(made));
}

element document::root() const { return element(tree_->nodes.document_element().internal_object()); }

std::string_view element::name() const { return node_ ? local(pugi::xml_node(node_).name()) : std::string_view{}; }

std::string element::text() const {
    std::string out;
    if (node_) append_text(out, pugi::xml_node(node_));
    return trimmed(std::move(out));
}

std::optional<std::string> element::attribute(std::string_view local_name) const {
    if (!node_) return std::nullopt;
    for (const auto& one : pugi::xml_node(node_).attributes())
        if (local(one.name()) == local_name) return one.value();
    return std::nullopt;
}

element element::child(std::string_view local_name) const {
    if (!node_) return {};
    for (const auto& one : pugi::xml_node(node_).children())
        if (is_element(one) && local(one.name()) == local_name) return element(one.internal_object());
    return {};
}

std::vector<element> element::children(std::string_view local_name) const {
    std::vector<element> out;
    if (!node_) return out;
    for (const auto& one : pugi::xml_node(node_).children())
        if (is_element(one) && (local_name.empty() || local(one.name()) == local_name)) out.emplace_back(one.internal_object());
    return out;
}

element element::find(std::string_view local_name) const {
    return node_ ? element(first(pugi::xml_node(node_), local_name).internal_object()) : element{};
}

// To the element that holds the last step; `last` is that step, empty when the path has ended at the element itself.
element element::walk(std::string_view path, std::string_view& last) const {
    element at = *this;
    if (path.starts_with(anywhere)) {
        path.remove_prefix(anywhere.size());
        const auto slash = path.find('/');
        at = find(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
        at = at.child(path.substr(0, slash));
        path.remove_prefix(slash + 1);
    }
    last = path;
    return at;
}

std::optional<std::string> element::value_at(std::string_view path) const {
    std::string_view last;
    const element holder = walk(path, last);
    if (!holder) return std::nullopt;
    if (last.starts_with('@')) return holder.attribute(last.substr(1));
    const element found = last.empty() ? holder : holder.child(last);
    if (!found) return std::nullopt;
    return found.text();
}

std::vector<element> element::all_at(std::string_view path) const {
    std::string_view last;
    const element holder = walk(path, last);
    if (!holder) return {};
    if (last.empty()) return {holder};
    return holder.children(last);
}

}  // namespace hermod::xml
