#include "simulate/http/plain_language.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/json_text.hpp"
#include "net/base64.hpp"
#include "net/form_text.hpp"
#include "text/hex_text.hpp"

namespace hermod::simulate::http {

namespace json = boost::json;
using net::http_response;
using provider::call;
using provider::delivery;
using provider::fault;
using provider::outcome;
using provider::submitted;

namespace {

constexpr std::array<std::string_view, 4> state_words{"delivered", "undelivered", "expired", "rejected"},
    state_codes{"004", "005", "010", "012"};

void add(std::string& out, std::string_view name, std::string_view value) {
    out += out.empty() ? '{' : ',';
    append_json_text(out, name);
    out += ':';
    append_json_text(out, value);
}

void add_if(std::string& out, std::string_view name, std::string_view value) {
    if (!value.empty()) add(out, name, value);
}

void add_pair(std::string& url, std::string_view name, std::string_view value) {
    url += url.find('?') == std::string::npos ? '?' : '&';
    url.append(name).append("=");
    net::append_percent(url, value);
}

std::string hex_of(std::string_view octets) {
    std::string out;
    text::append_hex(out, octets);
    return out;
}

// A refusal in the words of the form; a code of its own where the fault has none.
http_response refusal(unsigned which, const fault& why, std::string_view words) {
    if (which == in_query) {
        const std::string_view usual = why.status == 401 ? "001" : why.status == 429 ? "130" : why.status >= 500 ? "301" : "105";
        return {why.status, "text/plain",
                "ERR: " + (why.code.empty() ? std::string(usual) : why.code) + ", " + std::string(words) + "\n"};
    }
    std::string body;
    add(body, "code", why.code.empty() ? std::to_string(why.status) : why.code);
    add(body, "message", words);
    return {why.status, "application/json", body + '}'};
}

std::string text_of(const json::object& from, std::string_view name) {
    const json::value* found = from.if_contains(json::string_view(name.data(), name.size()));
    if (!found || found->is_null()) return {};
    if (const auto* text = found->if_string()) return {text->data(), text->size()};
    return json::serialize(*found);
}

}  // namespace

plain_language::plain_language(const options& how)
    : receipt_url_(how.receipt_url),
      inbound_url_(how.inbound_url),
      user_(how.user),
      password_(how.password),
      basic_("Basic " + net::base64(how.user + ':' + how.password)) {}

bool plain_language::knows(const net::http_request& request) const {
    return user_.empty() || request.header("Authorization") == basic_;
}

std::variant<submitted, http_response> plain_language::read(const net::http_request& request) {
    if (request.path == "/messages") return read_json(request);
    if (request.path == "/send") return read_query(request);
    return net::problem(404, "Not Found", "write JSON to /messages, or a query or form to /send");
}

std::variant<submitted, http_response> plain_language::read_json(const net::http_request& request) {
    if (request.method != "POST") return refusal(in_json, {405, {}}, "write with POST");
    if (!knows(request)) return refusal(in_json, {401, {}}, "authentication failed");
    json::error_code failed;
    const auto read = json::parse(json::string_view(request.body.data(), request.body.size()), failed);
    const auto* object = failed ? nullptr : read.if_object();
    if (!object) return refusal(in_json, {400, {}}, "the body is no JSON object");
    submitted out;
    out.form = in_json;
    if (const auto wrong = fill(out, [&](std::string_view name) { return text_of(*object, name); }); !wrong.empty())
        return refusal(in_json, {400, {}}, wrong);
    return out;
}

std::variant<submitted, http_response> plain_language::read_query(const net::http_request& request) {
    if (request.method != "GET" && request.method != "POST") return refusal(in_query, {405, {}}, "write with GET or POST");
    const auto given = net::parse_pairs(request.method == "GET" ? request.query : request.body);
    const bool known = knows(request) || (net::value_of(given, "user") == user_ && net::value_of(given, "password") == password_);
    if (!known) return refusal(in_query, {401, {}}, "Authentication failed");
    submitted out;
    out.form = in_query;
    if (const auto wrong = fill(out, [&](std::string_view name) { return std::string(net::value_of(given, name)); });
        !wrong.empty())
        return refusal(in_query, {400, "101"}, wrong);
    return out;
}

std::string plain_language::fill(submitted& out, const field_of& field) {
    std::string to = field("to");
    if (to.empty()) return "to is missing";
    out.to.push_back(std::move(to));
    out.from = field("from");
    out.text = field("text");
    const std::string data = field("data"), coding = field("data_coding");
    if (!text::read_hex(data, out.octets)) return "data is no hexadecimal";
    if (!text::read_hex(field("udh"), out.udh)) return "udh is no hexadecimal";
    if (!data.empty() && !out.text.empty()) return "text and data are both there";
    if (!data.empty()) out.data_coding = 4;
    if (!coding.empty()) {
        const auto [end, wrong] = std::from_chars(coding.data(), coding.data() + coding.size(), out.data_coding);
        if (wrong != std::errc{} || end != coding.data() + coding.size()) return "data_coding is no number from 0 to 255";
    }
    out.reference = field("reference");
    out.receipt_url = field("receipt_url");
    if (out.receipt_url.empty()) out.receipt_url = receipt_url_;
    out.receipt = !out.receipt_url.empty();
    if (std::string url = field("inbound_url"); !url.empty()) inbound_url_ = std::move(url);
    return {};
}

http_response plain_language::taken(const submitted& what) {
    const std::string id = std::to_string(what.first);
    if (what.form == in_query) return {200, "text/plain", "ID: " + id + "\n"};
    return {200, "application/json", "{\"id\":\"" + id + "\"}"};
}

http_response plain_language::refused(const submitted& what, const fault& why) {
    return refusal(what.form, why, why.status == 429 ? "too many requests" : "refused as this simulation was told to");
}

std::optional<call> plain_language::receipt(const delivery& what, wall_time now) {
    const submitted& of = *what.of;
    const auto end = static_cast<std::size_t>(what.end);
    const std::string id = std::to_string(what.number());
    call out;
    out.url = of.receipt_url;
    if (of.form == in_query) {
        out.method = "GET";
        add_pair(out.url, "apiMsgId", id);
        add_pair(out.url, "to", what.to());
        add_pair(out.url, "from", of.from);
        add_pair(out.url, "status", state_codes[end]);
        return out;
    }
    out.content_type = "application/json";
    add(out.body, "id", id);
    add(out.body, "to", what.to());
    add_if(out.body, "from", of.from);
    add_if(out.body, "reference", of.reference);
    add(out.body, "status", state_words[end]);
    if (what.end != outcome::delivered) add(out.body, "code", state_codes[end]);
    add(out.body, "time", to_rfc3339(now));
    out.body += '}';
    return out;
}

std::optional<call> plain_language::inbound(const delivery& what, wall_time now) {
    if (inbound_url_.empty()) return std::nullopt;  // nobody has said where to
    const submitted& of = *what.of;
    const std::pair<std::string_view, std::string> fields[] = {
        {"id", std::to_string(what.number())}, {"from", of.from},      {"to", what.to()}, {"text", of.text},
        {"data", hex_of(of.octets)},           {"udh", hex_of(of.udh)}};
    call out;
    out.url = inbound_url_;
    const bool by_get = of.form == in_query;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
        if (by_get)
            add_pair(out.url, name, value);
        else
            add(out.body, name, value);
    }
    if (by_get) {
        out.method = "GET";
        return out;
    }
    add(out.body, "time", to_rfc3339(now));
    out.body += '}';
    out.content_type = "application/json";
    return out;
}

}  // namespace hermod::simulate::http
