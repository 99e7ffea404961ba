#include "xml/writer.hpp"

#include <algorithm>

#include "text/utf.hpp"
#include "xml/character.hpp"

namespace hermod::xml {
namespace {

text::code_point character_at(std::string_view text, std::size_t at) {
    const text::code_point c = text::code_point_at(text, at);
    return is_character(c.value) ? c : text::code_point{text::replacement, 0};
}

// The end of a line is written as a reference where a reader would otherwise change it (XML 1.0 sections 2.11, 3.3.3).
std::string_view reference_of(char32_t c, bool in_attribute) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return in_attribute ? "&quot;" : "";
        case '\'': return in_attribute ? "&apos;" : "";
        case '\r': return "&#13;";
        case '\n': return in_attribute ? "&#10;" : "";
        case '\t': return in_attribute ? "&#9;" : "";
        default: return "";
    }
}

void append(std::string& out, std::string_view text, bool in_attribute) {
    for (std::size_t at = 0; at < text.size();) {
        const text::code_point c = character_at(text, at);
        const std::string_view reference = reference_of(c.value, in_attribute);
        if (c.length == 0)
            text::append_utf8(out, text::replacement);
        else if (reference.empty())
            out.append(text, at, c.length);
        else
            out += reference;
        // What is no XML but UTF-8 is replaced as a whole, anything else octet by octet.
        at += c.length > 0 ? c.length : std::max<std::size_t>(text::code_point_at(text, at).length, 1);
    }
}

}  // namespace

std::optional<std::size_t> first_unwritable(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const text::code_point c = character_at(text, at);
        if (c.length == 0) return at;
        at += c.length;
    }
    return std::nullopt;
}

void append_text(std::string& out, std::string_view text) {
    append(out, text, false);
}

void append_attribute_value(std::string& out, std::string_view text) {
    append(out, text, true);
}

writer::~writer() {
    while (!open_.empty()) close();
}

writer& writer::declaration() {
    out_ += R"(<?xml version="1.0" encoding="UTF-8"?>)";
    return *this;
}

void writer::end_tag() {
    if (in_tag_) out_ += '>';
    in_tag_ = false;
}

writer& writer::open(std::string_view name) {
    end_tag();
    out_ += '<';
    out_ += name;
    open_.emplace_back(name);
    in_tag_ = true;
    return *this;
}

writer& writer::attribute(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_attribute_value(out_, value);
    out_ += '"';
    return *this;
}

writer& writer::text(std::string_view value) {
    end_tag();
    append_text(out_, value);
    return *this;
}

writer& writer::close() {
    if (in_tag_) {
        out_ += "/>";
        in_tag_ = false;
    } else {
        out_ += "</";
        out_ += open_.back();
        out_ += '>';
    }
    open_.pop_back();
    return *this;
}

}  // namespace hermod::xml
