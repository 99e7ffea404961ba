// One request to the provider as the configuration describes it: method, URL, headers, body.
//
// The scheme, host and port are constant: connections go to one place. Keys of query, form, json and headers that end with
// "?" are left out when their value is empty. Immutable once read; a request is rendered into buffers that are reused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connectors/http/text_template.hpp"
#include "net/http_url.hpp"
#include "net/http_gate.hpp"
#include "settings/reader.hpp"

namespace hermod::connectors::http {

struct rendered_request {
    std::string target, body;
    std::vector<std::string> values;       // of the headers, one each
    std::vector<net::http_field> headers;  // views of the values and of the template's names
};

class request_template {
public:
    // Reads the keys method, url, query, headers, form | json | xml | body, content_type of `table`. Mistakes go to its
    // problems; then nullopt.
    static std::optional<request_template> read(settings::table_reader& table, const constants& known);

    const std::string& method() const { return method_; }
    const net::http_url& origin() const { return origin_; }
    bool uses(value which) const;

    // False: a value may not stand where it should; `refused` is its name.
    bool render(rendered_request& out, part_values& from, std::string_view& refused) const;

private:
    struct header {
        std::string name;
        text_template what;
        bool optional = false;
    };
    void read_url(settings::table_reader& table, const constants& known);
    void read_headers(settings::table_reader& table, const constants& known);
    void read_body(settings::table_reader& table, const constants& known);

    std::string method_ = "POST";
    net::http_url origin_;
    text_template target_, body_;
    std::vector<header> headers_;
    bool right_ = true;
};

// "column 7: unknown placeholder ...": as a mistake of `key`.
void report(settings::table_reader& table, std::string_view key, const template_fault& fault);

// A table of names and templates as name=value&..., escaped as `where` (url or form) says.
bool add_pairs(text_template& out, settings::table_reader& table, std::string_view key, const settings::setting_table& pairs,
               standing where, const constants& known);
// A table or list as JSON. Text "{#name}" is the value without quotes.
bool add_json(text_template& out, settings::table_reader& table, std::string_view key, const settings::setting& what,
              const constants& known);

}  // namespace hermod::connectors::http
