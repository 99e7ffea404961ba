#include "connectors/http/caller.hpp"

#include <algorithm>

#include "net/http_characters.hpp"

namespace hermod::connectors::http {

namespace {

bool read_signing(settings::table_reader& table, const constants& known, std::optional<caller_options::url_signature>& out) {
    auto signing = table.table("signature");
    if (!signing) return !table.has("signature");
    caller_options::url_signature made;
    signing->require({"header", "secret"});
    signing->word("over", made.over, {{"body", caller_options::subject::body}, {"twilio", caller_options::subject::twilio}});
    if (made.over == caller_options::subject::twilio) {
        made.with = hash::sha1;
        made.form = octet_form::base64;
    }
    bool right = signing->text("header", made.header, 200);
    right = read_credential(*signing, "secret", known, made.secret) && right;
    signing->text("prefix", made.prefix, 64);
    right = read_hash(*signing, made.with, made.form) && right;
    signing->finish();
    if (right) out = std::move(made);
    return right;
}

bool in_networks(const std::vector<net::network>& networks, const std::string& address) {
    error_code bad;
    const auto parsed = boost::asio::ip::make_address(address, bad);
    return !bad && std::any_of(networks.begin(), networks.end(), [&](const net::network& one) { return one.contains(parsed); });
}

std::string_view shown_secret(const caller_options& wanted, const visit& what, pairs& queried) {
    if (!wanted.header.empty()) return header_of(what, wanted.header);
    queried = parse_pairs(what.query);
    const auto at = std::find_if(queried.begin(), queried.end(), [&](const auto& one) { return one.first == wanted.query; });
    return at == queried.end() ? std::string_view{} : std::string_view(at->second);
}

std::string subject_of(const caller_options::url_signature& by, const visit& what, std::string_view public_url) {
    if (by.over == caller_options::subject::body) return what.body;
    std::string url(public_url);
    url += what.path;
    if (!what.query.empty()) url.append("?").append(what.query);
    return twilio_subject(url, what.method == "POST" ? parse_pairs(what.body) : pairs{});
}

}  // namespace

std::string_view header_of(const visit& what, std::string_view name) {
    for (const auto& [key, text] : what.headers)
        if (net::same_ignoring_case(key, name)) return text;
    return {};
}

bool read_caller(settings::table_reader& table, const constants& known, caller_options& out) {
    auto caller = table.table("caller");
    if (!caller) {
        if (!table.has("caller"))
            table.error("caller", "is missing: anybody could bring receipts and messages; say what a caller must show, or open = true");
        return false;
    }
    std::vector<std::string> blocks;
    bool right = true;
    caller->flag("open", out.open);
    caller->text("header", out.header, 200);
    caller->text("query", out.query, 200);
    if (caller->has("secret")) right = read_credential(*caller, "secret", known, out.secret) && right;
    if (caller->networks("networks", blocks))
        for (const std::string& one : blocks)
            if (const auto parsed = net::network::parse(one)) out.networks.push_back(*parsed);
    right = read_signing(*caller, known, out.signature) && right;
    const bool named = !out.header.empty() || !out.query.empty();
    if (right && (named != !out.secret.empty() || (!out.header.empty() && !out.query.empty()))) {
        caller->error(caller->has("secret") ? "secret" : "header", "a secret stands in one place: write secret with either header or query");
        right = false;
    }
    if (right && !out.open && !named && out.networks.empty() && !out.signature) {
        caller->error("open", "nothing is asked of a caller: write header or query with secret, signature, networks, or open = true");
        right = false;
    }
    caller->finish();
    return right;
}

std::string_view refuse_caller(const caller_options& wanted, const visit& what, std::string_view public_url) {
    if (!wanted.networks.empty() && !in_networks(wanted.networks, what.remote_address)) return "its address is in none of the networks";
    pairs queried;
    if (!wanted.secret.empty() && !same_in_constant_time(shown_secret(wanted, what, queried), wanted.secret))
        return "it does not show the secret";
    if (const auto& by = wanted.signature) {
        const std::string right = by->prefix + in_form(by->form, hmac(by->with, by->secret, subject_of(*by, what, public_url)));
        if (!same_in_constant_time(header_of(what, by->header), right)) return "its signature is not right";
    }
    return {};
}

}  // namespace hermod::connectors::http
