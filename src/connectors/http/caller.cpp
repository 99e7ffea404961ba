#include "connectors/http/caller.hpp"

#include "net/same_secret.hpp"

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

std::string subject_of(const caller_options::url_signature& by, const visit& what, std::string_view public_url) {
    if (by.over == caller_options::subject::body) return what.body;
    std::string url(public_url);
    url += what.path;
    if (!what.query.empty()) url.append("?").append(what.query);
    return twilio_subject(url, what.method == "POST" ? parse_pairs(what.body) : pairs{});
}

}  // namespace

bool read_caller(settings::table_reader& table, const constants& known, caller_options& out) {
    auto caller = calls::caller_table(table);
    if (!caller) return false;
    const auto secret = [&known](settings::table_reader& from, std::string_view key, std::string& to) { return read_credential(from, key, known, to); };
    bool right = read_signing(*caller, known, out.signature);
    right = calls::read_caller(*caller, secret, {"signature", out.signature || caller->has("signature")}, out) && right;
    caller->finish();
    return right;
}

std::string_view refuse_caller(const caller_options& wanted, const visit& what, std::string_view public_url) {
    if (const auto why = calls::refuse_caller(wanted, what); !why.empty()) return why;
    if (const auto& by = wanted.signature) {
        const std::string right = by->prefix + in_form(by->form, hmac(by->with, by->secret, subject_of(*by, what, public_url)));
        if (!net::same_in_constant_time(calls::header_of(what, by->header), right)) return "its signature is not right";
    }
    return {};
}

}  // namespace hermod::connectors::http
