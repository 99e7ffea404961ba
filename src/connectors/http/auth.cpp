#include "connectors/http/auth.hpp"

#include "net/base64.hpp"
#include "net/http_characters.hpp"

namespace hermod::connectors::http {

namespace {

std::string_view header_of(const rendered_request& request, std::string_view name) {
    for (const auto& one : request.headers)
        if (net::same_ignoring_case(one.name, name)) return one.value;
    return {};
}

bool read_basic(settings::table_reader& table, const constants& known, auth_options& out) {
    table.require({"user", "password"});
    std::string user, password;
    bool right = read_credential(table, "user", known, user);
    right = read_credential(table, "password", known, password) && right;
    out.is = auth_options::kind::header;
    out.text = "Basic " + net::base64(user + ":" + password);
    return right;
}

bool read_header(settings::table_reader& table, const constants& known, auth_options& out) {
    table.require({"header", "value"});
    std::string prefix;
    bool right = table.text("header", out.header, 200);
    if (right && !net::is_token(out.header)) {
        table.error("header", "is no name of a header");
        right = false;
    }
    table.text("prefix", prefix);
    right = read_credential(table, "value", known, out.text) && right;
    out.is = auth_options::kind::header;
    out.text = prefix + out.text;
    return right;
}

bool read_oauth2(settings::table_reader& table, const constants& known, net::oauth2_options& out) {
    table.require({"url", "client_id", "client_secret"});
    std::string url;
    bool right = table.text("url", url);
    if (right) {
        text_template whole;
        const auto fault = whole.add(url, standing::url, known);
        if (fault) report(table, "url", *fault);
        const auto parsed = net::parse_http_url(whole.leading());
        if (!fault && (!parsed || !whole.is_constant())) table.error("url", "is no URL of a token endpoint");
        right = !fault && parsed && whole.is_constant();
        if (right) out.endpoint = *parsed;
    }
    right = read_credential(table, "client_id", known, out.client_id) && right;
    right = read_credential(table, "client_secret", known, out.client_secret) && right;
    table.text("scope", out.scope);
    table.text("audience", out.audience);
    table.flag("credentials_in_body", out.credentials_in_body);
    return right;
}

bool read_aws(settings::table_reader& table, const constants& known, aws_credentials& out) {
    table.require({"access_key", "secret_key", "region"});
    bool right = read_credential(table, "access_key", known, out.access_key);
    right = read_credential(table, "secret_key", known, out.secret_key) && right;
    if (table.has("session_token")) right = read_credential(table, "session_token", known, out.session_token) && right;
    std::string region;
    right = table.text("region", region, 64) && right;
    text_template whole;
    if (const auto fault = whole.add(region, standing::raw, known)) {
        report(table, "region", *fault);
        return false;
    }
    out.region = whole.leading();
    out.service = "sns";
    table.text("service", out.service, 64);
    return right;
}

}  // namespace

bool read_credential(settings::table_reader& table, std::string_view key, const constants& known, std::string& out) {
    const auto* there = table.any(key);
    const auto* text = there ? std::get_if<std::string>(&there->value) : nullptr;
    bool right = true;
    if (text && text->size() > 2 && text->front() == '{' && text->back() == '}') {
        const auto constant = known.find(std::string_view(*text).substr(1, text->size() - 2));
        right = constant != known.end();
        if (right) out = constant->second;
        else table.error(key, "there is no such name in variables or secrets");
    } else {
        right = table.secret(key, out);
    }
    if (right && !net::is_field_value(out)) {
        table.error(key, "has a character that no header may have");
        right = false;
    }
    return right;
}

bool read_hash(settings::table_reader& table, hash& with, octet_form& form) {
    bool right = !table.has("hash") || table.word("hash", with, {{"sha1", hash::sha1}, {"sha256", hash::sha256}, {"sha512", hash::sha512}});
    if (table.has("encoding")) right = table.word("encoding", form, {{"hex", octet_form::hex}, {"base64", octet_form::base64}}) && right;
    return right;
}

bool read_auth(settings::table_reader& table, const constants& known, auth_options& out) {
    auto auth = table.table("auth");
    if (!auth) return !table.has("auth");
    enum class type { none, basic, bearer, header, oauth2, aws } what = type::none;
    auth->require({"type"});
    bool right = auth->word("type", what,
                            {{"none", type::none}, {"basic", type::basic}, {"bearer", type::bearer}, {"header", type::header},
                             {"oauth2", type::oauth2}, {"aws", type::aws}});
    if (what == type::basic) right = read_basic(*auth, known, out) && right;
    if (what == type::header) right = read_header(*auth, known, out) && right;
    if (what == type::bearer) {
        auth->require({"token"});
        right = read_credential(*auth, "token", known, out.text) && right;
        out.is = auth_options::kind::header;
        out.text = "Bearer " + out.text;
    }
    if (what == type::oauth2) {
        out.is = auth_options::kind::oauth2;
        right = read_oauth2(*auth, known, out.oauth2.emplace()) && right;
    }
    if (what == type::aws) {
        out.is = auth_options::kind::aws;
        right = read_aws(*auth, known, out.aws) && right;
    }
    auth->finish();
    return right;
}

bool read_signature(settings::table_reader& table, const constants& known, std::optional<body_signature>& out) {
    auto signing = table.table("signature");
    if (!signing) return !table.has("signature");
    body_signature made;
    signing->require({"header", "secret"});
    bool right = signing->text("header", made.header, 200);
    if (right && !net::is_token(made.header)) {
        signing->error("header", "is no name of a header");
        right = false;
    }
    right = read_credential(*signing, "secret", known, made.secret) && right;
    signing->text("prefix", made.prefix, 64);
    right = read_hash(*signing, made.with, made.form) && right;
    signing->finish();
    if (right) out = std::move(made);
    return right;
}

void authorize(rendered_request& request, added_headers& texts, const auth_options& with, const std::optional<body_signature>& signing,
               const std::string& method, const net::http_url& origin, std::string_view token, wall_time now) {
    switch (with.is) {
        case auth_options::kind::none:
            break;
        case auth_options::kind::header:
            request.headers.push_back({with.header, with.text});
            break;
        case auth_options::kind::oauth2:
            texts.authorization.assign("Bearer ").append(token);
            request.headers.push_back({"Authorization", texts.authorization});
            break;
        case auth_options::kind::aws:
            texts.date = aws_date(now);
            texts.authorization = aws_authorization(
                with.aws, {method, origin.authority, request.target, header_of(request, "content-type"), request.body, texts.date});
            request.headers.push_back({"X-Amz-Date", texts.date});
            if (!with.aws.session_token.empty()) request.headers.push_back({"X-Amz-Security-Token", with.aws.session_token});
            request.headers.push_back({"Authorization", texts.authorization});
            break;
    }
    if (!signing) return;
    texts.signature = signing->prefix + in_form(signing->form, hmac(signing->with, signing->secret, request.body));
    request.headers.push_back({signing->header, texts.signature});
}

}  // namespace hermod::connectors::http
