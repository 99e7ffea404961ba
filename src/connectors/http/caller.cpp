#include "connectors/http/caller.hpp"

#include <algorithm>
#include <charconv>

#include "connectors/http/escape.hpp"
#include "net/base64.hpp"
#include "net/form_text.hpp"
#include "net/same_secret.hpp"
#include "text/hex_text.hpp"

namespace hermod::connectors::http {

namespace {

using url_signature = caller_options::url_signature;
using subject = caller_options::subject;

// What a provider's own way is, unless the configuration says otherwise.
url_signature usual(subject over) {
    url_signature out;
    out.over = over;
    if (over == subject::twilio) out.with = hash::sha1;
    if (over != subject::body) out.form = octet_form::base64;
    if (over == subject::plivo) {
        out.header = "X-Plivo-Signature-V3";
        out.also = "X-Plivo-Signature-Ma-V3";
        out.moment = "X-Plivo-Signature-V3-Nonce";
    }
    return out;
}

bool read_way(settings::table_reader& table, url_signature& out) {
    enum class way { sha1, sha256, sha512, ed25519 } chosen = way::sha256;
    bool right = true;
    if (table.has("hash")) {
        right = table.word("hash", chosen, {{"sha1", way::sha1}, {"sha256", way::sha256}, {"sha512", way::sha512}, {"ed25519", way::ed25519}});
        out.with = chosen == way::sha1 ? hash::sha1 : chosen == way::sha512 ? hash::sha512 : hash::sha256;
        out.ed25519 = chosen == way::ed25519;
    }
    if (out.ed25519) out.form = octet_form::base64;
    if (table.has("encoding")) right = table.word("encoding", out.form, {{"hex", octet_form::hex}, {"base64", octet_form::base64}}) && right;
    return right;
}

bool read_key(settings::table_reader& table, url_signature& out) {
    constexpr std::size_t key_size = 32;
    if (!out.ed25519) return true;
    if (out.over != subject::body && out.over != subject::timed_body) {
        table.error("hash", "ed25519 signs a body or a timed body");
        return false;
    }
    auto key = net::read_base64(out.secret);
    if (!key || key->size() != key_size) {
        table.error("secret", "is no public key of Ed25519: 32 octets in base64");
        return false;
    }
    out.secret = std::move(*key);
    return true;
}

bool read_signing(settings::table_reader& table, const constants& known, std::optional<url_signature>& out) {
    auto signing = table.table("signature");
    if (!signing) return !table.has("signature");
    auto over = subject::body;
    signing->word("over", over, {{"body", subject::body}, {"time|body", subject::timed_body}, {"twilio", subject::twilio}, {"plivo", subject::plivo}});
    url_signature made = usual(over);
    signing->require({"secret"});
    if (made.header.empty()) signing->require({"header"});
    if (over == subject::timed_body) signing->require({"time_header"});
    bool right = !signing->has("header") || signing->text("header", made.header, 200);
    if (over == subject::timed_body) {
        right = signing->text("time_header", made.moment, 200) && right;
        std::int64_t tolerance = made.tolerance.count();
        if (signing->number("tolerance_seconds", tolerance, 1, 86'400)) made.tolerance = std::chrono::seconds(tolerance);
    }
    right = read_credential(*signing, "secret", known, made.secret) && right;
    signing->text("prefix", made.prefix, 64);
    right = read_way(*signing, made) && right;
    right = right && read_key(*signing, made);
    signing->finish();
    right = right && !made.header.empty() && (over != subject::timed_body || !made.moment.empty());
    if (right) out = std::move(made);
    return right;
}

std::string subject_of(const url_signature& by, const visit& what, std::string_view public_url) {
    const auto form = [&what] { return what.method == "POST" ? net::parse_pairs(what.body) : net::pairs{}; };
    const std::string_view moment = calls::header_of(what, by.moment);
    std::string url(public_url);
    url += what.path;
    switch (by.over) {
        case subject::body: break;
        case subject::timed_body: return std::string(moment) + "|" + what.body;
        case subject::plivo: return plivo_subject(url, net::parse_pairs(what.query), form(), moment);
        case subject::twilio:
            if (!what.query.empty()) url.append("?").append(what.query);
            return twilio_subject(url, form());
    }
    return what.body;
}

// Seconds since 1970, not too far from now.
bool in_time(std::string_view said, wall_time now, std::chrono::seconds tolerance) {
    std::int64_t second = 0;
    const auto [end, failed] = std::from_chars(said.data(), said.data() + said.size(), second);
    if (failed != std::errc{} || end != said.data() + said.size()) return false;
    const std::int64_t present = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    return second >= present - tolerance.count() && second <= present + tolerance.count();
}

bool is_signed(const url_signature& by, std::string_view shown, const std::string& what) {
    if (!shown.starts_with(by.prefix)) return false;
    if (by.ed25519) {
        shown.remove_prefix(by.prefix.size());
        text::octets octets;
        if (by.form == octet_form::hex) return text::read_hex(shown, octets) && ed25519_right(by.secret, octets, what);
        const auto read = net::read_base64(shown);
        return read && ed25519_right(by.secret, *read, what);
    }
    const std::string right = by.prefix + in_form(by.form, hmac(by.with, by.secret, what));
    if (by.over != subject::plivo) return net::same_in_constant_time(shown, right);
    // A list: while tokens change there is a signature by each.
    for (std::size_t at = 0; at <= shown.size();) {
        const std::size_t end = std::min(shown.find(',', at), shown.size());
        std::string_view one = shown.substr(at, end - at);
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (net::same_in_constant_time(one, right)) return true;
        at = end + 1;
    }
    return false;
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

std::string_view refuse_caller(const caller_options& wanted, const visit& what, std::string_view public_url, wall_time now) {
    if (const auto why = calls::refuse_caller(wanted, what); !why.empty()) return why;
    if (!wanted.signature) return {};
    const url_signature& by = *wanted.signature;
    const std::string signed_text = subject_of(by, what, public_url);
    const bool right = is_signed(by, calls::header_of(what, by.header), signed_text) ||
                       (!by.also.empty() && is_signed(by, calls::header_of(what, by.also), signed_text));
    if (!right) return "its signature is not right";
    if (by.over == subject::timed_body && !in_time(calls::header_of(what, by.moment), now, by.tolerance))
        return "its time is too far from ours: it may be an old request";
    return {};
}

}  // namespace hermod::connectors::http
