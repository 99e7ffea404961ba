#include "connectors/http/request_template.hpp"

#include "net/http_characters.hpp"

namespace hermod::connectors::http {

namespace {

// Behind scheme://authority; npos when it does not end there.
std::size_t end_of_origin(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::string_view::npos;
    return url.find_first_of("/?", scheme + 3);
}

bool is_json_standing(std::string_view key) { return key == "json"; }

}  // namespace

std::optional<request_template> request_template::read(settings::table_reader& table, const constants& known) {
    request_template out;
    table.require({"url"});
    out.read_url(table, known);
    out.read_headers(table, known);
    out.read_body(table, known);
    const bool has_body = !out.body_.empty();
    out.method_ = has_body ? "POST" : "GET";
    if (table.text("method", out.method_, 16) && (!net::is_token(out.method_) || (out.method_ == "GET" && has_body))) {
        table.error("method", net::is_token(out.method_) ? "GET has no body" : "is no method: write \"GET\" or \"POST\"");
        out.right_ = false;
    }
    if (!out.right_) return std::nullopt;
    return out;
}

void request_template::read_url(settings::table_reader& table, const constants& known) {
    std::string url;
    right_ = false;
    const bool there = table.text("url", url);
    const auto* query = table.free_table("query");
    if (!there) return;
    if (const auto fault = target_.add(url, standing::url, known)) return report(table, "url", *fault);
    const std::string leading = target_.leading();
    const auto end = end_of_origin(leading);
    if (end == std::string::npos && !target_.is_constant())
        return table.error("url", "the scheme and host must be constant: http://HOST/... or https://HOST/...");
    const auto origin = net::parse_http_url(end == std::string::npos ? leading : leading.substr(0, end));
    if (!origin) return table.error("url", "is no URL of a provider: " + origin.error().message());
    origin_ = *origin;
    if (end == std::string::npos) target_ = {};
    else target_.drop_leading(end);
    const std::string rest = end == std::string::npos ? std::string() : leading.substr(end);
    if (!rest.starts_with('/')) {
        text_template whole;
        whole.add_literal("/");
        if (end != std::string::npos) return table.error("url", "needs a \"/\" behind the host");
        target_ = std::move(whole);
    }
    right_ = net::is_target(rest.empty() ? "/" : rest);
    if (!right_) return table.error("url", "has a character that no URL may have: write it as %XX");
    if (!query || query->entries.empty()) return;
    if (url.find('?') == std::string::npos) target_.add_literal("?");
    right_ = add_pairs(target_, table, "query", *query, standing::url, known);
}

void request_template::read_headers(settings::table_reader& table, const constants& known) {
    const auto* wanted = table.free_table("headers");
    if (!wanted) return;
    for (const auto& one : wanted->entries) {
        const auto* text = std::get_if<std::string>(&one.what.value);
        header made;
        made.name = one.key;
        made.optional = made.name.ends_with('?');
        if (made.optional) made.name.pop_back();
        if (!text || !net::is_token(made.name)) {
            table.error("headers", "\"" + one.key + "\" is no header of text");
            right_ = false;
        } else if (const auto fault = made.what.add(*text, standing::header, known)) {
            report(table, "headers", {fault->at, fault->what + " (in \"" + one.key + "\")"});
            right_ = false;
        } else if (!net::is_field_value(made.what.leading())) {
            table.error("headers", "\"" + one.key + "\" has a character that no header may have");
            right_ = false;
        } else {
            headers_.push_back(std::move(made));
        }
    }
}

void request_template::read_body(settings::table_reader& table, const constants& known) {
    struct form_of_body {
        std::string_view key, type;
        standing where;
    };
    static constexpr form_of_body forms[] = {{"form", "application/x-www-form-urlencoded", standing::form},
                                             {"json", "application/json", standing::json},
                                             {"xml", "text/xml; charset=utf-8", standing::xml},
                                             {"body", "text/plain; charset=utf-8", standing::raw}};
    std::string type, first;
    for (const form_of_body& form : forms) {
        const settings::setting* what = table.any(form.key);
        if (!what) continue;
        if (!first.empty()) {
            table.error(form.key, "there is a body already: " + first);
            right_ = false;
            continue;
        }
        first = form.key;
        type = form.type;
        const auto* text = std::get_if<std::string>(&what->value);
        const auto* pairs = std::get_if<settings::setting_table>(&what->value);
        if (text) {
            const auto fault = body_.add(*text, form.where, known);
            if (fault) report(table, form.key, *fault);
            right_ = right_ && !fault;
        } else if (form.where == standing::form && pairs) {
            right_ = add_pairs(body_, table, form.key, *pairs, standing::form, known) && right_;
        } else if (is_json_standing(form.key)) {
            right_ = add_json(body_, table, form.key, *what, known) && right_;
        } else {
            table.error(form.key, "is " + std::string(settings::kind_of(*what)) + " instead of text");
            right_ = false;
        }
    }
    const bool own = table.text("content_type", type, 200);
    if (own && !net::is_field_value(type)) {
        table.error("content_type", "has a character that no header may have");
        right_ = false;
    }
    if (first.empty()) return;
    header made;
    made.name = "Content-Type";
    made.what.add_literal(type);
    headers_.push_back(std::move(made));
}

bool request_template::uses(value which) const {
    for (const header& one : headers_)
        if (one.what.uses(which)) return true;
    return target_.uses(which) || body_.uses(which);
}

bool request_template::render(rendered_request& out, part_values& from, std::string_view& refused) const {
    out.target.clear();
    out.body.clear();
    out.headers.clear();
    if (out.values.size() < headers_.size()) out.values.resize(headers_.size());
    if (!target_.render(out.target, from, refused) || !body_.render(out.body, from, refused)) return false;
    for (std::size_t i = 0; i < headers_.size(); ++i) {
        std::string& text = out.values[i];
        text.clear();
        if (!headers_[i].what.render(text, from, refused)) return false;
        if (!text.empty() || !headers_[i].optional) out.headers.push_back({headers_[i].name, text});
    }
    return true;
}

}  // namespace hermod::connectors::http
