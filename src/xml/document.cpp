#include "xml/document.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <pugixml.hpp>
#include <utility>

#include "text/utf.hpp"
#include "xml/character.hpp"
#include "xml/references.hpp"

namespace hermod::xml {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Everything is kept that we refuse or must not lose: text beside the root, blanks, instructions. References stay as they are
// written, since pugixml would leave those that it does not know in the text.
constexpr unsigned how = pugi::parse_cdata | pugi::parse_eol | pugi::parse_wconv_attribute | pugi::parse_ws_pcdata |
                         pugi::parse_fragment | pugi::parse_pi | pugi::parse_declaration | pugi::parse_doctype;

std::optional<fault> fault_of_characters(std::string_view octets) {
    for (std::size_t at = 0; at < octets.size();) {
        const text::code_point c = text::code_point_at(octets, at);
        if (c.length == 0) return fault{errc::not_utf8, at};
        if (!is_character(c.value)) return fault{errc::not_a_character, at};
        at += c.length;
    }
    return std::nullopt;
}

bool is_blank(const char* text) {
    return text[std::strspn(text, " \t\r\n")] == '\0';
}

bool same_letters(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// Depth-first over all nodes, without recursion; looks at each and puts what references stand for in their place.
class examination {
public:
    examination(pugi::xml_document& tree, const limits& most) : tree_(tree), most_(most) {}

    std::optional<fault> run() {
        pugi::xml_node at = tree_.first_child();
        for (int depth = 1; at; at = next(at, depth)) {
            const auto where = static_cast<std::size_t>(at.offset_debug() < 0 ? 0 : at.offset_debug());
            if (const auto wrong = examine(at, depth)) return fault{*wrong, where};
        }
        if (roots_ != 1) return fault{errc::not_one_root, 0};
        return std::nullopt;
    }

private:
    pugi::xml_node next(pugi::xml_node node, int& depth) const {
        if (node.first_child()) return ++depth, node.first_child();
        while (node && !node.next_sibling()) --depth, node = node.parent();
        return node.next_sibling();
    }

    std::optional<errc> examine(pugi::xml_node node, int depth) {
        switch (node.type()) {
            case pugi::node_element: return element(node, depth);
            case pugi::node_pcdata:
                if (depth == 1 && !is_blank(node.value())) return errc::not_one_root;
                return decode(node);
            case pugi::node_cdata: return depth == 1 ? std::optional(errc::not_one_root) : std::nullopt;
            case pugi::node_doctype: return errc::has_dtd;
            case pugi::node_pi: return errc::has_instruction;
            case pugi::node_declaration: return declaration(node);
            default: return std::nullopt;
        }
    }

    std::optional<errc> element(pugi::xml_node node, int depth) {
        if (depth == 1 && ++roots_ > 1) return errc::not_one_root;
        if (depth > most_.depth) return errc::too_deep;
        for (pugi::xml_attribute one : node.attributes())
            if (const auto wrong = decode(one)) return wrong;
        return std::nullopt;
    }

    std::optional<errc> declaration(pugi::xml_node node) const {
        if (node != tree_.first_child()) return errc::has_instruction;
        const std::string_view encoding = node.attribute("encoding").value();
        if (encoding.empty() || same_letters(encoding, "utf-8") || same_letters(encoding, "us-ascii")) return std::nullopt;
        return errc::other_encoding;
    }

    // What has a value: text or an attribute.
    template <class Valued>
    static std::optional<errc> decode(Valued what) {
        if (std::strchr(what.value(), '&') == nullptr) return std::nullopt;
        const auto decoded = decode_references(what.value());
        if (!decoded) return decoded.error();
        what.set_value(decoded->c_str());
        return std::nullopt;
    }

    pugi::xml_document& tree_;
    const limits& most_;
    int roots_ = 0;
};

}  // namespace

document::document(std::unique_ptr<pugi::xml_document> tree) : tree_(std::move(tree)) {}
document::~document() = default;
document::document(document&&) noexcept = default;
document& document::operator=(document&&) noexcept = default;

element document::root() const {
    return element(tree_->document_element().internal_object());
}

checked<document> read(std::string_view octets, const limits& most) {
    if (octets.size() > most.octets) return fault{errc::too_large, most.octets};
    if (const auto wrong = fault_of_characters(octets)) return *wrong;
    const std::size_t skipped = octets.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    octets.remove_prefix(skipped);
    auto tree = std::make_unique<pugi::xml_document>();
    const auto parsed = tree->load_buffer(octets.data(), octets.size(), how, pugi::encoding_utf8);
    // Where a tag breaks off at the end, pugixml counts the terminator too.
    if (!parsed) return fault{errc::malformed, skipped + std::min(static_cast<std::size_t>(parsed.offset), octets.size())};
    if (auto wrong = examination(*tree, most).run()) return fault{wrong->code, skipped + wrong->offset};
    return document(std::move(tree));
}

}  // namespace hermod::xml
