#include "connectors/http/field.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "xml/path.hpp"

namespace hermod::connectors::http {

namespace json = boost::json;

namespace {

constexpr std::size_t json_depth = 32;
constexpr std::int64_t pattern_memory = 1 << 20;

std::optional<std::string> text_of(const json::value* what) {
    if (!what || what->is_null()) return std::nullopt;
    if (const auto* text = what->if_string()) return std::string(text->data(), text->size());
    if (what->is_structured()) return std::nullopt;
    return json::serialize(*what);
}

std::optional<std::string> find(const pairs& all, std::string_view name) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == name; });
    if (at == all.end()) return std::nullopt;
    return at->second;
}

std::optional<std::string> captured(const re2::RE2& regex, std::string_view text) {
    std::array<re2::StringPiece, 2> found;
    const int groups = regex.NumberOfCapturingGroups() > 0 ? 2 : 1;
    const re2::StringPiece whole(text.data(), text.size());
    if (!regex.Match(whole, 0, text.size(), re2::RE2::UNANCHORED, found.data(), groups)) return std::nullopt;
    const re2::StringPiece& got = found[static_cast<std::size_t>(groups - 1)];
    return std::string(got.data() ? got.data() : "", got.size());
}

}  // namespace

pattern make_pattern(const std::string& text, std::string& fault) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(pattern_memory);
    auto made = std::make_shared<const re2::RE2>(text, options);
    if (made->ok()) return made;
    fault = "is no regular expression of RE2: " + made->error();
    return nullptr;
}

bool matches(const pattern& with, std::string_view text) {
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *with);
}

const json::value* heard::json() {
    if (!json_) {
        json::parse_options options;
        options.max_depth = json_depth;
        json::error_code failed;
        auto read = json::parse(json::string_view(body.data(), body.size()), failed, {}, options);
        json_.emplace();
        if (!failed) json_->emplace(std::move(read));
    }
    return *json_ ? &**json_ : nullptr;
}

const xml::document* heard::xml() {
    if (!xml_) {
        auto read = xml::read(body, {.octets = 256 * 1024});
        xml_.emplace();
        if (read) xml_->emplace(std::move(*read));
    }
    return *xml_ ? &**xml_ : nullptr;
}

const pairs& heard::form() {
    if (!form_) form_ = parse_pairs(body);
    return *form_;
}

const pairs& heard::queried() {
    if (!queried_) queried_ = parse_pairs(query);
    return *queried_;
}

std::optional<field> field::parse(std::string_view written, std::string& fault) {
    struct row {
        std::string_view prefix;
        kind is;
    };
    static constexpr row named[] = {{"json:", kind::json},     {"root:", kind::root},   {"xml:", kind::xml},   {"regex:", kind::regex},
                                    {"header:", kind::header}, {"query:", kind::query}, {"form:", kind::form}, {"text:", kind::text}};
    field out;
    out.written_ = written;
    if (written == "status" || written == "body") {
        out.is_ = written == "status" ? kind::status : kind::body;
        return out;
    }
    const auto at = std::find_if(std::begin(named), std::end(named), [&](const row& r) { return written.starts_with(r.prefix); });
    if (at == std::end(named)) {
        fault = "is no place of a value: write json:/POINTER, xml:PATH, regex:PATTERN, header:NAME, query:NAME, form:NAME, text:WORDS, "
                "status or body";
        return std::nullopt;
    }
    out.is_ = at->is;
    out.name_ = written.substr(at->prefix.size());
    const bool pointer = out.is_ == kind::json || out.is_ == kind::root;
    if (pointer && !out.name_.empty() && out.name_.front() != '/') {
        fault = "is no JSON pointer: it begins with \"/\"";
        return std::nullopt;
    }
    if (out.name_.empty() && !pointer && out.is_ != kind::text && out.is_ != kind::xml) {
        fault = "names nothing behind \"" + std::string(at->prefix) + "\"";
        return std::nullopt;
    }
    if (out.is_ == kind::regex && !(out.regex_ = make_pattern(out.name_, fault))) return std::nullopt;
    return out;
}

const json::value* field::json_at(heard& from, const item& of) const {
    const json::value* where = is_ == kind::json && of.json ? of.json : from.json();
    if (!where) return nullptr;
    json::error_code missing;
    return where->find_pointer(json::string_view(name_), missing);
}

std::optional<std::string> field::read(heard& from, const item& of) const {
    switch (is_) {
        case kind::json:
        case kind::root:
            return text_of(json_at(from, of));
        case kind::xml: {
            if (of.xml) return xml::value_at(of.xml, name_);
            const xml::document* whole = from.xml();
            return whole ? xml::value_at(whole->root(), name_) : std::nullopt;
        }
        case kind::regex:
            return captured(*regex_, from.body);
        case kind::header: {
            const std::string_view found = from.header ? from.header(name_) : std::string_view{};
            return found.empty() ? std::nullopt : std::optional<std::string>(found);
        }
        case kind::query:
            return find(from.queried(), name_);
        case kind::form:
            return find(from.form(), name_);
        case kind::status:
            return std::to_string(from.status);
        case kind::body:
            return std::string(from.body);
        case kind::text:
            return name_;
    }
    return std::nullopt;
}

std::vector<item> field::items(heard& from) const {
    std::vector<item> out;
    if (is_ == kind::xml) {
        if (const xml::document* whole = from.xml())
            for (const xml::element one : xml::all_at(whole->root(), name_)) out.push_back({nullptr, one});
        return out;
    }
    const json::value* found = is_ == kind::json || is_ == kind::root ? json_at(from, {}) : nullptr;
    if (!found) return out;
    if (const auto* list = found->if_array())
        for (const json::value& one : *list) out.push_back({&one, {}});
    else
        out.push_back({found, {}});
    return out;
}

}  // namespace hermod::connectors::http
