#include "connectors/http/options.hpp"

#include <tuple>

#include "calls/configured.hpp"
#include "connectors/http/providers.hpp"

namespace hermod::connectors::http {

namespace {

// Variables in the clear, secrets by reference; both are constants of the templates.
bool read_constants(settings::table_reader& table, constants& out) {
    bool right = true;
    const auto take = [&](const settings::setting_table& all, const char* key, bool secret) {
        settings::table_reader reader(all, table.path() + "." + key, table.out());
        for (const auto& one : all.entries) {
            std::string text;
            const bool read = secret ? reader.secret(one.key, text) : reader.text(one.key, text);
            right = right && read;
            if (!read) continue;
            if (find_value(one.key)) {
                reader.error(one.key, "is the name of a message's value: choose another");
                right = false;
            } else if (!out.emplace(one.key, std::move(text)).second) {
                reader.error(one.key, "is a name twice, in variables and in secrets");
                right = false;
            }
        }
    };
    if (const auto* variables = table.free_table("variables")) take(*variables, "variables", false);
    if (const auto* secrets = table.free_table("secrets")) take(*secrets, "secrets", true);
    return right;
}

// The table of a kind of content lies over the request's own.
std::optional<request_template> read_kind(settings::table_reader& request, const settings::setting_table& base,
                                          const settings::setting_table& kind, const char* name, const constants& known) {
    settings::setting_table merged = laid_over(kind, base);
    // A body of another form takes the place of the request's.
    for (const char* body : {"form", "json", "xml", "body"}) {
        if (!kind.find(body)) continue;
        std::erase_if(merged.entries, [&](const settings::entry& e) {
            return (e.key == "form" || e.key == "json" || e.key == "xml" || e.key == "body" || e.key == "content_type") && !kind.find(e.key);
        });
    }
    settings::table_reader reader(merged, request.path() + "." + name, request.out());
    auto out = request_template::read(reader, known);
    reader.finish();
    return out;
}

bool read_requests(settings::table_reader& table, const constants& known, requests& out) {
    table.require({"request"});
    auto request = table.table("request");
    if (!request) return false;
    out.text = request_template::read(*request, known);
    const auto* unicode = request->free_table("unicode");
    const auto* binary = request->free_table("binary");
    const auto* whole = request->written();
    request->finish();
    if (!out.text) return false;
    settings::setting_table base = *whole;
    std::erase_if(base.entries, [](const settings::entry& e) { return e.key == "unicode" || e.key == "binary"; });
    out.unicode = unicode ? read_kind(*request, base, *unicode, "unicode", known) : out.text;
    if (binary) out.binary = read_kind(*request, base, *binary, "binary", known);
    return out.unicode && (out.binary || !binary);
}

void read_values(settings::table_reader& table, http_options& out) {
    table.flag("plus", out.values.plus);
    enum class long_text { whole, parts } how = long_text::whole;
    table.word("long", how, {{"whole", long_text::whole}, {"parts", long_text::parts}});
    out.values.whole = how == long_text::whole;
}

// What a template asks for must be there.
void check_urls(settings::table_reader& table, const http_options& out) {
    const auto used = [&](value which) {
        for (const auto* one : {&out.ask.text, &out.ask.unicode, &out.ask.binary})
            if (*one && (*one)->uses(which)) return true;
        return false;
    };
    if (used(value::inbound_url) && out.values.inbound_url.empty())
        table.error("request", "{inbound_url} needs public_url and inbound.path");
    if (used(value::receipt_url) && out.inbound.receipt_url.empty())
        table.warning("request", out.inbound.receipts ? "{receipt_url} is empty without public_url: no receipts will come"
                                                      : "{receipt_url} is empty without receipts");
}

}  // namespace

std::vector<std::string> paths_of(const http_options& options) {
    std::vector<std::string> out;
    const auto& [receipts, messages] = std::tie(options.inbound.receipts, options.inbound.messages);
    if (receipts) out.push_back(receipts->path);
    if (messages && (out.empty() || out.front() != messages->path)) out.push_back(messages->path);
    return out;
}

http_options read_http_options(settings::table_reader& table) {
    http_options out;
    constants known;
    bool right = take_provider(table);
    right = read_constants(table, known) && right;
    calls::read_traffic(table, out);
    read_values(table, out);
    if (!right) {
        // Templates would complain of every name that is missing already.
        for (const char* key : {"request", "answer", "errors", "error_code", "error_detail", "auth", "signature", "receipts", "inbound", "caller",
                                "public_url", "tls_authorities", "tls_name"})
            (void)table.any(key);
        return out;
    }
    right = read_requests(table, known, out.ask);
    right = out.answers.read(table, known) && right;
    right = read_auth(table, known, out.auth) && right;
    right = read_signature(table, known, out.signing) && right;
    right = read_inbound(table, known, out.inbound) && right;
    out.values.inbound_url = out.inbound.inbound_url;
    if (out.ask.text) out.origin = out.ask.text->origin();
    out.token = std::exchange(out.auth.oauth2, {});
    calls::read_tls(table, !out.ask.text || out.origin.tls || (out.token && out.token->endpoint.tls), out);
    if (right) check_urls(table, out);
    return out;
}

}  // namespace hermod::connectors::http
