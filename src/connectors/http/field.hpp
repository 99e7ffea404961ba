// Where a value stands in an answer of the provider, or in a request that it makes to us.
//
//   json:/messages/0/id   a JSON pointer (RFC 6901) into the body, or into the item at hand
//   root:/bulkId          the same into the whole body, whatever the item
//   xml:data/message/id   a path of local names below the root element (or the item); "@name" an attribute, "**/name" anywhere
//   regex:^ID: (\w+)      RE2 over the body: the first group, or the whole match
//   header:Name  query:name  form:name  status  body  text:CONSTANT
// Parsed when the configuration is read. Bodies are strangers' octets: what cannot be read has no value.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/form_text.hpp"
#include "xml/document.hpp"

namespace re2 {
class RE2;
}

namespace hermod::connectors::http {

using net::pairs;
using net::parse_pairs;

using pattern = std::shared_ptr<const re2::RE2>;
// Null with `fault` set when RE2 does not take it.
pattern make_pattern(const std::string& text, std::string& fault);
bool matches(const pattern& with, std::string_view text);

// What is looked into: views of an exchange, parsed when first asked. One owner; not kept.
class heard {
public:
    using header_function = std::function<std::string_view(std::string_view name)>;
    heard(int status, std::string_view body, std::string_view query, header_function header)
        : status(status), body(body), query(query), header(std::move(header)) {}

    const boost::json::value* json();  // null: the body is none
    const xml::document* xml();
    const pairs& form();
    const pairs& queried();

    int status;
    std::string_view body, query;
    header_function header;

private:
    std::optional<std::optional<boost::json::value>> json_;
    std::optional<std::optional<xml::document>> xml_;
    std::optional<pairs> form_, queried_;
};

// One of several things that an exchange tells of; default: the whole.
struct item {
    const boost::json::value* json = nullptr;
    xml::element xml;
};

class field {
public:
    // nullopt with `fault` set when it is none.
    static std::optional<field> parse(std::string_view written, std::string& fault);

    std::optional<std::string> read(heard& from, const item& of = {}) const;
    // The items that a JSON list or equal XML elements at this place are; empty when there are none.
    std::vector<item> items(heard& from) const;
    const std::string& written() const { return written_; }

private:
    enum class kind : std::uint8_t { json, root, xml, regex, header, query, form, status, body, text };
    const boost::json::value* json_at(heard& from, const item& of) const;

    kind is_ = kind::body;
    std::string written_, name_;
    pattern regex_;
};

}  // namespace hermod::connectors::http
